import type { CaseSection, ConformanceCase } from '../case.js'
import { wantedValue } from '../case-memory.js'
import { type Elements, indicesOf, sameElement } from '../elements.js'
import type { CheckName } from '../result.js'
import type { ElementValue } from '../value.js'
import type { CheckReport } from './report.js'

/** Check that every element has the value of its global index. */
export function checkValues(report: CheckReport, section: CaseSection, elements: Elements, check: CheckName = 'values'): boolean {
  const wrong = firstWrong(elements, section, (index) => wantedValue(report.one, section, index))
  if (wrong !== undefined) report.fail(check, wrong)
  else report.pass(check, `${plural(section.shape.reduce((n, extent) => n * extent, 1))} right`)
  return wrong === undefined
}

/**
 * Compare every element with what it should be.
 *
 * @returns What is wrong with the first that differs, and how many differ; undefined when none does.
 */
export function firstWrong(
  elements: Elements,
  { shape, globalIndices }: Pick<CaseSection, 'shape' | 'globalIndices'>,
  wanted: (index: readonly number[]) => ElementValue,
): string | undefined {
  if (!sameShape(elements.shape, shape)) return `Expected the shape [${shape.join(', ')}] but received [${elements.shape.join(', ')}]`
  let first: string | undefined
  let count = 0
  for (const index of indicesOf(shape)) {
    const [value, right] = [elements.get(index), wanted(index)]
    if (sameElement(value, right)) continue
    count++
    const place = index.map((i, d) => globalIndices[d]?.[i])
    first ??= `Expected ${shown(right)} at local index [${index.join(', ')}], global index [${place.join(', ')}], but received ${shown(value)}`
  }
  return first && `${first}${count > 1 ? `; ${count - 1} more differ` : ''}`
}

/** The value of the case at a local index. */
export function wantedBy(one: ConformanceCase, section: CaseSection): (index: readonly number[]) => ElementValue {
  return (index) => wantedValue(one, section, index)
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((extent, d) => extent === b[d])
}

function plural(count: number): string {
  return count === 1 ? '1 value is' : `${count} values are`
}

function shown(value: ElementValue): string {
  return Array.isArray(value) ? `${value[0]}${value[1] < 0 ? '' : '+'}${value[1]}i` : String(value)
}
