import { expect, test } from "vitest";

import { faultSchema, type Fault } from "./fault.ts";
import { createFaultScript } from "./fault-script.ts";
import { createRequestLog } from "./request-log.ts";

const drop: Fault = { on: "create", do: { kind: "drop" } };
const acceptThenDrop: Fault = { on: "create", do: { kind: "accept-then-drop" } };
const create = { on: "create" } as const;

function scriptOf(...faults: readonly Fault[]) {
  const script = createFaultScript();
  for (const fault of faults) script.add(fault);
  return script;
}

test("a fault meets its operation, once", () => {
  const script = scriptOf(drop);
  expect(script.takeEarly({ on: "get" })).toBeNull();
  expect(script.takeEarly(create)).toEqual({ kind: "drop" });
  expect(script.takeEarly(create)).toBeNull();
  expect(script.pending()).toEqual([]);
});

test("or as often as it says", () => {
  const script = scriptOf({ ...drop, times: 2 });
  expect([1, 2, 3].map(() => script.takeEarly(create)?.kind)).toEqual(["drop", "drop", undefined]);
});

test("faults come in their order", () => {
  const script = scriptOf(acceptThenDrop, drop);
  expect(script.takeEarly(create)).toBeNull();
  expect(script.takeLate(create)).toEqual({ kind: "accept-then-drop" });
  expect(script.takeLate(create)).toBeNull();
  expect(script.takeEarly(create)).toEqual({ kind: "drop" });
  expect(script.takeLate(create)).toBeNull();
});

test("a fault may ask for one task, or a part of the body", () => {
  const script = scriptOf(
    { on: "get", match: { taskId: "a" }, do: { kind: "drop" } },
    { on: "create", match: { bodyIncludes: "forest" }, do: { kind: "drop" } },
  );
  expect(script.takeEarly({ on: "get", taskId: "b" })).toBeNull();
  expect(script.takeEarly({ on: "get", taskId: "a" })).not.toBeNull();
  expect(script.takeEarly({ on: "create", bodyText: "a girl" })).toBeNull();
  expect(script.takeEarly(create)).toBeNull();
  expect(script.takeEarly({ on: "create", bodyText: "a forest" })).not.toBeNull();
});

test("a cleared script does nothing", () => {
  const script = scriptOf(drop);
  script.clear();
  expect(script.takeEarly(create)).toBeNull();
});

test.each([
  { on: "create", do: { kind: "explode" } },
  { on: "create", do: { kind: "delay" } },
  { on: "create", times: 0, do: { kind: "drop" } },
  { on: "create", do: { kind: "drop", ms: 5 } },
])("%j is no fault", (fault) => expect(faultSchema.safeParse(fault).success).toBe(false));

test("the request log shows a request from its arrival, and keeps the latest", () => {
  const log = createRequestLog();
  const request = {
    at: 0,
    requestId: "",
    operation: "get",
    method: "GET",
    path: "/",
    account: null,
    taskId: null,
    status: null,
    code: null,
  } as const;
  const note = log.open(request);
  expect(log.all()).toEqual([request]);
  note({ status: 200 });
  expect(log.all()).toEqual([{ ...request, status: 200 }]);
  for (let count = 0; count < 100_000; count += 1) log.open(request);
  expect(log.all()).toHaveLength(100_000);
  expect(log.all()[0]).toEqual(request);
  log.clear();
  expect(log.all()).toEqual([]);
});
