import { describe, expect, it } from "vitest";

import { FAILURE, queued, START } from "../../test/fixtures/generations.ts";
import { advance } from "./advance.ts";
import { afterUploadFailed } from "./after-upload.ts";

const NOW = START + 1_000;
const gone = { ...FAILURE, kind: "invalid_request", charged: false } as const;

describe("an upload that failed", () => {
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

  it("because the file is gone, or of a kind that nobody takes, ends the generation and frees what it kept", () => {
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

  it("says nothing of a generation that went on", () => {
    const canceled = advance(queued(), { kind: "cancel-requested" }, NOW);
    if (canceled.kind !== "advanced") throw new Error("it was not canceled");
    expect(afterUploadFailed(canceled.generation, gone, NOW)).toEqual({
      kind: "ignored",
      reason: "is canceled",
    });
  });
});
