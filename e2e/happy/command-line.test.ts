import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { runCli } from "@dashqueue/cli";
import { waitFor } from "@dashqueue/testing";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { ServedSystem } from "../system.ts";
import { EXAMPLE, prompt, startServedSystem } from "../system.ts";

const PROGRAM = path.resolve(import.meta.dirname, "../../packages/cli/src/main.ts");
const PICTURE = path.resolve(import.meta.dirname, "../../examples/picture.png");
const TOKEN = "a-token-of-the-producer";
const ADMIN = "a-token-of-an-operator";

let system: ServedSystem;
let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "dashqueue-cli-"));
  const WEBHOOK_SECRETS_KEY = Buffer.alloc(32, 1).toString("base64");
  system = await startServedSystem({
    env: { PRODUCER_TOKENS: TOKEN, ADMIN_TOKENS: ADMIN, WEBHOOK_SECRETS_KEY },
  });
  await system.startWorker();
});
afterAll(async () => {
  await system[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

interface Settings {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Runs a command line as a script does: without a terminal. */
async function cli(words: readonly string[], { stdin = "", env, signal }: Settings = {}) {
  let out = "";
  let err = "";
  const code = await runCli(words, {
    version: "1.2.3",
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    isInteractive: false,
    hasColors: false,
    readStdin: async () => stdin,
    env: { DASHQUEUE_URL: system.producer.url, DASHQUEUE_TOKEN: TOKEN, ...env },
    now: Date.now,
    signal: signal ?? new AbortController().signal,
  });
  return { code, out, err };
}

const requestOf = (text: string) => JSON.stringify({ ...EXAMPLE, ...prompt(text) });

/** Submits a request from stdin; returns what is printed. */
async function submitted(text: string, ...words: readonly string[]) {
  const { out } = await cli(["submit", "-", "--json", ...words], { stdin: requestOf(text) });
  return JSON.parse(out) as { readonly id: string; readonly status: string };
}

describe("submit", () => {
  it("uploads a local file, waits, and saves the video", async () => {
    const words = ["submit", "--model", "wan2.6-i2v", "--prompt", "it moves", "--image", PICTURE];
    const { code, out, err } = await cli([...words, "--save", folder, "--json"]);
    expect([code, err]).toEqual([0, expect.stringContaining("running")]);
    const generation = JSON.parse(out) as {
      readonly request: { readonly input: { readonly img_url: string } };
      readonly output: {
        readonly files: readonly [{ readonly name: string; readonly bytes: number }];
      };
    };
    expect(generation.request.input.img_url).toMatch(/^upload:\/\//);
    const [{ name, bytes }] = generation.output.files;
    expect((await stat(path.join(folder, name))).size).toBe(bytes);
  });

  it("says what a request would cost, and buys nothing", async () => {
    const tasks = system.simulator.tasks().length;
    const text = requestOf("a film that is not bought");
    const { code, out } = await cli(["submit", "-", "--dry-run"], { stdin: text });
    expect([code, out]).toEqual([0, expect.stringMatching(/cost +at most \d+\.\d+ CNY/)]);
    expect((await cli(["list"])).out).not.toContain("not bought");
    expect(system.simulator.tasks()).toHaveLength(tasks);
  });

  it("buys once with the same key", async () => {
    const first = await submitted("film 1", "--idempotency-key", "order-1");
    const words = ["submit", "-", "--idempotency-key", "order-1"];
    const { out, err } = await cli(words, { stdin: requestOf("film 1") });
    expect(out).toContain(first.id);
    expect(err).toContain("nothing was bought");
  });

  it("exits with 1 if the generation fails, and says why", async () => {
    const { code, out } = await cli(["submit", "-", "--wait"], {
      stdin: requestOf("a film [sim:fail DataInspectionFailed]"),
    });
    expect(code).toBe(1);
    expect(out).toMatch(/error +content_rejected: .*not charged/);
  });

  it("exits with 3 and names every wrong field", async () => {
    const words = ["submit", "--model", "wan2.6-t2v", "--parameter", "size=7", "--json"];
    const { code, err } = await cli(words);
    expect(code).toBe(3);
    const { error } = JSON.parse(err) as {
      readonly error: { readonly status: number; readonly problems: readonly { path: string }[] };
    };
    expect(error.status).toBe(400);
    expect(error.problems.map((problem) => problem.path)).toEqual(
      expect.arrayContaining(["input.prompt", "parameters.size"]),
    );
  });
});

describe("many at once", () => {
  const lines = ["batch film 1", "", "batch film 2"].map((text) => text && requestOf(text));
  const stdin = lines.join("\n");

  it("are quoted, submitted, waited for and read as JSON Lines", async () => {
    const quote = await cli(["batch", "submit", "-", "--dry-run"], { stdin });
    expect(quote).toMatchObject({ code: 0, out: /submits +2\ncost +at most 7\.00 CNY/ });
    const words = ["batch", "submit", "-", "--idempotency-key", "films-1", "--wait"];
    const { code, out, err } = await cli(words, { stdin });
    expect([code, out]).toEqual([0, expect.stringContaining("ended, 2 of 2 have ended")]);
    const [, id = ""] = /batch +(batch_\w+)/.exec(out) ?? [];
    expect(err).toContain(`${id} `);
    const again = await cli(words.slice(0, -1), { stdin });
    expect(again.err).toContain("nothing was bought");
    const results = (await cli(["batch", "results", id])).out.trimEnd().split("\n");
    expect(results.map((line): unknown => JSON.parse(line))).toMatchObject([
      { index: 0, generation: { status: "succeeded" } },
      { index: 1, generation: { status: "succeeded" } },
    ]);
    expect((await cli(["batch", "get", id])).out).toMatch(/cost +7\.00 CNY settled/);
    expect((await cli(["batch", "cancel", id])).code).toBe(0);
    expect(await cli(["batch", "wait", id])).toMatchObject({ code: 0 });
    expect((await cli(["batch", "get", "batch_1"])).code).toBe(3);
  });

  it("are done again by a filter, once the price is confirmed", async () => {
    const words = ["bulk", "regenerate", "--words", "batch film", "--status", "succeeded"];
    const shown = await cli(words);
    expect(shown).toMatchObject({ code: 0, out: /matches +2\ncost +at most 7\.00 CNY/ });
    const [, code = ""] = /--confirm (\S+)/.exec(shown.err) ?? [];
    const done = await cli([...words, "--confirm", code, "--idempotency-key", "again-1"]);
    expect(done).toMatchObject({ code: 0, out: /status +finished\ndone +2 of 2/ });
    const [, operation = ""] = /operation +(\S+)/.exec(done.out) ?? [];
    expect((await cli(["bulk", "show", operation])).out).toContain("2 of 2");
    expect((await cli(["bulk", "stop", operation])).out).toContain("finished");
    expect((await cli(["bulk", "wait", operation])).code).toBe(0);
    const bought = () =>
      system.simulator
        .tasks()
        .filter(({ request }) => String(request.input["prompt"]).startsWith("batch film"));
    await waitFor(() => bought().length === 4);
    expect((await cli(["bulk", "delete", "--confirm", "?", "--words", "a"])).code).toBe(2);
  });
});

describe("the other commands", () => {
  it("read, list, wait and cancel", async () => {
    const { id } = await submitted("film 2");
    expect((await cli(["get", id])).out).toContain(`generation  ${id}`);
    expect(await cli(["wait", id])).toMatchObject({ code: 0, out: /status +succeeded/ });
    expect((await cli(["cancel", id])).out).toMatch(/status +succeeded/);
    const lines = (await cli(["list", "--limit", "2", "--json"])).out.trim().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { readonly id: string }).id)[0]).toBe(id);
    expect(lines).toHaveLength(2);
    const found = await cli(["list", "--words", "film 2", "--metadata", "none=such"]);
    expect(found.out).toBe("No generations.\n");
    const table = (await cli(["list", "--words", "FILM 2", "--status", "succeeded,failed"])).out;
    expect(table).toMatch(/^GENERATION +STATUS/);
    expect(table).toContain(id);
    expect((await cli(["delete", id])).out).toBe(`${id} is deleted.\n`);
    expect((await cli(["get", id])).code).toBe(3);
  });

  it("show models and costs", async () => {
    expect((await cli(["models"])).out).toMatch(/wan2\.6-t2v +\S+ CNY/);
    expect((await cli(["models", "wan2.6-t2v"])).out).toContain('"prompt"');
    expect((await cli(["costs"])).out).toMatch(/total +settled/);
    expect((await cli(["costs", "--from", "2020-01-01", "--to", "2020-01-02"])).out).toMatch(
      /Nothing was spent/,
    );
  });

  it("list the workers that run, and drain one", async () => {
    const admin = (...words: string[]) => cli(["workers", ...words, "--token", ADMIN]);
    const listed = await admin("list");
    const [, id = ""] = /^(\w+) +\S+ \d+ +\S+ +2\S+ +submit,.* running$/m.exec(listed.out) ?? [];
    expect((await admin("drain", id)).out).toMatch(new RegExp(`^${id} .*drain(ing|ed)$`, "m"));
    expect((await admin("resume", id)).out).toMatch(new RegExp(`^${id} .*running$`, "m"));
    expect(await admin("drain", "gone")).toMatchObject({ code: 3, err: /No worker with this id/ });
  });

  it("manage tenants and their keys", async () => {
    const admin = (...words: string[]) => cli(["tenants", ...words, "--token", ADMIN]);
    const created = await admin("create", "films", "--weight", "3", "--max-queued", "5");
    expect(created.out).toMatch(/films +3 +max_queued 5/);
    const [, key = ""] = /Key: (\S+)/.exec(created.out) ?? [];
    expect((await cli(["list"], { env: { DASHQUEUE_TOKEN: key } })).out).toBe("No generations.\n");
    expect((await admin("change", "films", "--max-queued", "none")).out).toMatch(/films +3 +none/);
    expect((await admin("add-key", "films")).out).toContain("Key: dq_");
    expect((await admin("get", "films")).out).toMatch(/EXPIRES/);
    const secret = await admin("add-webhook-secret", "films");
    expect(secret.out).toContain("Secret: whsec_");
    const [, secretId = ""] =
      /^(\S+) +whsec_/m.exec((await admin("webhook-secrets", "films")).out) ?? [];
    expect((await admin("remove-webhook-secret", "films", secretId)).code).toBe(0);
    expect((await admin("bulk")).out).toMatch(/^OPERATION +TENANT/);
    expect((await admin("stop-bulk", "bulk_unknown")).err).toContain("no bulk operation");
    expect((await admin("remove-key", "films", key.slice(0, 11))).code).toBe(0);
    expect((await admin("disable", "films")).out).toMatch(/films.*20\d\d-/);
    expect((await admin("list")).out).toContain("films");
    expect((await cli(["tenants", "list"])).code).toBe(3);
  });

  it("exit with a code for each kind of error, and say what to do", async () => {
    expect(await cli(["get"])).toMatchObject({ code: 2, err: /missing required argument/ });
    expect(await cli(["submit"])).toMatchObject({ code: 2, err: /pass --model/ });
    expect(await cli(["--version"])).toMatchObject({ code: 0, out: "1.2.3\n" });
    expect(await cli(["get", "gen_1"])).toMatchObject({ code: 3, err: /./ });
    const wrongToken = await cli(["list"], { env: { DASHQUEUE_TOKEN: "another-token" } });
    expect(wrongToken).toMatchObject({ code: 3, err: /DASHQUEUE_TOKEN/ });
    expect(await cli(["list", "--url", "localhost"])).toMatchObject({ code: 2, err: /producer/ });
    const signal = AbortSignal.abort();
    expect((await cli(["list"], { signal })).code).toBe(130);
  });
});

describe("doctor", () => {
  const part = (name: string) => new RegExp(`^(ok|warn) +${name} .*`, "m");

  it("finds a sound installation sound", async () => {
    const { REDIS_URL = "", ARCHIVE_URL = "", DASHQUEUE_PREFIX = "" } = system.env;
    const env = { REDIS_URL, ARCHIVE_URL, DASHQUEUE_PREFIX, DASHSCOPE_API_KEY: "sk-simulator" };
    const { code, out } = await cli(["doctor"], { env });
    expect([code, out]).toEqual([0, expect.any(String)]);
    for (const name of ["token", "producer", "models", "waiting", "redis", "archive", "key"])
      expect(out).toMatch(part(name));
    expect(out).toContain("Redis and this machine agree");
  });

  it("names what is wrong, and exits with 1", async () => {
    const env = {
      DASHQUEUE_TOKEN: "sk-of-dashscope",
      REDIS_URL: "redis://127.0.0.1:1",
      ARCHIVE_URL: "nowhere",
    };
    const { code, out } = await cli(["doctor", "--json"], { env });
    const found = JSON.parse(out) as readonly { name: string; state: string; message: string }[];
    expect(code).toBe(1);
    const failed = found.filter(({ state }) => state === "fail").map(({ name }) => name);
    expect(failed).toEqual(["token", "models", "waiting", "redis", "archive"]);
    expect(found.find(({ name }) => name === "redis")?.message).toMatch(/check REDIS_URL/);
  });
});

it("is a program", async () => {
  const env = { DASHQUEUE_URL: system.producer.url, DASHQUEUE_TOKEN: TOKEN };
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [PROGRAM, "list", "--json"], { env });
  expect(stdout.trim().split("\n").length).toBeGreaterThan(1);
  const version = (await run(process.execPath, [PROGRAM, "--version"])).stdout.trim();
  const manifest = await readFile(path.resolve(PROGRAM, "../../package.json"), "utf8");
  expect(JSON.parse(manifest)).toMatchObject({ version });
});

describe("mcp", () => {
  const agent = new Client({ name: "test", version: "1" });
  beforeAll(() =>
    agent.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: [PROGRAM, "mcp"],
        env: { DASHQUEUE_URL: system.producer.url, DASHQUEUE_TOKEN: TOKEN },
      }),
    ),
  );
  afterAll(() => agent.close());

  async function use(name: string, given: Readonly<Record<string, unknown>>) {
    const { content, isError } = await agent.callTool({ name, arguments: given });
    const [first] = content as readonly { readonly text?: string }[];
    const text = first?.text ?? "";
    return isError === true ? text : (JSON.parse(text) as Readonly<Record<string, unknown>>);
  }
  const { model, parameters } = EXAMPLE;
  const film = { model, parameters, ...prompt("a film for an agent") };

  it("instructs an agent what spends money and how to buy once", async () => {
    const { tools } = await agent.listTools();
    expect(tools.map(({ name }) => name).toSorted()).toEqual([
      "cancel",
      "models",
      "quote",
      "status",
      "submit",
      "wait",
    ]);
    const submit = tools.find(({ name }) => name === "submit");
    expect(submit?.description).toMatch(/spends money.*bought once.*purpose/s);
  });

  it("buys once when the agent repeats itself, and again for another purpose", async () => {
    expect(await use("quote", film)).toMatchObject({ dry_run: true, estimate: { amount: "3.50" } });
    const first = await use("submit", film);
    expect(first).toMatchObject({ replayed: false });
    const { input, ...rest } = film;
    const reordered = { input: Object.fromEntries(Object.entries(input).toReversed()), ...rest };
    const again = await use("submit", reordered);
    expect(again).toMatchObject({ id: (first as { readonly id: string }).id, replayed: true });
    const other = await use("submit", { ...film, purpose: "variant 2" });
    expect(other).toMatchObject({ replayed: false });

    const ended = await use("wait", { id: (other as { readonly id: string }).id });
    expect(ended).toMatchObject({ status: "succeeded", files: [{ name: "video.mp4" }] });
    expect(await use("status", { id: (first as { readonly id: string }).id })).toMatchObject({
      model,
    });
    const bought = system.simulator
      .tasks()
      .filter(({ request }) => request.input["prompt"] === "a film for an agent");
    expect(bought).toHaveLength(2);
  });

  it("passes on what the server refuses", async () => {
    expect(await use("status", { id: "gen_1" })).toMatch(/./);
    expect(await use("submit", { model, input: {} })).toMatch(/input\.function/);
    expect(await use("models", {})).toMatchObject({ models: expect.any(Array) });
    expect(await use("models", { id: "wan2.6-t2v" })).toMatchObject({ id: "wan2.6-t2v" });
  });
});
