import { compute } from './compute.js'
import { concat } from './concat.js'
import { copyArray } from './copy.js'
import { corners } from './corners.js'
import { createFromFunction, createFromSection, createFull } from './create.js'
import { getElement, setElement } from './element.js'
import { fill } from './fill.js'
import { gather } from './gather.js'
import { pick } from './pick.js'
import { randomFunctions } from './random.js'
import type { RankFunction } from './rank-function.js'
import { redistributeArray } from './redistribute.js'
import { type ScanArguments, scanArray } from './scan.js'
import { shifted } from './shifted.js'
import { turn } from './turn.js'
import { deleteVariables, execute, listNames, pull, push } from './variables.js'

/** The rank-level functions of this library by the names that calls use. */
export const rankFunctions: ReadonlyMap<string, RankFunction> = new Map<string, RankFunction>([
  ['create.full', createFull],
  ['create.fromFunction', createFromFunction],
  ['create.fromSection', createFromSection],
  ['concat', (frame, ...args) => concat(frame, ...(args as [unknown, number, ...unknown[]]))],
  ['copy', copyArray],
  ['compute', compute as RankFunction],
  ['element.get', getElement],
  ['element.set', setElement],
  ['fill', fill],
  ['gather', gather],
  ['move.redistribute', redistributeArray],
  ['move.shifted', shifted],
  ['scan', (frame, ...args) => scanArray(frame, ...(args as unknown as ScanArguments))],
  ['pick', (frame, ...args) => pick(frame, ...(args as [unknown, unknown, number, readonly number[]]))],
  ['turn', (frame, ...args) => turn(frame, ...(args as [unknown, unknown, readonly number[]]))],
  ['corners', corners],
  ['describe', (frame, first) => frame.describe(first)],
  ...randomFunctions,
  ['session.push', push],
  ['session.pull', pull],
  ['session.execute', execute],
  ['session.delete', deleteVariables],
  ['session.names', listNames],
])
