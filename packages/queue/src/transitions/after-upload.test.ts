import { describe, expect, it } from "vitest";

import { FAILURE, queued, START } from "../../test/fixtures/generations.ts";
import { advance } from "./advance.ts";
import { afterUploadFailed } from "./after-upload.ts";

const NOW = START + 1_000;
const gone = { ...FAILURE, kind: "invalid_request", charged: false } as const;

describe("afterUploadFailed", () => {
  it.each([
    "network",
    "provider_error",
    "storage",
    "rate_limited",
    "authentication",
    "configuration",
  ] as const)("because of %s is waited for, and said once", (kind) => {
    const failure = { ...FAILURE, kind };
    const told = advance(queued(), { kind: "upload-failed", failure }, NOW);
    expect(told).toMatchObject({
      kind: "advanced",
      event: "upload-failed",
      generation: { status: "queued", attempts: 0, delayed: failure },
    });
    if (told.kind !== "advanced") return;
    expect(afterUploadFailed(told.generation, failure, NOW)).toMatchObject({ kind: "ignored" });
    const other = { ...failure, message: "another" };
    expect(afterUploadFailed(told.generation, other, NOW)).toMatchObject({ kind: "advanced" });
  });

  it("fails the generation and frees its slot when the file is gone or unacceptable", () => {
    const kept = queued({
      attempts: 1,
      keptSlot: { account: "default", lane: "model", notBefore: 0 },
    });
    for (const failure of [gone, { ...gone, kind: "media_rejected" as const }]) {
      const { generation } = afterUploadFailed(kept, failure, NOW) as { generation: object };
      expect(generation).toMatchObject({
        status: "failed",
        finishedAt: NOW,
        attempt: null,
        task: null,
        failure,
      });
      expect(generation).not.toHaveProperty("keptSlot");
    }
  });

  it("ignores a generation that is no longer queued", () => {
    const canceled = advance(queued(), { kind: "cancel-requested" }, NOW);
    if (canceled.kind !== "advanced") throw new Error("it was not canceled");
    expect(afterUploadFailed(canceled.generation, gone, NOW)).toEqual({
      kind: "ignored",
      reason: "is canceled",
    });
  });
});
