import { execFile } from "node:child_process";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { expect, it } from "vitest";

it("answers `npm install` with what to do instead", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "dashqueue-npm-"));
  await copyFile(
    path.join(import.meta.dirname, "../../package.json"),
    path.join(folder, "package.json"),
  );
  const install = promisify(execFile)("npm", ["install", "--dry-run"], { cwd: folder });
  await expect(install).rejects.toMatchObject({
    stderr: expect.stringContaining(
      "npm install is not needed; npm start and every other script install what is missing",
    ) as string,
  });
  await rm(folder, { recursive: true });
});
