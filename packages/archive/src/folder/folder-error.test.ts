import { expect, it } from "vitest";

import { storageError } from "./folder-error.ts";

const messageOf = (code: string, text: string) =>
  (storageError(Object.assign(new Error(`${code}: ${text}`), { code }), "/data") as Error).message;

it("says what failed, and then what to do", () => {
  expect(messageOf("ENOSPC", "no space left on device, write")).toBe(
    "the archive in /data failed: ENOSPC: no space left on device, write",
  );
  expect(messageOf("EROFS", "read-only file system, open")).toBe(
    "the archive in /data failed: EROFS: read-only file system, open. Mount its disk for writing",
  );
  expect(messageOf("ENOTDIR", "not a directory, mkdir")).toMatch(/mkdir\. Check ARCHIVE_URL/);
});
