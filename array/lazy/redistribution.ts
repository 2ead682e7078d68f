import { DistributionError } from '../../protocol/errors.js'
import type { Client } from '../client.js'
import { shapeText } from '../expression/broadcast.js'
import { placeOperand } from '../expression/place.js'
import { bytesToBring } from '../moving/need-among.js'
import type { Placement } from '../placement.js'
import type { StoredArray } from '../stored-array.js'
import { engineList } from '../targets.js'

/** What happens where operands of an expression have to move: they do, with a warning or without, or the expression is refused. */
export type Redistribution = 'allow' | 'warn' | 'refuse'

/** What can be asked for. */
export const redistributions: readonly Redistribution[] = ['allow', 'warn', 'refuse']

/**
 * Warn or refuse where arrays have to move to where a result is, if the context is to.
 *
 * Not collective.
 *
 * @throws {DistributionError} They have to, and the context refuses it.
 */
export function checkMoves(client: Client, sources: readonly StoredArray[], over: Placement): void {
  if (client.redistribution === 'allow') return
  const moving = sources.flatMap((source) => {
    return placeOperand(source, over).action === 'move' ? [{ source, bytes: bytesToBring(source, over) }] : []
  })
  if (moving.length === 0) return
  const arrays = moving.map(({ source, bytes }) => `${source.dtype} ${shapeText(source.shape)}, ${placeText(source)}: ${bytes} bytes`)
  const message = `Expected operands that are where the result is (${placeText(over)}) but these have to move: ${arrays.join('; ')}`
  if (client.redistribution === 'refuse')
    throw new DistributionError(`${message}; distribute the arrays alike, or set redistribution of the context to 'allow'`)
  client.warn(message)
}

function placeText({ distribution, targets }: Placement): string {
  return `dist '${distribution.dist}', grid ${shapeText(distribution.gridShape)}, ${engineList(targets)}`
}
