import type { Quote } from "@dashqueue/client";

/** What a submission would cost, and how long it would wait. */
export function quoteText({ model, estimate, ignored, refused, waiting, queue }: Quote): string {
  const cost = estimate === null ? "unknown" : `at most ${estimate.amount} ${estimate.currency}`;
  const { position, eta_seconds: eta } = queue;
  const wait =
    eta === null
      ? "unknown"
      : `about ${Math.round(eta.p50)} s, rarely over ${Math.round(eta.p90)} s`;
  return [
    `model    ${model}`,
    `cost     ${cost}`,
    `place    ${position}`,
    `wait     ${wait}`,
    ...(ignored.length === 0 ? [] : [`ignored  ${ignored.join(", ")}`]),
    ...(waiting === null
      ? []
      : [`waits    ${waiting.message ?? waiting.reason}. ${waiting.advice}`]),
    ...(refused === null ? [] : [`refused  ${refused.reason}`]),
  ].join("\n");
}
