import type { FindModel, Polling } from "@dashqueue/dashscope";
import type { Delays } from "@dashqueue/queue/internal";

/** For models without a known duration; recommended by DashScope's documentation. */
const DEFAULT_POLLING: Polling = { firstDelayMs: 15_000, intervalMs: 15_000 };

/** Polls each task at the pace of its model, within these bounds. */
export function pollPace(
  findModel: FindModel,
  { minMs, maxMs }: { readonly minMs: number; readonly maxMs: number },
): Delays["pollMs"] {
  const clamp = (delayMs: number) => Math.min(Math.max(delayMs, minMs), maxMs);
  return ({ request: { model }, task: { submittedAt } }, now) => {
    const { firstDelayMs, intervalMs } = findModel(model)?.polling ?? DEFAULT_POLLING;
    const untilFirstMs = submittedAt + clamp(firstDelayMs) - now;
    return untilFirstMs > 0 ? untilFirstMs : clamp(intervalMs);
  };
}
