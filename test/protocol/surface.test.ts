import t from 'tap'
import * as protocol from '../../protocol/index.js'

t.test('the public surface of the protocol', async (t) => {
  t.strictSame(Object.keys(protocol).sort(), [
    'ArgumentError',
    'BlockMap',
    'CyclicMap',
    'DTypeError',
    'DistError',
    'Distribution',
    'DistributionError',
    'ProtocolError',
    'SelectionError',
    'ShapeError',
    'UnstructuredMap',
    'UnsupportedError',
    'UseAfterFreeError',
    'asStridedBuffer',
    'componentSize',
    'contiguousStrides',
    'dapDType',
    'defaultGrid',
    'dtypeOfFormat',
    'dtypeOfTypedArray',
    'dtypes',
    'exportArray',
    'formatOf',
    'importArray',
    'isContiguous',
    'isDType',
    'isDistError',
    'itemSize',
    'protocolVersion',
    'rules',
    'typedArrayFor',
    'validate',
  ])
})
