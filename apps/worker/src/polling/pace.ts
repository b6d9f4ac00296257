import type { FindModel, Polling } from "@dashqueue/dashscope";
import type { Delays } from "@dashqueue/queue/internal";

/** Where nothing better is known. DashScope's documentation recommends it. */
const USUAL: Polling = { firstDelayMs: 15_000, intervalMs: 15_000 };

/** When tasks are worth asking about: at their model's own pace, within these bounds. */
export function pollPace(
  findModel: FindModel,
  { minMs, maxMs }: { readonly minMs: number; readonly maxMs: number },
): Delays["pollMs"] {
  const within = (delayMs: number) => Math.min(Math.max(delayMs, minMs), maxMs);
  return ({ request: { model }, task: { submittedAt } }, now) => {
    const { firstDelayMs, intervalMs } = findModel(model)?.polling ?? USUAL;
    const earlyMs = submittedAt + within(firstDelayMs) - now;
    return earlyMs > 0 ? earlyMs : within(intervalMs);
  };
}
