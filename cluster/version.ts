import { readFileSync } from 'node:fs'

/** Version of this package, by which client, controller and engines know that they fit together. */
export const packageVersion: string = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
