import { FramedBlock, type Range } from '../../examples/terrain/framed-block.js'

/** A framed block cut out of a whole grid in one process; beyond the border the nearest cell is repeated. */
export function cutOut(values: ArrayLike<number>, shape: readonly [number, number], rows: Range, columns: Range): FramedBlock {
  const block = new FramedBlock(shape, rows, columns)
  for (let i = 0; i < block.height; i++)
    for (let j = 0; j < block.width; j++) {
      const row = Math.min(Math.max(rows.start + i - 1, 0), shape[0] - 1)
      const column = Math.min(Math.max(columns.start + j - 1, 0), shape[1] - 1)
      block.values[i * block.width + j] = values[row * shape[1] + column] as number
    }
  return block
}
