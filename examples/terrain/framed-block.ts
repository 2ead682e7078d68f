/** Half-open range of global indices in one dimension. */
export interface Range {
  readonly start: number
  readonly stop: number
}

/**
 * A block of cells of a larger grid with a frame of one ghost cell around it, so that a five-point stencil and its
 * diagonal neighbours can be evaluated in every own cell.
 */
export class FramedBlock {
  /** Frame included, row-major, shape [own rows + 2, own columns + 2]. */
  readonly values: Float64Array
  /** Cells in a row of `values`. */
  readonly width: number
  /** Rows of `values`. */
  readonly height: number

  /**
   * @param shape   The whole grid, `[rows, columns]`.
   * @param rows    Own rows.
   * @param columns Own columns.
   */
  constructor(
    readonly shape: readonly [number, number],
    readonly rows: Range,
    readonly columns: Range,
  ) {
    this.height = rows.stop - rows.start + 2
    this.width = columns.stop - columns.start + 2
    this.values = new Float64Array(this.height * this.width)
  }

  /** Own cells in the block. */
  get size(): number {
    return (this.height - 2) * (this.width - 2)
  }

  /** Value of a cell by global index; own cells and the frame around them, corners included. */
  at(row: number, column: number): number {
    return this.values[(row - this.rows.start + 1) * this.width + column - this.columns.start + 1] as number
  }

  /** Copy own cells in; `own` is row-major, shape [own rows, own columns]. */
  setOwn(own: Float64Array): void {
    const count = this.width - 2
    for (let i = 0; i < this.height - 2; i++) this.values.set(own.subarray(i * count, (i + 1) * count), (i + 1) * this.width + 1)
  }

  /** Copy of one column of own rows, by position in `values`; shape [own rows]. */
  column(position: number): Float64Array {
    return Float64Array.from({ length: this.height - 2 }, (_, i) => this.values[(i + 1) * this.width + position] as number)
  }

  /** Fill one column of own rows, by position in `values`. */
  setColumn(position: number, cells: Float64Array): void {
    for (let i = 0; i < this.height - 2; i++) this.values[(i + 1) * this.width + position] = cells[i] as number
  }

  /** One whole row of `values`, frame included; a view, not a copy. */
  row(position: number): Float64Array {
    return this.values.subarray(position * this.width, (position + 1) * this.width)
  }
}
