import { expect, it } from "vitest";

import { after, FAILURE, queued as queuedWith, SAMPLES } from "../../test/fixtures/generations.ts";
import type { FailureKind } from "../failure/failure.ts";
import { advance } from "./advance.ts";
import type { Change } from "./change.ts";

const failure = (kind: FailureKind) => ({ ...FAILURE, kind });
const { queued, running } = SAMPLES;

it.each<[Change, Change]>([
  [{ kind: "lane-closed", failure: failure("unchecked") }, { kind: "lane-opened" }],
  [{ kind: "collection-blocked", failure: failure("storage") }, { kind: "collection-unblocked" }],
  [
    { kind: "spend-limit-reached", failure: failure("spend_limit") },
    { kind: "spend-limit-lifted" },
  ],
  [
    { kind: "tenant-limit-reached", failure: failure("tenant_limit") },
    { kind: "tenant-limit-lifted" },
  ],
  [{ kind: "account-paused", failure: failure("arrears") }, { kind: "account-resumed" }],
])("says why a queued generation waits, and when it no longer does: %j", (begins, ends) => {
  const waiting = after(queued, begins);
  expect(waiting).toMatchObject({ status: "queued", delayed: { kind: expect.any(String) } });
  expect(after(waiting, ends)).toMatchObject({ status: "queued", delayed: null });
  expect(advance(waiting, begins, 0).kind).toBe("ignored");
  expect(advance(queued, ends, 0).kind).toBe("ignored");
  expect(advance(running, begins, 0).kind).toBe("ignored");
});

it("records again why a lane stays closed or a limit is reached, but not each message of the provider", () => {
  const again = (
    change: Extract<Change, { kind: "lane-closed" | "account-paused" | "tenant-limit-reached" }>,
  ) =>
    advance(after(queued, change), { ...change, failure: { ...change.failure, message: "b" } }, 0);
  expect(again({ kind: "lane-closed", failure: failure("unchecked") })).toMatchObject({
    kind: "advanced",
    generation: { delayed: { kind: "unchecked", message: "b" } },
  });
  expect(again({ kind: "tenant-limit-reached", failure: failure("tenant_limit") })).toMatchObject({
    generation: { delayed: { kind: "tenant_limit", message: "b" } },
  });
  expect(again({ kind: "account-paused", failure: failure("arrears") }).kind).toBe("ignored");
});

it("gives up a kept slot when its tenant's budget has no room", () => {
  const keptSlot = { account: "default", lane: "wan2.1-vace-plus", notBefore: 0 };
  const kept = queuedWith({ keptSlot, delayed: failure("provider_error") });
  const change: Change = { kind: "tenant-limit-reached", failure: failure("tenant_limit") };
  expect(after(kept, change)).toMatchObject({ keptSlot: null, delayed: change.failure });
  expect(advance(kept, { kind: "tenant-limit-lifted" }, 0).kind).toBe("ignored");
  // Even if the repair pass has recorded the reason before.
  expect(after({ ...kept, delayed: change.failure }, change)).toMatchObject({ keptSlot: null });
});

it("gives up a kept slot when no day has room for it, and keeps it until midnight otherwise", () => {
  const keptSlot = { account: "default", lane: "wan2.1-vace-plus", notBefore: 0 };
  const kept = queuedWith({ keptSlot, delayed: failure("provider_error") });
  const change: Change = { kind: "spend-limit-reached", failure: failure("spend_limit") };
  expect(after(kept, change)).toMatchObject({ keptSlot });
  expect(after(kept, { ...change, givesUpSlot: true })).toMatchObject({ keptSlot: null });
});
