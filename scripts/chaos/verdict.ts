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
  /** Generations whose create request could not be settled before the run timed out. */
  readonly uncertain: readonly string[];
  /** Other generations that had not ended when the run timed out. */
  readonly stuck: number;
  /** Processes ended by SIGKILL. */
  readonly kills: number;
  readonly redisRestarts: number;
  readonly lostAnswers: number;
  /** How often each hazard of a hostile run struck. */
  readonly hazards: Readonly<Record<string, number>>;
  /**
   * The longest time from a kill to the next request that reached the provider; null if the clocks
   * were wrong.
   */
  readonly longestRecoveryMs: number | null;
}

/**
 * Whether every generation was paid exactly once and nothing else went wrong. While the provider
 * lies, a generation may stay uncertain, paid or not; it is not paid twice.
 */
export function holds(result: ChaosResult): boolean {
  const { accepted, succeeded, paid, failed, doublyPaid, lost, overLimit, stuck } = result;
  const uncertain = result.uncertain.length;
  return (
    paid >= succeeded &&
    paid <= accepted &&
    succeeded + uncertain === accepted &&
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
    ["uncertain", result.uncertain.length],
    ["stuck", result.stuck],
    ["kills", result.kills],
    ["Redis restarts", result.redisRestarts],
    ["lost answers", result.lostAnswers],
    ...Object.entries(result.hazards),
    ...(result.longestRecoveryMs === null
      ? []
      : [["longest recovery", `${(result.longestRecoveryMs / 1000).toFixed(1)} s`]]),
  ];
  const row = (items: readonly (string | number | undefined)[]) => `| ${items.join(" | ")} |`;
  return [
    row(cells.map(([name]) => name)),
    row(cells.map(() => "---:")),
    row(cells.map(([, value]) => value)),
  ].join("\n");
}
