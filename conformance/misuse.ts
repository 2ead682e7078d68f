import { ArgumentError } from '../protocol/errors.js'

/** What is to be checked cannot be, by a mistake in how it was plugged in: the command ends with code 2, as for a wrong option. */
export class MisuseError extends ArgumentError {}
