import { corners } from './corners.js'
import { createFromFunction, createFromSection, createFull } from './create.js'
import { getElement, setElement } from './element.js'
import { fill } from './fill.js'
import { gather } from './gather.js'
import type { RankFunction } from './rank-function.js'
import { deleteVariables, execute, listNames, pull, push } from './variables.js'

/** The rank-level functions of this library by the names that calls use. */
export const rankFunctions: ReadonlyMap<string, RankFunction> = new Map<string, RankFunction>([
  ['create.full', createFull],
  ['create.fromFunction', createFromFunction],
  ['create.fromSection', createFromSection],
  ['element.get', getElement],
  ['element.set', setElement],
  ['fill', fill],
  ['gather', gather],
  ['corners', corners],
  ['describe', (frame, first) => frame.describe(first)],
  ['session.push', push],
  ['session.pull', pull],
  ['session.execute', execute],
  ['session.delete', deleteVariables],
  ['session.names', listNames],
])
