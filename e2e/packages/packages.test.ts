import { execFile } from "node:child_process";
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { createGenerationStore, createKeys } from "@dashqueue/queue/internal";
import { startChild, testRedis, waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { publint } from "publint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { startServedSystem } from "../system.ts";
import { machineEnvironment, runOnMachine } from "./machine-node.ts";

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, "../..");
const EXAMPLE = await readFile(path.join(ROOT, "examples/image-reference.json"), "utf8");
/** A file that is in the folder of the tarballs already. */
const NOTES = "notes.txt";
const NAMES = ["archive", "cli", "client", "dashscope", "queue", "simulator"];

let folder = "";
let consumer = "";
let packedFiles: string[] = [];
let tarballs: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "dashqueue-packages-"));
  const packed = path.join(folder, "packed");
  consumer = path.join(folder, "consumer");
  await mkdir(consumer);
  await mkdir(packed);
  await writeFile(path.join(packed, NOTES), "mine");
  await writeFile(path.join(packed, "dashqueue-queue-0.0.1.tgz"), "an earlier one");
  await run(process.execPath, ["scripts/pack/pack.ts", "--folder", packed], { cwd: ROOT });
  packedFiles = (await readdir(packed)).sort();
  tarballs = packedFiles.filter((file) => file !== NOTES).map((file) => path.join(packed, file));
  await writeFile(path.join(consumer, "package.json"), '{"private":true,"type":"module"}');
  await runOnMachine(consumer, "npm", [
    "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    ...tarballs,
  ]);
  for (const file of await readdir(path.join(import.meta.dirname, "consumer"))) {
    await copyFile(path.join(import.meta.dirname, "consumer", file), path.join(consumer, file));
  }
}, 240_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const installed = (name: string) => path.join(consumer, "node_modules/@dashqueue", name);

/** The types that a user of the packages installs beside them. */
const USER_TYPES = { node: "e2e/node_modules/@types/node", express: "node_modules/@types/express" };

/** Checks these files of the consumer strictly, with the user's types. Returns the errors. */
async function typeErrors(
  files: readonly string[],
  kind: {
    readonly module: string;
    readonly moduleResolution: string;
    readonly options: readonly string[];
  },
): Promise<string> {
  const types = path.join(consumer, "node_modules/@types");
  await mkdir(types, { recursive: true });
  for (const [name, place] of Object.entries(USER_TYPES))
    await symlink(path.join(ROOT, place), path.join(types, name)).catch(() => undefined);
  const strict = ["--strict", "--exactOptionalPropertyTypes", "--target", "es2023"];
  const resolution = ["--module", kind.module, "--moduleResolution", kind.moduleResolution];
  const { stdout } = await run(
    path.join(ROOT, "node_modules/.bin/tsc"),
    ["--noEmit", "--types", "node", ...strict, ...resolution, ...kind.options, ...files],
    { cwd: consumer },
  ).catch((error: { stdout: string }) => error);
  return stdout;
}

describe("the published packages", () => {
  it("are six tarballs", () => {
    expect(tarballs.map((file) => path.basename(file).replace(/-\d.*/, ""))).toEqual(
      NAMES.map((name) => `dashqueue-${name}`),
    );
  });

  it("replace those of an earlier version, and no other file of the folder", () => {
    expect(packedFiles.map((file) => file.replace(/-\d.*/, ""))).toEqual([
      ...NAMES.map((name) => `dashqueue-${name}`),
      NOTES,
    ]);
    expect(packedFiles).not.toContain("dashqueue-queue-0.0.1.tgz");
  });

  it.each(NAMES)("%s holds code, declarations and its documents only", async (name) => {
    const files = await readdir(installed(name), { recursive: true, withFileTypes: true });
    const names = files
      .filter((file) => file.isFile())
      .map((file) => path.join(path.relative(installed(name), file.parentPath), file.name));
    expect(names).toEqual(expect.arrayContaining(["dist/index.js", "dist/index.d.ts"]));
    expect(
      names.filter((file) => !/^dist\/.*\.(js|d\.ts|lua)$|^assets\//.test(file)).sort(),
    ).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
    expect(names.filter((file) => /\.test\./.test(file))).toEqual([]);
  });

  it.each(NAMES)("%s names only versions that npm understands", async (name) => {
    const manifest = await readFile(path.join(installed(name), "package.json"), "utf8");
    expect(manifest).not.toMatch(/workspace:|catalog:|\.\/src\//);
  });

  it.each(NAMES)("%s satisfies publint", async (name) => {
    const { messages } = await publint({ pkgDir: installed(name), pack: false, strict: true });
    expect(messages).toEqual([]);
  });

  it.each(NAMES.map((name, index) => [name, index] as const))(
    "%s resolves its declarations as an ES module, under Node and under bundlers",
    async (_name, index) => {
      const data = await readFile(tarballs[index]!);
      const analysis = await checkPackage(createPackageFromTarballData(data));
      // The packages are ES modules only: CommonJS resolution is not supported.
      const problems = analysis.types
        ? analysis.problems.filter(
            (problem) =>
              !("resolutionKind" in problem) ||
              !["node10", "node16-cjs"].includes(problem.resolutionKind),
          )
        : ["no types"];
      expect(problems).toEqual([]);
    },
  );
});

describe("in an empty folder, on the machine's own Node", () => {
  it("connectProducer enqueues a generation that the workers of this version read", async () => {
    const { url, prefix } = testRedis();
    const output = await runOnMachine(consumer, "node", ["enqueue.mjs", url, prefix, EXAMPLE]);
    const { node, enqueued } = JSON.parse(output) as {
      node: string;
      enqueued: { kind: string; generation: { id: string } };
    };
    expect(Number(node.slice(1).split(".")[0])).toBeGreaterThanOrEqual(20);
    expect(enqueued.kind).toBe("accepted");

    const redis = new Redis(url);
    const store = createGenerationStore(redis, createKeys(prefix), Date.now);
    const generation = await store.get(enqueued.generation.id);
    redis.disconnect();
    expect(generation).toMatchObject({ status: "queued", request: JSON.parse(EXAMPLE) as object });
  });

  it("the client and the command line submit, wait and save the video", async () => {
    await using system = await startServedSystem();
    await system.startWorker();
    await writeFile(path.join(consumer, "request.json"), EXAMPLE);
    const words = ["submit", "request.json", "--save", "saved", "--url", system.producer.url];
    const shown = await runOnMachine(consumer, "node_modules/.bin/dashqueue", words);
    expect(shown).toMatch(/status +succeeded/);
    expect(await readdir(path.join(consumer, "saved"))).toEqual(["video.mp4"]);
    const arguments_ = ["client.mjs", system.producer.url, EXAMPLE];
    const output = await runOnMachine(consumer, "node", arguments_);
    const { status, name, bytes } = JSON.parse(output) as Record<string, string>;
    expect(status).toBe("succeeded");
    expect(await stat(path.join(consumer, name!))).toMatchObject({ size: bytes });
  });

  it("startSimulator makes a video that the client downloads", async () => {
    const output = await runOnMachine(consumer, "node", ["simulate.mjs", EXAMPLE]);
    const { status, bytes } = JSON.parse(output) as { status: string; bytes: number };
    expect(status).toBe("SUCCEEDED");
    expect(bytes).toBeGreaterThan(1_000);
  });

  it("`dashqueue-simulator` runs the simulator as a program", async () => {
    const lines: string[] = [];
    const simulator = await startChild("node_modules/.bin/dashqueue-simulator", [], {
      cwd: consumer,
      env: { ...machineEnvironment(), SIMULATOR_PORT: "0" },
      onLine: (line) => lines.push(line),
    });
    const { url } = JSON.parse(await waitFor(() => lines[0], { timeoutMs: 60_000 })) as {
      url: string;
    };
    const answer = await fetch(`${url}/api/v1/tasks/any`);
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: "InvalidApiKey" }]);
    expect(await simulator.stop(30_000)).toEqual({ code: 0, signal: null });
  });

  it.each([
    // Once with every declaration checked: none may need types that npm did not install.
    ["nodenext", "nodenext", ["--skipLibCheck", "false"]],
    ["esnext", "bundler", ["--skipLibCheck", "true"]],
  ] as const)(
    "TypeScript resolves the types with --module %s --moduleResolution %s",
    async (module, moduleResolution, options) => {
      const kind = { module, moduleResolution, options };
      expect(await typeErrors(["types.ts"], kind)).toBe("");
    },
  );

  it("the programs in the READMEs compile", async () => {
    const programs: string[] = [];
    for (const name of NAMES) {
      const readme = await readFile(path.join(installed(name), "README.md"), "utf8");
      for (const [, program = ""] of readme.matchAll(/^```ts\n(import .*?)^```/gms)) {
        const file = `readme-${name}-${programs.length}.ts`;
        await writeFile(path.join(consumer, file), program);
        programs.push(file);
      }
    }
    expect(programs.length).toBeGreaterThanOrEqual(6);
    const options = ["--skipLibCheck", "true"];
    const kind = { module: "nodenext", moduleResolution: "nodenext", options };
    expect(await typeErrors(programs, kind)).toBe("");
  });
});
