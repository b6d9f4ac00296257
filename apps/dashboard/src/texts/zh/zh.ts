import { ACTIONS } from "./actions.ts";
import { ADMIN, BOARD } from "./admin.ts";
import { COSTS } from "./costs.ts";
import { FRAME } from "./frame.ts";
import { GENERATION } from "./generation.ts";
import { BULK, LIST } from "./list.ts";
import { OVERVIEW } from "./overview.ts";
import { PLAYGROUND } from "./playground.ts";
import { RESULTS } from "./results.ts";

/** The Chinese texts by their English ones. */
export const ZH = {
  ...FRAME,
  ...OVERVIEW,
  ...LIST,
  ...GENERATION,
  ...RESULTS,
  ...ACTIONS,
  ...BULK,
  ...PLAYGROUND,
  ...ADMIN,
  ...COSTS,
  ...BOARD,
};
