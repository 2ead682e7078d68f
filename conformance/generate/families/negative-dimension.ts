import type { ConformanceCase, Json, JsonObject } from '../../case.js'
import { extentOf, refuse, special, validDim, without, wrongValues } from '../refuse.js'

const kinds: Readonly<Record<string, JsonObject>> = {
  block: validDim,
  cyclic: { dist_type: 'c', size: 4, proc_grid_size: 1, proc_grid_rank: 0, start: 0, block_size: 2 },
  unstructured: { dist_type: 'u', size: 4, proc_grid_size: 1, proc_grid_rank: 0, indices: [2, 0, 3, 1] },
}

/** One element per process, for more processes than there are. */
const huge: JsonObject = { dist_type: 'c', size: 2 ** 31, proc_grid_size: 2 ** 31, proc_grid_rank: 0, start: 0 }

const notCounts: Readonly<Record<string, Json>> = {
  absent: special('undefined'),
  negative: -5,
  text: '4',
  fraction: 4.5,
  bool: true,
  nan: special('nan'),
  bigint: special('bigint', { value: '4' }),
  huge: 2 ** 53,
}

/** What every dictionary must have: rules DAP-D. */
export function negativeDimensionCases(): ConformanceCase[] {
  const dimData = (rule: string, name: string, about: string, value: Json): ConformanceCase =>
    refuse({ rule, name, about, changes: [{ path: ['dim_data'], value }] })
  return [
    dimData('DAP-D1', 'text', 'dim_data is a text', 'b'),
    dimData('DAP-D1', 'dictionary', 'dim_data is one dictionary instead of a list', validDim),
    dimData('DAP-D1', 'number', 'a number in the place of a dictionary', [3]),
    dimData('DAP-D1', 'nothing', 'nothing in the place of a dictionary', [null]),
    dimData('DAP-D1', 'list', 'a list in the place of a dictionary', [['b', 4]]),
    dimData('DAP-D2', 'too-many', 'two dictionaries for a 1-d buffer', [validDim, {}]),
    dimData('DAP-D2', 'none', 'no dictionary for a 1-d buffer', []),
    refuse({
      rule: 'DAP-D2',
      name: 'flat-plane',
      about: 'a 1-d buffer with two dictionaries, as in the examples of 0.10.0',
      dims: [[validDim, { dist_type: 'b', size: 1, proc_grid_size: 1, proc_grid_rank: 0, start: 0, stop: 1 }]],
      shapes: [[4]],
    }),
    {
      ...refuse({
        rule: 'DAP-D8',
        name: 'too-many-elements',
        about: 'an array with more elements than an integer counts, one of which is here',
        dims: [[huge, huge]],
        shapes: [[1, 1]],
      }),
      rules: ['DAP-D8', 'DAP-G6'],
    },
    refuse({ rule: 'DAP-D3', name: 'unknown', about: 'a misspelt key', dims: [[{ ...validDim, stopp: 4 }]] }),
    refuse({
      rule: 'DAP-D3',
      name: 'block-size-on-block',
      about: 'block_size on a block dimension',
      dims: [[{ ...validDim, block_size: 4 }]],
    }),
    refuse({
      rule: 'DAP-D3',
      name: 'padding-on-cyclic',
      about: 'padding on a cyclic dimension',
      dims: [[{ ...kinds.cyclic!, padding: [0, 0] }]],
      shapes: [[4]],
    }),
    refuse({
      rule: 'DAP-D3',
      name: 'stop-on-cyclic',
      about: 'stop on a cyclic dimension',
      dims: [[{ ...kinds.cyclic!, stop: 4 }]],
      shapes: [[4]],
    }),
    refuse({
      rule: 'DAP-D3',
      name: 'start-on-unstructured',
      about: 'start on an unstructured dimension',
      dims: [[{ ...kinds.unstructured!, start: 0 }]],
    }),
    refuse({ rule: 'DAP-D4', name: 'absent', about: 'dist_type is left out', dims: [[without(validDim, 'dist_type')]] }),
    ...wrongValues('DAP-D4', 'dist_type', validDim, 4, { word: 'block', capital: 'B', old: 'n', both: 'bc', number: 0, nothing: null }),
    ...Object.entries(kinds).flatMap(([kind, dim]) => perKind(kind, dim)),
  ]
}

function perKind(kind: string, dim: JsonObject): ConformanceCase[] {
  const extent = kind === 'cyclic' ? 4 : extentOf(dim)
  const named = (values: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}-on-${kind}`, value]))
  return [
    ...wrongValues('DAP-D5', 'size', dim, extent, named(notCounts)),
    ...wrongValues(
      'DAP-D6',
      'proc_grid_size',
      dim,
      extent,
      named({ zero: 0, negative: -1, fraction: 1.5, text: '1', absent: special('undefined') }),
    ),
    ...wrongValues('DAP-D7', 'proc_grid_rank', ofSecondProcess(dim), extent, named({ 'too-large': 1 })),
    ...wrongValues(
      'DAP-D7',
      'proc_grid_rank',
      dim,
      extent,
      named({ negative: -1, fraction: 0.5, text: '0', absent: special('undefined') }),
    ),
  ]
}

/** The dictionary with the cyclic start of a process that its grid does not have. */
function ofSecondProcess(dim: JsonObject): JsonObject {
  return dim.dist_type === 'c' ? { ...dim, start: dim.block_size ?? 1 } : dim
}
