/** One subcommand of `distarray`. */
export interface Command {
  name: string
  /** One line for the list of commands. */
  summary: string
  /** The whole help text. */
  help: string
  /**
   * Run it.
   *
   * @param args What follows the subcommand's name.
   * @returns    The exit code of the process.
   */
  run(args: string[]): Promise<number>
}

/** A command line that cannot be carried out as it stands; printed without a stack, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
