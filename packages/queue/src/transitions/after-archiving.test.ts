import { describe, expect, it } from "vitest";

import { blocked, expired, incomplete, unblocked } from "../../test/fixtures/changes.ts";
import { after, ARCHIVED, SAMPLES, START } from "../../test/fixtures/generations.ts";
import { advance } from "./advance.ts";

const [missing] = incomplete.missing;
const waiting = after(SAMPLES.archiving, incomplete);

describe("a batch with a file that cannot be copied", () => {
  it("keeps the files that are stored, and says what is missing (G6)", () => {
    expect(advance(SAMPLES.archiving, incomplete, START)).toMatchObject({
      kind: "advanced",
      event: "files-missing",
      generation: { status: "archiving", files: incomplete.files, missing: incomplete.missing },
    });
  });

  it("keeps a file that another worker has stored", () => {
    const other = { ...incomplete.files[0], name: "image-2.png" };
    const change = {
      ...incomplete,
      files: [other],
      missing: [{ ...missing, name: "image-1.png" }],
    };
    expect(advance(waiting, change, START)).toMatchObject({
      generation: { files: [{ name: "image-2.png" }, { name: "image-1.png" }], missing: [] },
    });
  });

  it("is recorded again for another reason only", () => {
    const because = (failure: object) => ({
      ...incomplete,
      missing: [{ ...missing, failure: { ...missing.failure, ...failure } }],
    });
    expect(advance(waiting, because({ message: "after 7 bytes" }), START).kind).toBe("ignored");
    expect(advance(waiting, because({ code: "404" }), START).kind).toBe("advanced");
  });

  it("succeeds with what is stored when the links of the rest have expired (G6)", () => {
    expect(advance(waiting, expired, START)).toMatchObject({
      event: "files-expired",
      generation: {
        status: "succeeded",
        files: incomplete.files,
        missing: [{ name: "image-2.png", failure: { kind: "expired", charged: true } }],
      },
    });
  });

  it("succeeds with every file once they are stored", () => {
    expect(advance(waiting, ARCHIVED, START)).toMatchObject({
      generation: { status: "succeeded", files: [{ name: "video.mp4" }], missing: [] },
    });
  });
});

it("a generation fails when its links have expired and no file is stored", () => {
  const failed = advance(SAMPLES.archiving, expired, START);
  expect(failed).toMatchObject({ generation: { status: "failed", failure: { charged: true } } });
  expect(failed).not.toHaveProperty("generation.files");
});

it("a queued generation notes that no result can be collected, and that one can again (G11)", () => {
  const noted = advance(SAMPLES.queued, blocked, START);
  expect(noted).toMatchObject({
    event: "collection-blocked",
    generation: { status: "queued", delayed: { kind: "storage" } },
  });
  expect(advance(after(SAMPLES.queued, blocked), unblocked, START)).toMatchObject({
    event: "collection-unblocked",
    generation: { delayed: null },
  });
});
