import type { Space } from "@dashqueue/archive";
import { describe, expect, it } from "vitest";

import { createArchiveCheck } from "./archive-check.ts";

const MB = 1024 * 1024;
const disk = (freeBytes: number, totalBytes = 100_000 * MB): Space => ({ freeBytes, totalBytes });

function checkOf(space: Space | null | Error) {
  const state = { space };
  const check = createArchiveCheck({
    async probe() {
      if (state.space instanceof Error) throw state.space;
      return state.space;
    },
  });
  return { check, state };
}
const failureOf = (space: Space | null | Error) => checkOf(space).check.failure();

describe("the archive", () => {
  it("can store results if it accepts a small file and is not known to be full", async () => {
    expect(await failureOf(disk(500 * MB))).toBeNull();
    expect(await failureOf(null)).toBeNull();
    expect(await failureOf(disk(5 * MB, 50 * MB))).toBeNull();
  });

  it("cannot if it refuses the file, or has too little space for the results in flight", async () => {
    const refused = Object.assign(new Error("read-only file system"), { code: "EROFS" });
    expect(await failureOf(refused)).toMatchObject({ kind: "storage", code: "EROFS" });
    expect(await failureOf(disk(255 * MB))).toMatchObject({ kind: "storage", code: "ENOSPC" });
    expect(await failureOf(disk(2 * MB, 50 * MB))).toMatchObject({ code: "ENOSPC" });
  });

  it("cannot after a result did not fit, until there is more space or a result fits", async () => {
    const { check, state } = checkOf(disk(500 * MB));
    await check.wasFull();
    expect(await check.failure()).toMatchObject({ code: "ENOSPC" });
    state.space = disk(501 * MB);
    expect(await check.failure()).toBeNull();
    state.space = disk(500 * MB);
    expect(await check.failure()).toMatchObject({ code: "ENOSPC" });
    check.stored();
    expect(await check.failure()).toBeNull();
  });

  it("may be full without answering how full", async () => {
    const { check } = checkOf(new Error("gone"));
    await check.wasFull();
    expect(await check.failure()).toMatchObject({ message: "gone" });
  });
});
