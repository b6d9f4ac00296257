import { expect, it } from "vitest";

import { START } from "../../../test/fixtures/generations.ts";
import { closedLaneOf } from "./closed-lane.ts";

const CLOSED = { kind: "unchecked", message: "Redis restarted", since: null } as const;
const ARREARS = { kind: "arrears", message: "no money", since: START } as const;

it("is expected to open at the time that its worker has named, and no alarm until then", () => {
  const until = START + 60_000;
  const holdUps = [ARREARS, { ...CLOSED, nextTry: until }];
  const closed = { why: "Redis restarted", since: START, until };
  expect(closedLaneOf(holdUps, START, START)).toEqual(closed);
  // A worker needs a moment for the look.
  expect(closedLaneOf(holdUps, START, until + 10_000)).toEqual(closed);
  expect(closedLaneOf(holdUps, START, until + 20_000)).toEqual({ ...closed, until: null });
  expect(closedLaneOf([CLOSED], START, START)).toEqual({ ...closed, until: null });
  expect(closedLaneOf([ARREARS], START, START)).toBeNull();
});
