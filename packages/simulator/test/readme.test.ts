import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { afterEach, beforeEach, expect, test } from "vitest";

const PACKAGE = path.resolve(import.meta.dirname, "..");

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "simulator-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("the first example of the README prints what its comments say", async () => {
  const readme = await readFile(path.join(PACKAGE, "README.md"), "utf8");
  const [, example = ""] = /```ts\n(.*?)```/s.exec(readme) ?? [];
  const comments = [...example.matchAll(/console\.log\(.*\/\/ "(.*?)"/g)];
  const program = path.join(folder, "example.ts");
  const entry = path.join(PACKAGE, "src/index.ts");
  await writeFile(program, example.replace("@dashqueue/simulator", entry));
  const { stdout } = await promisify(execFile)(process.execPath, [program]);
  expect(comments).toHaveLength(2);
  expect(stdout.trim().split("\n")).toEqual(comments.map(([, text]) => text));
});
