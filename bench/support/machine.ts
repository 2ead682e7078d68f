import { availableParallelism, cpus, loadavg } from 'node:os'

/** One line about where the figures come from; a load above the ranks in use makes them doubtful, and it says so. */
export function machineLine(ranks: number): string {
  const load = loadavg()[0]!
  const doubt = load > 0.3 ? `; load ${load.toFixed(2)}: other work shares the machine, only ratios count` : ''
  return `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}, ${ranks} ranks${doubt}`
}
