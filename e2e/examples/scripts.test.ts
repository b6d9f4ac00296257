import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

import { expect, it } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");
const { scripts } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};
/** The programs of this repository that `npm run` starts; the others are programs of others. */
const PROGRAMS = Object.entries(scripts).flatMap(([name, script]) => {
  const [, file] = /with-setup\.mjs (?:--\w+ )*node (scripts\/\S+)$/.exec(script) ?? [];
  return file === undefined ? [] : [{ name, file }];
});

it("npm start names a Redis that cannot be used, and does not wait for it", async () => {
  const env = { PATH: process.env["PATH"], REDIS_URL: "redis://127.0.0.1:1" };
  const run = promisify(execFile)(process.execPath, ["scripts/stack/main.ts"], { cwd: ROOT, env });
  await expect(run).rejects.toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/^Redis cannot be used: .*ECONNREFUSED.*REDIS_URL/) as string,
  });
});

it.each(PROGRAMS)("npm run $name reads its options with the helper of all", ({ file }) => {
  expect(readFileSync(path.join(ROOT, file), "utf8")).toMatch(/\breadOptions\(/);
});

it.each([
  ["check", "--no-such-option"],
  ["helm-tools", "--no-such-option"],
  ["bench:batch", "--lines=20000"],
  ["drill:upgrade", "--from=no-such-commit"],
  ["planted", "--only=no such bug"],
  ["example", "no-such-file.ts"],
  ["new-model", "--help-me"],
])("npm run %s starts nothing with %s", async (name, word) => {
  const { file = "" } = PROGRAMS.find((program) => program.name === name) ?? {};
  const run = promisify(execFile)(process.execPath, [file, word], { cwd: ROOT, timeout: 60_000 });
  await expect(run).rejects.toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/^[^\n]+\n\nusage: npm run /) as string,
  });
});
