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
  /** How Redis failed. */
  readonly redis: string;
  readonly redisRestarts: number;
  /** What its failures did. */
  readonly redisCounts: Readonly<Record<string, number>>;
  readonly lostAnswers: number;
  /** How often each hazard of a hostile run struck. */
  readonly hazards: Readonly<Record<string, number>>;
  /**
   * The longest time from a kill to the next request that reached the provider; null if the clocks
   * were wrong.
   */
  readonly longestRecoveryMs: number | null;
}

export interface Verdict {
  readonly passed: boolean;
  readonly message: string;
}

/** Passed unless a guarantee was violated. */
export function verdictOf(result: ChaosResult): Verdict {
  const { uncertain } = result;
  if (!holds(result))
    return { passed: false, message: "a guarantee was violated: see the table below" };
  return {
    passed: true,
    message:
      uncertain.length === 0
        ? "every generation was paid exactly once"
        : `no generation was paid twice; the provider left these uncertain: ${uncertain.join(", ")}`,
  };
}

/** The verdict on a run without durability: it proves that a loss would be noticed. */
export function verdictOfControl({ lost, doublyPaid }: ChaosResult): Verdict {
  return lost + doublyPaid > 0
    ? { passed: true, message: "the run noticed what Redis lost without durability" }
    : {
        passed: false,
        message:
          "nothing was lost without durability, which proves nothing: repeat with another --seed",
      };
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
    ["Redis", result.redis],
    ["accepted", result.accepted],
    ["succeeded", result.succeeded],
    ["failed", result.failed],
    ["paid tasks", result.paid],
    ["paid twice", result.doublyPaid],
    ["lost", result.lost],
    ["over limit", result.overLimit],
    ["uncertain", result.uncertain.length],
    ["stuck", result.stuck],
    ["kills", result.kills],
    ["Redis restarts", result.redisRestarts],
    ...Object.entries(result.redisCounts),
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
