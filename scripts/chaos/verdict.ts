/** The counts of a chaos run. */
export interface ChaosResult {
  /** Requests acknowledged with 202. */
  readonly accepted: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Tasks that the provider charged. */
  readonly paid: number;
  /** Generations charged more than once. */
  readonly doublyPaid: number;
  /** Accepted generations that the producer no longer knows. */
  readonly lost: number;
  /** Lanes that exceeded their concurrency limit. */
  readonly overLimit: number;
  /** Generations that had not ended when the run timed out. */
  readonly stuck: number;
  /** Processes ended by SIGKILL. */
  readonly kills: number;
  readonly redisRestarts: number;
  readonly lostAnswers: number;
  /** The longest time from a kill to the next request that reached the provider. */
  readonly longestRecoveryMs: number;
}

/** Whether every generation was paid exactly once and nothing else went wrong. */
export function holds(result: ChaosResult): boolean {
  const { accepted, succeeded, paid, failed, doublyPaid, lost, overLimit, stuck } = result;
  return (
    paid === accepted &&
    succeeded === accepted &&
    failed + doublyPaid + lost + overLimit + stuck === 0
  );
}

/** The result as a Markdown table. */
export function tableOf(result: ChaosResult): string {
  const cells = [
    ["accepted", result.accepted],
    ["succeeded", result.succeeded],
    ["failed", result.failed],
    ["paid creates", result.paid],
    ["doubly paid", result.doublyPaid],
    ["lost", result.lost],
    ["over limit", result.overLimit],
    ["stuck", result.stuck],
    ["kills", result.kills],
    ["Redis restarts", result.redisRestarts],
    ["lost answers", result.lostAnswers],
    ["longest recovery", `${(result.longestRecoveryMs / 1000).toFixed(1)} s`],
  ];
  const row = (items: readonly (string | number | undefined)[]) => `| ${items.join(" | ")} |`;
  return [
    row(cells.map(([name]) => name)),
    row(cells.map(() => "---:")),
    row(cells.map(([, value]) => value)),
  ].join("\n");
}
