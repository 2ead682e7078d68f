/**
 * Return how many global indices are dealt to one process of a cyclic or block-cyclic dimension.
 *
 * Not collective. The partial last block goes to the process whose turn it is; the reference
 * implementation's formula gives it to rank 0 always, which is wrong for most block sizes.
 *
 * @param size      Global length.
 * @param gridSize  Number of processes, one or more.
 * @param blockSize Indices per block, one or more.
 * @param rank      The process, below `gridSize`.
 */
export function cyclicCount(size: number, gridSize: number, blockSize: number, rank: number): number {
  const fullBlocks = Math.floor(size / blockSize)
  const ownFullBlocks = rank < fullBlocks ? Math.floor((fullBlocks - 1 - rank) / gridSize) + 1 : 0
  const partial = fullBlocks % gridSize === rank ? size % blockSize : 0
  return ownFullBlocks * blockSize + partial
}
