import type { ConformanceCase, Json, JsonObject } from '../../case.js'
import { block, cyclic, evenCounts, shuffled, unstructured } from '../line.js'
import { type CaseChoices, makeCase } from '../make-case.js'
import { refuse, special } from '../refuse.js'

/** The key `__extension__`, which is not part of 0.10: an implementation that does not know it refuses the unknown key. */
export function extensionCases(): ConformanceCase[] {
  return [...accepted(), ...refused()]
}

function accepted(): ConformanceCase[] {
  const of = (name: string, about: string, extension: JsonObject, more: Partial<CaseChoices> = {}): ConformanceCase =>
    makeCase({
      name: `extension/${name}`,
      about,
      lines: [block(evenCounts(5, 2))],
      extension,
      required: false,
      ...more,
      features: ['extension', ...(more.features ?? [])],
    })
  const dealt = [cyclic(7, 2, 2)]
  return [
    of('empty', 'an extension without entries', {}),
    of('dtype', 'the dtype by name', { dtype: 'float64' }, { rules: ['DAP-X3'] }),
    of('cpu', "the memory is the CPU's", { device: { type: 1, id: 0 } }, { rules: ['DAP-X4', 'DAP-X5'] }),
    of('readonly', 'memory that must not be written, said here only', { readonly: true }, { rules: ['DAP-X6'], features: ['readonly'] }),
    of('keep-alive', 'something to hold as long as the memory is used', { keep_alive: special('object') }),
    of('comm', 'a communicator handle', { comm: 1140850688 }),
    replicated(2, of('copies-4', 'every section on two processes', {}, { lines: dealt, features: ['replicated'] })),
    replicated(
      3,
      of('copies-6', 'every section on three processes', {}, { lines: [unstructured(shuffled(5, 2), true)], features: ['replicated'] }),
    ),
    replicated(2, of('alone-2', 'an array on one process, and a copy of it', {}, { lines: [block([3])], features: ['replicated'] })),
    replicated(
      2,
      of('partial-2', 'two processes with partial sums', { partial: 'sum' }, { lines: [block([4])], features: ['replicated', 'partial'] }),
    ),
  ]
}

/** The array on `replicas` times as many processes, the replicas counting fastest. */
function replicated(replicas: number, one: ConformanceCase): ConformanceCase {
  const sections = one.sections.flatMap((section) =>
    Array.from({ length: replicas }, (_, r) => ({
      ...section,
      extension: { ...section.extension, replicated: [{ proc_grid_size: replicas, proc_grid_rank: r }] },
    })),
  )
  return { ...one, rules: ['DAP-X7', 'DAP-G6', 'DAP-G7'], ranks: sections.length, sections }
}

function refused(): ConformanceCase[] {
  const wrong = (
    rule: string,
    name: string,
    about: string,
    extension: JsonObject,
    dtype: 'float64' | 'complex128' = 'float64',
  ): ConformanceCase => ({
    ...refuse({ rule, name, about, extension, dtype, required: false, features: ['extension'] }),
    rules: [rule, 'DAP-E3'],
  })
  const whole = (name: string, value: Json): ConformanceCase => ({
    ...refuse({
      rule: 'DAP-X1',
      name,
      about: `__extension__ is ${name.replaceAll('-', ' ')}`,
      changes: [{ path: ['__extension__'], value }],
      required: false,
      features: ['extension'],
    }),
    rules: ['DAP-X1', 'DAP-E3'],
  })
  const place = { proc_grid_size: 1, proc_grid_rank: 0 }
  return [
    whole('nothing', null),
    whole('a-list', []),
    wrong('DAP-X2', 'unknown', 'an entry that nobody knows', { order: 'F' }),
    wrong('DAP-X3', 'other', "a dtype that is not the buffer's", { dtype: 'int64' }),
    wrong('DAP-X3', 'unknown', 'a dtype that does not exist', { dtype: 'float16' }),
    wrong('DAP-X4', 'number', 'the device is a number', { device: 1 }),
    wrong('DAP-X4', 'no-id', 'the device has no id', { device: { type: 1 } }),
    wrong('DAP-X5', 'cuda', 'the memory of a graphics card', { device: { type: 2, id: 0 } }),
    wrong('DAP-X6', 'number', 'readonly is 1', { readonly: 1 }),
    wrong('DAP-X7', 'dictionary', 'replicated is no list', { replicated: place }),
    wrong('DAP-X7', 'rank', 'a coordinate past the end of a replicated dimension', { replicated: [{ ...place, proc_grid_rank: 1 }] }),
    wrong('DAP-X8', 'unknown', 'partial results that are combined by no known operation', { partial: 'mean', replicated: [place] }),
    wrong('DAP-X9', 'alone', 'partial results without replicated dimensions', { partial: 'sum' }),
    wrong('DAP-X9', 'complex', 'the largest of complex numbers', { partial: 'max', replicated: [place] }, 'complex128'),
  ]
}
