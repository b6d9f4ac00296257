import type { FailureKind } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { SAMPLES } from "../../test/fixtures/generations.ts";
import { heldBackBy } from "./held-models.ts";

const failureOf = (kind: FailureKind) => {
  return { kind, code: "", message: "it was refused", requestId: null, charged: false };
};
const waitingFor = (kind: FailureKind) => ({ ...SAMPLES.queued, delayed: failureOf(kind) });

it("is what needs a person, whichever generation was tried last", () => {
  const { queued, running } = SAMPLES;
  expect(heldBackBy([queued, waitingFor("network"), waitingFor("model_denied"), null])).toEqual(
    failureOf("model_denied"),
  );
  expect(heldBackBy([queued, waitingFor("network")])).toEqual(failureOf("network"));
  expect(heldBackBy([queued, null, running])).toBeNull();
});
