import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import dockerignore from "@balena/dockerignore";
import { startApp, testRedis } from "@dashqueue/testing";
import { afterAll, beforeAll, expect, it } from "vitest";

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, "../..");
const read = (file: string) => readFile(path.join(ROOT, file), "utf8");

let files: string[] = [];
let image = "";
let simulatorImage = "";

/** What `COPY . .` takes from a clean checkout. */
async function copyFor(dockerIgnore: string, to: string): Promise<string[]> {
  const { stdout } = await run("git", ["ls-files"], { cwd: ROOT });
  // Its declarations describe an ES module, which it is not.
  const copied = dockerignore
    .default({ ignorecase: false })
    .add(await read(dockerIgnore))
    .filter(stdout.trim().split("\n"));
  for (const file of copied) {
    await mkdir(path.dirname(path.join(to, file)), { recursive: true });
    await copyFile(path.join(ROOT, file), path.join(to, file));
  }
  return copied;
}

/** Runs the install command of a Dockerfile. */
async function installAs(dockerfile: string, cwd: string): Promise<void> {
  const lines = (await read(dockerfile)).replaceAll("\\\n", " ");
  const install = /pnpm (install .*?) --store-dir/s.exec(lines)?.[1] ?? "";
  expect(install).toContain("--frozen-lockfile");
  await run("pnpm", [...install.trim().split(/\s+/), "--prefer-offline"], { cwd });
}

beforeAll(async () => {
  image = await mkdtemp(path.join(tmpdir(), "dashqueue-image-"));
  simulatorImage = await mkdtemp(path.join(tmpdir(), "dashqueue-simulator-"));
  files = await copyFor(".dockerignore", image);
});

afterAll(async () => {
  for (const folder of [image, simulatorImage]) await rm(folder, { recursive: true, force: true });
});

it("ships sources, manifests, guides and two programs only: no tests, fixtures or tools", () => {
  const isExpected =
    /^((apps|packages)\/[^/]+\/(package\.json|src\/.+\.(ts|lua))|docs\/.+\.md|ops\/bin\/(recover|doctor)|[^/]+)$/;
  expect(files.filter((file) => !isExpected.test(file))).toEqual([]);
  expect(files.filter((file) => !file.includes("/")).sort()).toEqual([
    "LICENSE",
    "package.json",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
  ]);
  const forTests = /\.test\.|(^|\/)(tests?|testing|fixtures?|simulator|interleaving)\//;
  expect(files.filter((file) => forTests.test(file))).toEqual([]);
});

it("starts every app after the install command of the Dockerfile", async () => {
  await installAs("Dockerfile", image);

  const { url, prefix } = testRedis();
  const env = {
    REDIS_URL: url,
    DASHQUEUE_PREFIX: prefix,
    ARCHIVE_URL: `file:${path.join(image, "archive")}`,
    DASHSCOPE_API_KEY: "sk-never-used",
    PRODUCER_PORT: "0",
    WORKER_PORT: "0",
    DASHBOARD_PORT: "0",
  };
  const scriptOf = (app: string) => path.join(image, `apps/${app}/src/main.ts`);
  for (const app of ["producer", "worker", "dashboard"]) {
    await using process = await startApp(app, env, { script: scriptOf(app) });
    expect(process.url, app).toMatch(/^http:/);
    if (app !== "producer") continue;
    const guide = await fetch(`${process.url}/docs/operations/errors`);
    expect(await guide.text()).toContain('<h3 id="spend_limit">');
  }
});

/** Runs a program of the image, which names its failure on one of the streams. */
async function outputOf(name: string, env: Readonly<Record<string, string>>): Promise<string> {
  const { PATH } = process.env;
  const ended = run(path.join(image, "ops/bin", name), [], { env: { PATH, ...env } });
  const { stdout, stderr } = await ended.catch((error: unknown) => error as Awaited<typeof ended>);
  return stdout + stderr;
}

it("runs `recover`, which then names the missing configuration", async () => {
  expect(await outputOf("recover", {})).toMatch(/DASHSCOPE_API_KEY/);
});

it("runs `doctor`, with a token of the producer in whose container it is", async () => {
  const env = { PRODUCER_TOKENS: "token-1,token-2", DASHQUEUE_URL: "http://127.0.0.1:1" };
  const found = await outputOf("doctor", env);
  expect(found).toMatch(/^ok +token +a token of the producer/m);
  expect(found).toMatch(/^fail +producer/m);
});

it("starts the simulator after the install command of its Dockerfile", async () => {
  const copied = await copyFor("ops/simulator/Dockerfile.dockerignore", simulatorImage);
  const isExpected = /^(packages\/simulator\/(package\.json|assets\/.+|src\/.+\.ts)|[^/]+)$/;
  expect(copied.filter((file) => !isExpected.test(file) || file.includes(".test."))).toEqual([]);
  await installAs("ops/simulator/Dockerfile", simulatorImage);
  const script = path.join(simulatorImage, "packages/simulator/src/main.ts");
  const env = { SIMULATOR_PORT: "0", SIMULATOR_HOST: "localhost" };
  await using simulator = await startApp("simulator", env, { script });
  expect(simulator.url).toMatch(/^http:\/\/localhost:/);
  const answer = await fetch(`${simulator.url}/__admin/stats`);
  expect(answer.status).toBe(200);
});
