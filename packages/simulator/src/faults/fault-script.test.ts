import { expect, test } from "vitest";

import type { Fault } from "./fault.ts";
import { faultSchema } from "./fault.ts";
import type { FaultSubject } from "./fault-match.ts";
import type { FaultScript } from "./fault-script.ts";
import { createFaultScript } from "./fault-script.ts";

const drop: Fault = { on: "create", do: { kind: "drop" } };
const acceptThenDrop: Fault = { on: "create", do: { kind: "accept-then-drop" } };
const create = { on: "create" } as const;

function scriptOf(...faults: readonly Fault[]) {
  const script = createFaultScript({ draw: () => null });
  for (const fault of faults) script.add(fault);
  return script;
}

/** The effect on a request that succeeds. */
function affect(script: FaultScript, subject: FaultSubject) {
  const due = script.next(subject);
  due?.use();
  return due?.effect.kind ?? null;
}

test("a fault affects its operation once", () => {
  const script = scriptOf(drop);
  expect(affect(script, { on: "get" })).toBeNull();
  expect(affect(script, create)).toBe("drop");
  expect(affect(script, create)).toBeNull();
  expect(script.pending()).toEqual([]);
});

test("a fault affects as many requests as `times` says", () => {
  const script = scriptOf({ ...drop, times: 2 });
  expect([1, 2, 3].map(() => affect(script, create))).toEqual(["drop", "drop", null]);
});

test("faults apply in their order, and an unused fault remains", () => {
  const script = scriptOf(acceptThenDrop, drop);
  expect(script.next(create)?.effect.kind).toBe("accept-then-drop");
  expect([1, 2, 3].map(() => affect(script, create))).toEqual(["accept-then-drop", "drop", null]);
});

test("a fault can match one task, a part of the body, or a prompt", () => {
  const script = scriptOf(
    { on: "get", match: { taskId: "a" }, do: { kind: "drop" } },
    { on: "create", match: { bodyIncludes: "forest" }, do: { kind: "drop" } },
    { on: "download", match: { prompt: "a girl" }, do: { kind: "drop" } },
  );
  expect(affect(script, { on: "get", taskId: "b" })).toBeNull();
  expect(affect(script, { on: "get", taskId: "a" })).toBe("drop");
  expect(affect(script, { on: "create", bodyText: "a girl" })).toBeNull();
  expect(affect(script, create)).toBeNull();
  expect(affect(script, { on: "create", bodyText: "a forest" })).toBe("drop");
  expect(affect(script, { on: "download", prompt: "a boy" })).toBeNull();
  expect(affect(script, { on: "download", prompt: "a girl" })).toBe("drop");
});

test("a fault waits for a request that makes it visible", () => {
  const script = scriptOf(
    { on: "get", do: { kind: "omit-result" } },
    { on: "get", do: { kind: "report", status: "PENDING" } },
  );
  expect(affect(script, { on: "get", status: "PENDING" })).toBeNull();
  expect(affect(script, { on: "get", status: "RUNNING" })).toBe("report");
  expect(affect(script, { on: "get", status: "SUCCEEDED" })).toBe("omit-result");
});

test("a cleared script has no faults", () => {
  const script = scriptOf(drop);
  script.clear();
  expect(affect(script, create)).toBeNull();
});

test("scripted faults take precedence over random ones", () => {
  const script = createFaultScript({ draw: () => ({ kind: "omit-result" }) });
  script.add({ on: "get", do: { kind: "drop" } });
  const subject = { on: "get", status: "SUCCEEDED" } as const;
  expect([affect(script, subject), affect(script, subject)]).toEqual(["drop", "omit-result"]);
  expect(affect(script, { on: "get" })).toBeNull();
});

test.each([
  { on: "create", do: { kind: "explode" } },
  { on: "create", do: { kind: "delay" } },
  { on: "create", times: 0, do: { kind: "drop" } },
  { on: "create", do: { kind: "drop", ms: 5 } },
  { on: "get", do: { kind: "stick", as: "PENDING" } },
])("rejects %j as a fault", (fault) => expect(faultSchema.safeParse(fault).success).toBe(false));
