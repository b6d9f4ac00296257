import { expect, it } from "vitest";

import { readTraceparent, traceFieldsOf, traceparentOf } from "./traceparent.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const REST = `${TRACE}-00f067aa0ba902b7-01`;

it("reads a traceparent as version 00, even one of a later version", () => {
  expect(readTraceparent(`00-${REST}`)).toBe(`00-${REST}`);
  expect(readTraceparent(`cc-${REST}-what-the-future-brings`)).toBe(`00-${REST}`);
});

it.each([
  undefined,
  ["00-a", "00-b"],
  "",
  `ff-${REST}`,
  `00-${REST}0`,
  `00-${REST.toUpperCase()}`,
  `00-${"0".repeat(32)}-00f067aa0ba902b7-01`,
  `00-${TRACE}-${"0".repeat(16)}-01`,
])("ignores %j, as if there were none", (value) => {
  expect(readTraceparent(value)).toBeUndefined();
});

it("names the trace of a generation by its id if it was submitted in none", () => {
  const id = "gen_01KAQ3XW8J5T6V9E2YB7N4M1RC";
  const derived = "00-019aae3ef1122e8db4b85e59ea4a070c-b4b85e59ea4a070c-01";
  expect(traceparentOf({ id })).toBe(derived);
  expect(readTraceparent(derived)).toBe(derived);
  expect(traceparentOf({ id, traceparent: `00-${REST}` })).toBe(`00-${REST}`);
  expect(traceparentOf({ id: "gen_01" })).toBeUndefined();
});

it("names in log lines the trace that was given, and the derived one if spans are sent", () => {
  const id = "gen_01KAQ3XW8J5T6V9E2YB7N4M1RC";
  expect(traceFieldsOf({ id, traceparent: `00-${REST}` }, false)).toEqual({ trace_id: TRACE });
  expect(traceFieldsOf({ id }, true)).toEqual({ trace_id: expect.stringMatching(/^[\da-f]{32}$/) });
  expect(traceFieldsOf({ id }, false)).toEqual({});
});
