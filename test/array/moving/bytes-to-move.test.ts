// Counting what a move would send, for arrays too large to look at every element.
import t from 'tap'
import { bytesToMove } from '../../../array/moving/bytes-to-move.js'
import { needOf, needOfOperand } from '../../../array/moving/need.js'
import { Distribution, SelectionError, UnsupportedError } from '../../../protocol/index.js'

const n = 2 ** 40
const blocks = Distribution.from([n], { ranks: 4 })
const dealt = (blockSize: number) => Distribution.from([n], { ranks: 4, dist: 'c', blockSizes: { 0: blockSize } })

t.test('of huge arrays, at once', async (t) => {
  t.equal(bytesToMove(blocks, needOf(blocks), 8), 0, 'nothing, to where it is')
  t.equal(bytesToMove(blocks, needOf(dealt(1)), 8), 6 * n, 'three quarters, from blocks to single indices')
  t.equal(bytesToMove(dealt(1), needOf(blocks), 8), 6 * n, 'and back')
  t.equal(bytesToMove(blocks, needOf(dealt(2)), 8), 6 * n, 'to pairs')
  t.equal(bytesToMove(dealt(2), needOf(blocks), 8), 6 * n, 'from pairs')
  t.equal(bytesToMove(dealt(1), needOf(dealt(2)), 8), (n / 8) * 8 * countMoved(1, 2, 8), 'from single indices to pairs')
  t.equal(bytesToMove(dealt(2), needOf(dealt(1)), 8), (n / 8) * 8 * countMoved(2, 1, 8), 'from pairs to single indices')
  t.equal(bytesToMove(blocks, ['all'], 8), 3 * n * 8, 'three copies of everything')
})

t.test('of operands and padding', async (t) => {
  const result = Distribution.from([100, 100], { ranks: 4, grid: [2, 2] })
  const row = Distribution.from([100], { ranks: 4 })
  t.equal(bytesToMove(row, needOfOperand(result, [100]), 8), (25 + 50 + 50 + 25) * 8, 'ranks 1 and 2 have nothing of their half row')
  const padded = Distribution.from([100, 10], { ranks: 4, padding: { 0: 2 }, grid: [4, 1] })
  t.equal(bytesToMove(padded, needOf(padded), 4), 3 * 2 * 2 * 10 * 4, 'ghosts on both sides of three cuts')
  t.equal(bytesToMove(padded, needOf(padded, { ghosts: false }), 4), 0, 'not asked for, they are not moved')
})

t.test('what cannot be counted', async (t) => {
  t.throws(() => bytesToMove(blocks, [{ mine: [1] }], 8), UnsupportedError)
  t.throws(() => bytesToMove(blocks, [{ lists: [[n], [], [], []] }], 8), SelectionError)
})

/** Of the first `period` indices, those that two ways of dealing to four ranks give to different ones. */
function countMoved(a: number, b: number, period: number): number {
  return Array.from({ length: period }, (_, i) => i).filter((i) => Math.floor(i / a) % 4 !== Math.floor(i / b) % 4).length
}
