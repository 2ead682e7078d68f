import { type DType, dtypes, isDType } from '../dtype.js'
import { type Device, type Extension, extensionKey, type PartialOp, partialOps, type ReplicatedDim } from '../extension.js'
import { type Dictionary, join, type Reader } from './reader.js'
import { maxDimensions } from './section.js'

const entries = new Set(['dtype', 'device', 'readonly', 'keep_alive', 'replicated', 'partial', 'comm'])
const cpu = 1 // kDLCPU

/** Read and check the extension of an export: rules DAP-X but the agreement of dtypes, see {@link checkExtension}. */
export function readExtension(reader: Reader, value: unknown): Extension | undefined {
  const source = reader.asDictionary(value)
  if (!source) return reader.reject('DAP-X1', extensionKey, 'a dictionary', value)
  reader.checkKeys('DAP-X2', source, extensionKey, entries, 'in the extension: ignoring an entry could misread the array')
  const dtype = reader.get(source, 'dtype', extensionKey)
  if (dtype !== undefined && !isDType(dtype)) reader.reject('DAP-X3', join(extensionKey, 'dtype'), `one of ${dtypes.join(', ')}`, dtype)
  const device = readDevice(reader, reader.get(source, 'device', extensionKey))
  const readonly = reader.flag(reader.get(source, 'readonly', extensionKey), 'DAP-X6', extensionKey, 'readonly')
  const replicated = readReplicated(reader, reader.get(source, 'replicated', extensionKey))
  const partial = reader.get(source, 'partial', extensionKey)
  if (partial !== undefined && !isPartialOp(partial))
    reader.reject('DAP-X8', join(extensionKey, 'partial'), `one of ${partialOps.join(', ')}`, partial)
  else if (partial !== undefined && replicated?.length === 0)
    reader.report('DAP-X9', join(extensionKey, 'partial'), 'Expected replicated dimensions, along which the partial results lie')
  return {
    dtype: isDType(dtype) ? dtype : undefined,
    device,
    readonly,
    keep_alive: reader.get(source, 'keep_alive', extensionKey),
    replicated: replicated ?? [],
    partial: isPartialOp(partial) ? partial : undefined,
    comm: reader.get(source, 'comm', extensionKey),
  }
}

/** Check what the extension says against the dtype of the buffer. */
export function checkExtension(reader: Reader, { dtype, partial }: Extension, received: DType): void {
  if (dtype !== undefined && dtype !== received)
    reader.reject('DAP-X3', join(extensionKey, 'dtype'), `${received}, the dtype of the buffer,`, dtype)
  if ((partial === 'min' || partial === 'max') && received.startsWith('complex'))
    reader.reject('DAP-X9', join(extensionKey, 'partial'), 'sum or prod, since complex numbers have no order,', partial)
}

function isPartialOp(value: unknown): value is PartialOp {
  return partialOps.some((op) => op === value)
}

function readDevice(reader: Reader, value: unknown): Device | undefined {
  if (value === undefined) return undefined
  const path = join(extensionKey, 'device')
  const source = reader.asDictionary(value)
  if (!source) return reader.reject('DAP-X4', path, 'a dictionary { type, id }', value)
  reader.checkKeys('DAP-X4', source, path, new Set(['type', 'id']), 'in a device')
  const type = reader.integer(reader.get(source, 'type', path), 'DAP-X4', path, 'type', 0)
  const id = reader.integer(reader.get(source, 'id', path), 'DAP-X4', path, 'id', 0)
  if (type === undefined || id === undefined) return undefined
  if (type !== cpu)
    reader.reject('DAP-X5', join(path, 'type'), `${cpu}, the CPU (memory of other devices is not supported: copy it first),`, type)
  return { type, id }
}

function readReplicated(reader: Reader, value: unknown): ReplicatedDim[] | undefined {
  if (value === undefined) return []
  const path = join(extensionKey, 'replicated')
  const items = reader.items(value, maxDimensions, path)
  if (!items)
    return reader.reject('DAP-X7', path, `an array of at most ${maxDimensions} dictionaries { proc_grid_size, proc_grid_rank }`, value)
  const dims: ReplicatedDim[] = []
  items.forEach((item, i) => {
    const dim = readReplicatedDim(reader, item, `${path}[${i}]`)
    if (dim) dims.push(dim)
  })
  return dims.length === items.length ? dims : undefined
}

function readReplicatedDim(reader: Reader, value: unknown, path: string): ReplicatedDim | undefined {
  const source: Dictionary | undefined = reader.asDictionary(value)
  if (!source) return reader.reject('DAP-X7', path, 'a dictionary { proc_grid_size, proc_grid_rank }', value)
  reader.checkKeys('DAP-X7', source, path, new Set(['proc_grid_size', 'proc_grid_rank']), 'in a replicated dimension')
  const processes = reader.integer(reader.get(source, 'proc_grid_size', path), 'DAP-X7', path, 'proc_grid_size', 1)
  const rank = reader.integer(reader.get(source, 'proc_grid_rank', path), 'DAP-X7', path, 'proc_grid_rank', 0)
  if (processes === undefined || rank === undefined) return undefined
  if (rank >= processes)
    return reader.reject('DAP-X7', join(path, 'proc_grid_rank'), `an integer below proc_grid_size, ${processes},`, rank)
  return { proc_grid_size: processes, proc_grid_rank: rank }
}
