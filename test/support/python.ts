import { spawnSync } from 'node:child_process'

/**
 * A Python that has all these packages, or undefined: tests that need one then say that they are skipped.
 *
 * The first of `python3` and the system's own, which is where Debian's packages are.
 */
export function findPython(...packages: string[]): string | undefined {
  return pythonWith(['python3', '/usr/bin/python3'], ...packages)
}

/** The first of these Pythons that has all these packages. */
export function pythonWith(candidates: readonly string[], ...packages: string[]): string | undefined {
  const program = `import ${packages.join(', ')}`
  return candidates.find((python) => spawnSync(python, ['-c', program], { stdio: 'ignore' }).status === 0)
}
