// The public surface, frozen: a change here is a change that users see, and belongs into CHANGELOG.md.
import t from 'tap'
import * as petsc from '../adapters/petsc/index.js'
import * as trilinos from '../adapters/trilinos/index.js'
import * as distarray from '../index.js'

t.test('distarray', async (t) => {
  t.same(Object.keys(distarray).sort(), [
    'ArgumentError',
    'BackendLoadError',
    'Block',
    'CartCommunicator',
    'Communicator',
    'DTypeError',
    'DapArray',
    'DistError',
    'Distribution',
    'DistributionError',
    'FileError',
    'FormatError',
    'GraphCommunicator',
    'LocalArray',
    'MemoryError',
    'MpiError',
    'ProtocolError',
    'Request',
    'SelectionError',
    'ShapeError',
    'TopologyCommunicator',
    'UnsupportedError',
    'UseAfterFreeError',
    'agree',
    'anySource',
    'anyTag',
    'beforeFinalize',
    'createCart',
    'createDistGraphAdjacent',
    'dimsCreate',
    'dtypes',
    'exportArray',
    'exportOf',
    'finalize',
    'fromDLPack',
    'importArray',
    'inPlace',
    'isDistError',
    'itemSize',
    'memoryStatistics',
    'self',
    'testAll',
    'toDLPack',
    'trim',
    'typedArrayFor',
    'validateCollective',
    'waitAll',
    'waitAny',
    'world',
  ])
})

t.test('distarray/petsc, which loads no addon by being imported', async (t) => {
  t.same(Object.keys(petsc).sort(), [
    'MonitorError',
    'NotConvergedError',
    'PetscError',
    'PetscOptionsError',
    'createVec',
    'finalize',
    'garbageCleanup',
    'initialize',
    'ksp',
    'mat',
    'matFromFile',
    'petscVersion',
    'vec',
  ])
})

t.test('distarray/trilinos, which loads no addon by being imported', async (t) => {
  t.same(Object.keys(trilinos).sort(), [
    'NotConvergedError',
    'TrilinosError',
    'createVector',
    'double',
    'finalize',
    'garbageCleanup',
    'initialize',
    'matrix',
    'matrixFromFile',
    'solver',
    'trilinosVersion',
    'vector',
  ])
})
