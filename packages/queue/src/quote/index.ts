export type { LaneState } from "./expect-wait.ts";
export { lineEta } from "./expect-wait.ts";
export { readHoldUps } from "./hold-ups.ts";
export { readIdleStages } from "./idle-stages.ts";
export { createNextTries } from "./next-tries.ts";
export type { NextTries, NextTry } from "./next-tries.ts";
export { readLanes } from "./line-state.ts";
export { quoteSchema, refusedSchema } from "./quote-schema.ts";
