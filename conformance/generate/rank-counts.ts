/** Numbers of processes that cases exist for. */
export const rankCounts: readonly number[] = [1, 2, 3, 4, 5, 6, 7]
