import { error, type RuleText } from './rule-text.js'

/**
 * Every rule that only the exports of all processes together can break.
 *
 * @remarks That the sections cover the array, and do not overlap, follows from these and the rules of one export: block
 * sections by DAP-B3, DAP-B4, DAP-G10 and DAP-G11, cyclic ones by DAP-C3 and DAP-G8, unstructured ones by DAP-U3,
 * DAP-G14 and DAP-G15, and those of several dimensions because processes count through the grid (DAP-G6, DAP-G7) and
 * have the same dictionary at the same place (DAP-G9). Identifiers are stable; a withdrawn one is not used again.
 */
export const globalRules = {
  'DAP-G1': error('Every process has an export: its __distarray__() does not throw.'),
  'DAP-G2': error('All exports of an array have the same __version__.'),
  'DAP-G3': error('All exports of an array have the same number of dimensions.'),
  'DAP-G4': error('All exports of an array have the same dtype.'),
  'DAP-G5': error('All exports of an array have the same replicated dimensions and the same partial operation, if any.'),
  'DAP-G6': error('The product of proc_grid_size over all dimensions, replicated ones included, is the number of processes.'),
  'DAP-G7': error("proc_grid_rank is the process's coordinate in the process grid, which ranks count through in row-major order."),
  'DAP-G8': error('All processes agree on dist_type, size, proc_grid_size, periodic, block_size and one_to_one of a dimension.'),
  'DAP-G9': error('Processes with the same proc_grid_rank in a dimension have the same dictionary there.'),
  'DAP-G10': error('Between neighbours in a block dimension no global index is left out.'),
  'DAP-G11': error('Neighbours in a block dimension share no global index but by communication padding.'),
  'DAP-G12': error('Communication padding is as wide on one side of a cut as on the other.'),
  'DAP-G13': error('Communication padding is no wider than what the neighbour owns.'),
  'DAP-G14': error('What the processes own of an unstructured dimension adds up to size.'),
  'DAP-G15': error('In a dimension that is one_to_one no global index is on two processes.'),
} as const satisfies Readonly<Record<string, RuleText>>
