import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, expect, it } from "vitest";

import type { ServedSystem } from "../system.ts";
import { startServedSystem, WEBHOOK_SECRET } from "../system.ts";
import { startExample } from "./start-example.ts";

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, "../..");
const VIDEO = path.join(ROOT, "packages/simulator/assets/video.mp4");

let folder = "";
let system: ServedSystem;

// One system for all examples, as `npm start` runs it.
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "dashqueue-examples-"));
  system = await startServedSystem();
  await system.startWorker();
});

afterAll(async () => {
  await system[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function runExample(
  name: string,
  env: Readonly<Record<string, string>>,
  ...exampleArguments: string[]
): Promise<string> {
  const { stdout } = await run(
    process.execPath,
    [path.join(ROOT, "examples", name), ...exampleArguments],
    { env: { PATH: process.env["PATH"], ...env } },
  );
  return stdout;
}

it("enqueue.ts enqueues one generation however often it is run", async () => {
  const first = await runExample("enqueue.ts", system.env);
  const second = await runExample("enqueue.ts", system.env);
  const id = /^accepted (gen_\w+)\n$/.exec(first)?.[1] ?? "";
  expect(second).toBe(`repeated ${id}\n`);
  expect(await system.until(id, "succeeded", "failed")).toMatchObject({ status: "succeeded" });
  expect(system.simulator.ledger().entries).toHaveLength(1);
});

it("ai-sdk.ts saves a video that was generated through the queue", async () => {
  const file = path.join(folder, "video.mp4");
  const env = { PRODUCER_URL: system.producer.url };
  expect(await runExample("ai-sdk.ts", env, file)).toMatch(/: \d+ bytes of video\/mp4\n$/);
  expect((await readFile(file)).equals(await readFile(VIDEO))).toBe(true);
});

it("the guide's example of the AI SDK generates and downloads a video as printed", async () => {
  const guide = await readFile(path.join(ROOT, "docs/integrate.md"), "utf8");
  const [, printed = ""] = /```ts\n(import \{ createAlibaba \}.*?)```/s.exec(guide) ?? [];
  const code = [
    'const [token, prompt] = ["sk-any", "a lighthouse"];',
    printed.replace("http://127.0.0.1:3000", system.producer.url),
    "console.log(video.uint8Array.length);",
  ].join("\n");
  const { stdout } = await run(
    process.execPath,
    ["--input-type=module-typescript", "--eval", code],
    { cwd: path.join(ROOT, "examples") },
  );
  expect(Number(stdout)).toBe((await readFile(VIDEO)).length);
});

it("webhook-receiver.ts prints a verified webhook once and refuses a forged one", async () => {
  await using receiver = await startExample("webhook-receiver.ts", { PORT: "0", WEBHOOK_SECRET });
  const url = (await receiver.line(/^listening on (.*)$/))[1] ?? "";

  const forged = await fetch(url, { method: "POST", body: "{}" });
  expect(forged.status).toBe(401);

  const { id } = await system.create({ webhook_url: `${url}/` });
  await receiver.line(new RegExp(`^generation\\.succeeded ${id} succeeded$`));
  expect(receiver.lines).toHaveLength(2);
});

const hasPython = spawnSync("python3", ["--version"]).status === 0;

it.skipIf(!hasPython)("official-sdk.py is valid Python", async () => {
  const source = await readFile(path.join(ROOT, "examples/official-sdk.py"), "utf8");
  // Its SDK is on PyPI only, which this test does without. `py_compile` would leave a file behind.
  const parse = run("python3", ["-c", "import ast, sys; ast.parse(sys.argv[1])", source]);
  await expect(parse).resolves.toMatchObject({ stderr: "" });
});
