import { error, type RuleText, warning } from './rule-text.js'
import { globalRules } from './rules-global.js'

export type { RuleText, Severity } from './rule-text.js'

/**
 * Every rule that one process's export can be checked against alone.
 *
 * @remarks Letters: E export, V version, S section (the buffer), D every dimension dictionary, B block, C cyclic,
 * U unstructured, N exports of version 0.9, X the extension. Identifiers are stable; a withdrawn one is not used again.
 */
export const localRules = {
  'DAP-E1': error('An export is a dictionary: a plain object.'),
  'DAP-E2': error('An export has the keys __version__, buffer and dim_data.'),
  'DAP-E3': error('An export has no other keys, except __extension__.'),
  'DAP-E4': error('Every property of an export can be read.'),

  'DAP-V1': error('__version__ is a string of the form major.minor.patch, each a safe integer.'),
  'DAP-V2': error('The version is one whose meaning is known: 0.10 or 0.9, any patch.'),
  'DAP-V3': warning('The version is the newest known, 0.10.'),

  'DAP-S1': error('buffer is a typed array or a strided buffer: data (a view on an ArrayBuffer), shape, strides, format.'),
  'DAP-S2': error('format is the PEP-3118 letter of a dtype, in native byte order.'),
  'DAP-S3': error('shape is an array of at most 64 integers, each zero or more.'),
  'DAP-S4': error('strides is an array of integers, in bytes, one per dimension.'),
  'DAP-S5': error('Every element lies inside data; negative strides may reach back before it in the same ArrayBuffer.'),
  'DAP-S6': error('The first element and the strides are aligned to the element (to its components, when complex).'),
  'DAP-S7': error('The memory keeps its size: no resizable ArrayBuffer.'),
  'DAP-S8': error('readonly is a boolean.'),
  'DAP-S9': warning('No two elements of a writable buffer share memory through a stride of zero.'),
  'DAP-S10': error('The number of elements, the product of shape, is a safe integer.'),

  'DAP-D1': error('dim_data is an array of dimension dictionaries: plain objects.'),
  'DAP-D2': error('dim_data has one dictionary per dimension of the buffer.'),
  'DAP-D3': error('A dimension dictionary has only the keys of its dist_type.'),
  'DAP-D4': error("dist_type is 'b', 'c' or 'u'."),
  'DAP-D5': error('size is an integer, zero or more.'),
  'DAP-D6': error('proc_grid_size is an integer, one or more.'),
  'DAP-D7': error('proc_grid_rank is an integer with 0 <= proc_grid_rank < proc_grid_size.'),
  'DAP-D8': error('The number of elements of the whole array, the product of the sizes, is a safe integer.'),

  'DAP-B1': error('start is an integer, zero or more.'),
  'DAP-B2': error('stop is an integer with start <= stop <= size.'),
  'DAP-B3': error('The first process of a block dimension starts at 0.'),
  'DAP-B4': error('The last process of a block dimension stops at size.'),
  'DAP-B5': error("stop - start is the buffer's extent."),
  'DAP-B6': error('padding is a pair of integers, each zero or more.'),
  'DAP-B7': error('Padding fits: boundary padding is part of what the process owns, and communication padding is no wider than that.'),
  'DAP-B8': error('periodic is a boolean.'),

  'DAP-C1': error('block_size is an integer, one or more.'),
  'DAP-C2': error('start is proc_grid_rank * block_size.'),
  'DAP-C3': error("The buffer's extent is the number of global indices dealt to this process."),

  'DAP-U1': error('indices is a typed array of integers.'),
  'DAP-U2': error("indices is as long as the buffer's extent."),
  'DAP-U3': error('No global index is listed twice in indices.'),
  'DAP-U4': error('one_to_one is a boolean.'),
  'DAP-U5': error('Every global index in indices is a safe integer.'),
  'DAP-U6': error('The memory of indices keeps its size: no resizable ArrayBuffer.'),
  'DAP-U7': error('No process lists more than size indices, and a single process lists size.'),

  'DAP-N1': error("A dimension of dist_type 'n' has one process."),
  'DAP-N2': error('A periodic dimension has no padding at the ends of the process grid (0.10 has no place for copies there).'),

  'DAP-X1': error('__extension__ is a dictionary: a plain object.'),
  'DAP-X2': error('An extension has only the entries dtype, device, readonly, keep_alive, replicated, partial and comm.'),
  'DAP-X3': error("dtype is the name of the buffer's dtype."),
  'DAP-X4': error('device is a dictionary of type and id, integers, zero or more.'),
  'DAP-X5': error("The memory is the CPU's: device.type is 1."),
  'DAP-X6': error('readonly is a boolean.'),
  'DAP-X7': error('replicated is an array of dictionaries of proc_grid_size and proc_grid_rank, as in DAP-D6 and DAP-D7.'),
  'DAP-X8': error("partial is 'sum', 'prod', 'min' or 'max'."),
  'DAP-X9': error('Partial results lie along at least one replicated dimension; min and max are not for complex numbers.'),
} as const satisfies Readonly<Record<string, RuleText>>

/** Every rule: those of one export, then those of all processes' exports together. */
export const rules = { ...localRules, ...globalRules } as const satisfies Readonly<Record<string, RuleText>>

/** Identifier of a rule. */
export type RuleId = keyof typeof rules
