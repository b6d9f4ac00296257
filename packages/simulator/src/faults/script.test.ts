import { expect, test } from "vitest";

import { faultSchema, type Fault, type FaultSubject } from "./fault.ts";
import { createFaultScript, type FaultScript } from "./script.ts";
import { createRequestLog } from "../http/request-log.ts";

const drop: Fault = { on: "create", do: { kind: "drop" } };
const acceptThenDrop: Fault = { on: "create", do: { kind: "accept-then-drop" } };
const create = { on: "create" } as const;

function scriptOf(...faults: readonly Fault[]) {
  const script = createFaultScript({ draw: () => null });
  for (const fault of faults) script.add(fault);
  return script;
}

/** What happens to a request that goes through. */
function meet(script: FaultScript, subject: FaultSubject) {
  const due = script.next(subject);
  due?.use();
  return due?.effect.kind ?? null;
}

test("a fault meets its operation, once", () => {
  const script = scriptOf(drop);
  expect(meet(script, { on: "get" })).toBeNull();
  expect(meet(script, create)).toBe("drop");
  expect(meet(script, create)).toBeNull();
  expect(script.pending()).toEqual([]);
});

test("or as often as it says", () => {
  const script = scriptOf({ ...drop, times: 2 });
  expect([1, 2, 3].map(() => meet(script, create))).toEqual(["drop", "drop", null]);
});

test("faults come in their order, and one that is not used stays", () => {
  const script = scriptOf(acceptThenDrop, drop);
  expect(script.next(create)?.effect.kind).toBe("accept-then-drop");
  expect([1, 2, 3].map(() => meet(script, create))).toEqual(["accept-then-drop", "drop", null]);
});

test("a fault may ask for one task, a part of the body, or a prompt", () => {
  const script = scriptOf(
    { on: "get", match: { taskId: "a" }, do: { kind: "drop" } },
    { on: "create", match: { bodyIncludes: "forest" }, do: { kind: "drop" } },
    { on: "download", match: { prompt: "a girl" }, do: { kind: "drop" } },
  );
  expect(meet(script, { on: "get", taskId: "b" })).toBeNull();
  expect(meet(script, { on: "get", taskId: "a" })).toBe("drop");
  expect(meet(script, { on: "create", bodyText: "a girl" })).toBeNull();
  expect(meet(script, create)).toBeNull();
  expect(meet(script, { on: "create", bodyText: "a forest" })).toBe("drop");
  expect(meet(script, { on: "download", prompt: "a boy" })).toBeNull();
  expect(meet(script, { on: "download", prompt: "a girl" })).toBe("drop");
});

test("a fault waits for a request in which it can be seen", () => {
  const script = scriptOf(
    { on: "get", do: { kind: "omit-result" } },
    { on: "get", do: { kind: "report", status: "PENDING" } },
  );
  expect(meet(script, { on: "get", status: "PENDING" })).toBeNull();
  expect(meet(script, { on: "get", status: "RUNNING" })).toBe("report");
  expect(meet(script, { on: "get", status: "SUCCEEDED" })).toBe("omit-result");
});

test("a cleared script does nothing", () => {
  const script = scriptOf(drop);
  script.clear();
  expect(meet(script, create)).toBeNull();
});

test("what is written goes before what chance has", () => {
  const script = createFaultScript({ draw: () => ({ kind: "omit-result" }) });
  script.add({ on: "get", do: { kind: "drop" } });
  const subject = { on: "get", status: "SUCCEEDED" } as const;
  expect([meet(script, subject), meet(script, subject)]).toEqual(["drop", "omit-result"]);
  expect(meet(script, { on: "get" })).toBeNull();
});

test.each([
  { on: "create", do: { kind: "explode" } },
  { on: "create", do: { kind: "delay" } },
  { on: "create", times: 0, do: { kind: "drop" } },
  { on: "create", do: { kind: "drop", ms: 5 } },
  { on: "get", do: { kind: "stick", as: "PENDING" } },
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
