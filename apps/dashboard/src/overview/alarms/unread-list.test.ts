import { expect, it } from "vitest";

import { START } from "../../../test/fixtures/generations.ts";
import { COUNTS, WAITING } from "../../../test/fixtures/overview.ts";
import type { Overview } from "../read-overview.ts";
import { neededLists } from "./unread-list.ts";

const LIST = {
  account: "paris",
  kind: "provider_error",
  message: "an internal error",
  since: START,
  at: START + 60_000,
} as const;
const CLOSED = { ...WAITING, closed: { why: "not compared yet", since: START, until: null } };

it.each<[string, Partial<Pick<Overview, "counts" | "models">>, number, boolean]>([
  ["nothing waits", {}, 60_000, false],
  ["a generation is uncertain", { counts: { ...COUNTS, uncertain: 1 } }, 600_000, true],
  ["a lane has to be compared", { models: [CLOSED] }, 600_000, true],
  ["a closed lane has nothing to submit", { models: [{ ...CLOSED, waiting: 0 }] }, 60_000, false],
  ["a submission looks at it again", { counts: { ...COUNTS, queued: 1 } }, 100_000, true],
  ["no submission has looked for long", { counts: { ...COUNTS, queued: 1 } }, 200_000, false],
])("an unread list needs attention only while something waits for it: %s", (_, given, ms, is) => {
  const overview = { counts: COUNTS, models: [], ...given };
  expect(neededLists([LIST], overview, START + ms)).toEqual(is ? [LIST] : []);
});
