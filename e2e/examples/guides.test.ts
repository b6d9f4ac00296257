import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { ServedSystem } from "../system.ts";
import { EXAMPLE, startServedSystem } from "../system.ts";

/**
 * The shell blocks that are not run here, by the beginning of their first line, and why. Every
 * other block of a guide is run as it is printed, with `curl` and `dashqueue` alone.
 */
const NOT_RUN: Readonly<Record<string, string>> = {
  "npm run demo": "starts a stack of its own with the data and the .env of the work tree",
  "npm start": "the same, at fixed ports, until it is stopped",
  "npm run chaos": "takes minutes; chaos.test.ts makes a short run, options.test.ts reads these",
  "npm run bench": "takes many minutes of the whole machine",
  "npm run example": "examples.test.ts runs the examples",
  "REDIS_URL=redis://127.0.0.1:6379 DASHQUEUE_PREFIX='{dashqueue-simulator}' npm run example":
    "examples.test.ts runs the examples",
  'WEBHOOK_SECRET="$(cat data/webhook-secret)" npm run example':
    "examples.test.ts runs the examples",
  "npm install": "the packages are not published; packages.test.ts installs them as tarballs",
  "npx @dashqueue/simulator": "the packages are not published",
  "npm test -- apps/producer/test/docs/client-types.test.ts --update": "writes to the work tree",
  "DASHSCOPE_API_KEY=sk-…": "lines of the file .env, with a real key",
  "redis-server --port 7777": "measures the disk of a machine",
  "redis-cli CONFIG GET": "changes Redis; memory-loss.test.ts does these steps",
  "redis-cli DEL": "changes Redis; memory-loss.test.ts does these steps",
  "cp .env.example .env": "needs Docker; compose.test.ts reads the compose file",
  "docker compose": "needs Docker; compose.test.ts reads the compose file",
  "kubectl create namespace": "needs Kubernetes; helm.test.ts renders the chart",
};

interface Block {
  readonly file: string;
  readonly code: string;
  /** What it prints, as far as the page shows it: the block after it, or a comment. */
  readonly printed: string;
}

const ROOT = path.resolve(import.meta.dirname, "../..");
const TOKEN = "a-token-of-the-producer";
const ADMIN_TOKEN = "a-token-of-an-operator";
const run = promisify(execFile);

/** A test of scripts/rules compares the blocks of the Chinese pages with these. */
const PAGES = globSync(
  ["*.md", "docs/*.md", "docs/operations/*.md", "examples/*.md", "{packages,bench}/*/README.md"],
  { cwd: ROOT },
).toSorted();
const BLOCKS = PAGES.flatMap(blocksOf);

function blocksOf(file: string): readonly Block[] {
  const text = readFileSync(path.join(ROOT, file), "utf8");
  const blocks = text.matchAll(/^( *)```sh\n([^]*?)^\1```$(?:\n\n^```\n([^]*?)^```$)?/gm);
  return [...blocks].map(([, , code = "", printed]) => ({
    file,
    code,
    printed: printed ?? [...code.matchAll(/# (\{.*)$/gm)].map(([, comment]) => comment).join("\n"),
  }));
}

const isListed = ({ code }: Block) =>
  Object.keys(NOT_RUN).some((beginning) => code.trimStart().startsWith(beginning));

let folder = "";
let system: ServedSystem;
/** Ids of a generation and a batch that have ended, for those that the pages show. */
let ids: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "dashqueue-guides-"));
  system = await startServedSystem({ env: { PRODUCER_TOKENS: TOKEN, ADMIN_TOKENS: ADMIN_TOKEN } });
  await system.startWorker();
  await furnish();
  const { id: gen } = await posted("/v1/generations", "application/json", EXAMPLE);
  const { id: batch } = await posted("/v1/batches", "application/jsonl", EXAMPLE);
  ids = { gen, batch };
});

afterAll(async () => {
  await system[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** The folder of a reader: files that the pages name, the programs, and the producer's address. */
async function furnish(): Promise<void> {
  const bin = path.join(folder, "bin");
  await mkdir(bin);
  await symlink(path.join(ROOT, "examples"), path.join(folder, "examples"));
  for (const name of ["picture.png", "cat.png"])
    await cp(path.join(ROOT, "examples/picture.png"), path.join(folder, name));
  const example = JSON.stringify(EXAMPLE);
  await writeFile(path.join(folder, "request.json"), example);
  await writeFile(path.join(folder, "films.jsonl"), `${example}\n${example}\n`);
  const { stdout } = await run("sh", ["-c", "command -v curl"]);
  await symlink(stdout.trim(), path.join(bin, "curl"));
  const program = path.join(ROOT, "packages/cli/src/main.ts");
  await writeFile(
    path.join(bin, "dashqueue"),
    `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`,
    { mode: 0o755 },
  );
  await writeFile(
    path.join(folder, ".curlrc"),
    [
      "silent",
      "show-error",
      "fail-with-body",
      `connect-to = "localhost:3000:${new URL(system.producer.url).host}"`,
      // A header of the command itself wins.
      `oauth2-bearer = "${TOKEN}"`,
    ].join("\n"),
  );
}

/** Submits, and waits until a generation has ended. */
async function posted(
  to: string,
  contentType: string,
  body: unknown,
): Promise<{ readonly id: string }> {
  const response = await system.fetch(to, {
    method: "POST",
    headers: {
      authorization: `Bearer ${TOKEN}`,
      "content-type": contentType,
      prefer: "wait=100",
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as { readonly id: string };
}

/** Runs a block as it is printed, except for its ids; returns what it prints. */
async function outputOf({ code }: Block): Promise<string> {
  const own = code.replaceAll(/\b(gen|batch)_(?:…|\w{26})/g, (id, kind: string) => ids[kind] ?? id);
  const running = run("/bin/sh", ["-euc", own], {
    cwd: folder,
    timeout: 100_000,
    env: {
      PATH: path.join(folder, "bin"),
      HOME: folder,
      NODE_COMPILE_CACHE: path.join(folder, "compiled"),
      ADMIN_TOKEN,
      DASHQUEUE_URL: system.producer.url,
      DASHQUEUE_TOKEN: TOKEN,
    },
  });
  running.child.stdin?.end();
  const { stdout } = await running.catch((error: unknown) => {
    const { message, stdout: answer } = error as Error & { readonly stdout: string };
    const hint = "Correct the guide, or list the block in NOT_RUN with the reason.";
    throw new Error([message, answer, hint].join("\n"), { cause: error });
  });
  return stdout;
}

/** A pattern for a line as a page shows it: with other ids, and without what it leaves out. */
function patternOf(line: string): RegExp {
  const parts = line.split(/\s*…\s*|(?<=\bgen_)\w{26}/);
  return new RegExp(parts.map((part) => RegExp.escape(part)).join(".*"));
}

const runnable = BLOCKS.filter((block) => !isListed(block));

describe.each(PAGES.filter((page) => runnable.some(({ file }) => file === page)))("%s", (page) => {
  it.each(runnable.filter(({ file }) => file === page))("$code", async (block) => {
    const output = await outputOf(block);
    for (const line of block.printed.split("\n").filter((text) => text !== ""))
      expect(output).toMatch(patternOf(line));
  });
});

it("lists no block that the guides do not have", () => {
  const unused = Object.keys(NOT_RUN).filter(
    (beginning) => !BLOCKS.some(({ code }) => code.trimStart().startsWith(beginning)),
  );
  expect(unused).toEqual([]);
});
