/*
 * Open MPI's mpiexec surrounds the end of a job with banners on standard error. What they say is mostly said by the
 * failing rank itself, so they are dropped or put in one line; every other text passes unchanged, at once.
 */

/** A banner by its first line, and what to print instead. */
const banners: readonly { start: RegExp; say: (text: string) => string }[] = [
  { start: /^MPI_ABORT was invoked on rank /, say: () => '' },
  { start: /^Primary job\s+terminated normally, but /, say: () => '' },
  { start: /^\S+ detected that one or more processes exited with non-zero status/, say: () => '' },
  {
    start: /^\S+ has exited due to process rank \d+ /,
    say: (text) => text.replace(/^.* process rank (\d+) [\s\S]*$/, '[rank $1] ended by exit() without MPI_Finalize, which ends the job\n'),
  },
  {
    start: /^\S+ noticed that process rank \d+ .*exited on signal/,
    say: (text) =>
      text.replace(/^\S+ noticed that process rank (\d+) .*exited on signal ([^.]+)\.[\s\S]*$/, '[rank $1] ended by signal $2\n'),
  },
]
// Open MPI 4.1 sometimes loses the text of the MPI_ABORT banner and complains about that instead.
const lostBanner = /ORTE_ERROR_LOG: .* in file \S*show_help\.c/
const rule = /^-{70,}\r?\n$/

/** Takes standard error of mpiexec piece by piece and gives back what to show. */
export class BannerFilter {
  private _line = '' // an unfinished line that may yet be a rule
  private _rule = '' // a rule that may open a banner
  private _banner: { text: string; say: (text: string) => string } | undefined

  /**
   * Return the part of `text`, and of what was held back before, that can be shown now.
   *
   * @param text The next piece; bytes as latin1 characters, so that any encoding passes.
   */
  push(text: string): string {
    let out = ''
    for (const piece of text.split(/(?<=\n)/)) {
      this._line += piece
      if (this._line.endsWith('\n') || !this.mayMatter(this._line)) {
        out += this.take(this._line)
        this._line = ''
      }
    }
    return out
  }

  /** Return what is still held back, at the end of the stream. */
  end(): string {
    const out = this._rule + (this._banner?.say(this._banner.text) ?? '') + this._line
    this._line = this._rule = ''
    this._banner = undefined
    return out
  }

  /** Whether an unfinished line must be held back: one that may become a rule, or that follows one. */
  private mayMatter(line: string): boolean {
    return this._banner !== undefined || this._rule !== '' || /^-+\r?$/.test(line) || /^\[[^\]]*:\d+\]/.test(line)
  }

  private take(line: string): string {
    if (this._banner !== undefined) {
      if (!rule.test(line)) {
        this._banner.text += line
        return ''
      }
      const out = this._banner.say(this._banner.text)
      this._banner = undefined
      return out
    }
    const opened = this._rule
    this._rule = ''
    const known = opened === '' ? undefined : banners.find(({ start }) => start.test(line))
    if (known !== undefined) {
      this._banner = { text: line, say: known.say }
      return ''
    }
    if (rule.test(line)) {
      this._rule = line
      return opened
    }
    return opened + (lostBanner.test(line) ? '' : line)
  }
}
