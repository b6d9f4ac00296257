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

// What `COPY . .` would take from a clean checkout.
beforeAll(async () => {
  image = await mkdtemp(path.join(tmpdir(), "dashqueue-image-"));
  const { stdout } = await run("git", ["ls-files"], { cwd: ROOT });
  // Its declarations describe an ES module, which it is not.
  files = dockerignore
    .default({ ignorecase: false })
    .add(await read(".dockerignore"))
    .filter(stdout.trim().split("\n"));
  for (const file of files) {
    await mkdir(path.dirname(path.join(image, file)), { recursive: true });
    await copyFile(path.join(ROOT, file), path.join(image, file));
  }
});

afterAll(() => rm(image, { recursive: true, force: true }));

it("ships sources and manifests only: no tests, fixtures, tools or documents", () => {
  const isExpected = /^((apps|packages)\/[^/]+\/(package\.json|src\/.+\.(ts|lua))|[^/]+)$/;
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
  const install = /pnpm (install .*?) --store-dir/.exec(await read("Dockerfile"))?.[1] ?? "";
  expect(install).toContain("--frozen-lockfile");
  await run("pnpm", [...install.split(" "), "--prefer-offline"], { cwd: image });

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
  }
});

it("runs `recover`, which then names the missing configuration", async () => {
  const script = path.join(image, "apps/worker/src/recover/main.ts");
  const recover = run(process.execPath, [script], { env: {} });
  await expect(recover).rejects.toMatchObject({
    stderr: expect.stringMatching(/DASHSCOPE_API_KEY/),
  });
});
