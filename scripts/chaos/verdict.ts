/** What a chaos run saw, counted. */
export interface ChaosResult {
  /** Requests that got their 202. */
  readonly accepted: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Tasks that the provider charged. */
  readonly paid: number;
  /** Generations for which it charged more than once. */
  readonly doublyPaid: number;
  /** Accepted, and nobody knows them any more. */
  readonly lost: number;
  /** Times that a lane held more tasks than it may. */
  readonly overLimit: number;
  /** Not ended when the run gave up waiting. */
  readonly stuck: number;
  /** Of processes, by SIGKILL. */
  readonly kills: number;
  readonly redisRestarts: number;
  readonly lostAnswers: number;
  /** The longest time after a kill until the provider heard from a worker again. */
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

/** The table that a run prints, as Markdown. */
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
