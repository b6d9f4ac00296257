/** What a drill counted. */
export interface DrillResult {
  readonly accepted: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly paid: number;
  readonly doublyPaid: number;
  readonly overLimit: number;
  readonly uncertain: readonly string[];
  readonly stuck: number;
  /** Repeated requests, with the same key, that made another generation. */
  readonly boughtAgain: number;
  /** Repeated requests that were answered with an error. */
  readonly refused: number;
  /** How many generations the producer could not show, after each step and at the end. */
  readonly unread: readonly (readonly [step: string, generations: number])[];
}

/** Whether each generation was paid once, and whether every one could be read all the time. */
export function verdictOf(result: DrillResult) {
  const { accepted, paid, failed, doublyPaid, overLimit, uncertain, stuck, boughtAgain } = result;
  const wrong = failed + doublyPaid + overLimit + uncertain.length + stuck + boughtAgain;
  const isPaidOnce = paid === accepted && wrong === 0;
  const isReadable = result.refused === 0 && result.unread.every(([, count]) => count === 0);
  return { isPaidOnce, isReadable };
}

/** The result as Markdown tables. */
export function tablesOf(result: DrillResult): string {
  const counts = [
    ["accepted", result.accepted],
    ["succeeded, as read at the end", result.succeeded],
    ["failed", result.failed],
    ["paid tasks", result.paid],
    ["paid twice", result.doublyPaid],
    ["over limit", result.overLimit],
    ["uncertain", result.uncertain.length],
    ["stuck", result.stuck],
    ["repeats that bought again", result.boughtAgain],
    ["repeats that were refused", result.refused],
  ];
  const rows = (pairs: readonly (readonly unknown[])[]) =>
    pairs.map((pair) => `| ${pair.join(" | ")} |`);
  return [
    ...rows([["generations", "count"], ["---", "---:"], ...counts]),
    "",
    ...rows([["after", "not readable"], ["---", "---:"], ...result.unread]),
  ].join("\n");
}
