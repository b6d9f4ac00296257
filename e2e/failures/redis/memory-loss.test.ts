import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { startRedis, waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { expect, it } from "vitest";

import { createFilms, EXAMPLE, prompt, startServedSystem, startSystem } from "../../system.ts";

const execute = promisify(execFile);

/** Create requests that were in flight must have ended before the lanes open. */
const QUICK = { DASHSCOPE_TIMEOUT_MS: "2000" };

/** A request of a model that never shows a prompt. */
function dance(name: string) {
  const input = {
    image_url: `https://media.example/${name}.png`,
    video_url: "https://media.example/dance.mp4",
  };
  return { model: "wan2.2-animate-move", input, parameters: { mode: "wan-std" } };
}

/** Redis is restored from a copy that is older than the create requests. */
it("pays once for a create request that Redis has forgotten (G1, G9)", async () => {
  await using stack = new AsyncDisposableStack();
  const home = await mkdtemp(path.join(tmpdir(), "dashqueue-redis-"));
  stack.defer(() => rm(home, { recursive: true, force: true }));
  const [directory, backup] = [path.join(home, "data"), path.join(home, "backup")];
  const redis = stack.use(await startRedis({ directory, appendOnly: true }));
  const system = stack.use(await startServedSystem({ redisUrl: redis.url, env: QUICK }));
  const { simulator } = system;
  const ids = await createFilms(system, 1, 2);
  const dances = [await system.create(dance("a")), await system.create(dance("b"))];
  await cp(directory, backup, { recursive: true });

  const first = await system.startWorker();
  const tasksOf = (model: string) => simulator.tasks().filter((task) => task.model === model);
  await waitFor(
    () => tasksOf(EXAMPLE.model).length === 2 && tasksOf("wan2.2-animate-move").length > 0,
    { timeoutMs: 60_000 },
  );
  await first.kill();
  const danced = tasksOf("wan2.2-animate-move").length;
  await waitFor(() => createElsewhere(simulator.baseUrl), { timeoutMs: 60_000 });
  await redis.kill();
  await rm(directory, { recursive: true });
  await cp(backup, directory, { recursive: true });
  await redis.restart();
  await waitFor(async () => (await system.fetch("/readyz")).ok, { timeoutMs: 60_000 });
  expect(await system.get(ids[0]!)).toMatchObject({ status: "queued", attempts: 0 });

  const second = await system.startWorker();
  for (const id of ids)
    expect(await system.until(id, "succeeded", "failed")).toMatchObject({
      status: "succeeded",
      attempts: 1,
    });
  expect(tasksOf(EXAMPLE.model)).toHaveLength(3);
  // The lane submits again, and the worker reports the task it could not explain.
  const { id } = await system.create(prompt("film 3"));
  await system.until(id, "succeeded");
  expect(second.output()).toContain("tasks-unexplained");

  // No prompt identifies the tasks of the other model, so a person has to (G1).
  const [waiting = ""] = dances.map((generation) => generation.id);
  const isExplained = async () => {
    const { error } = await system.get(waiting);
    return error?.kind === "unchecked" && error.message.includes("recover -- --disown");
  };
  await waitFor(isExplained, { timeoutMs: 60_000 });
  expect(tasksOf("wan2.2-animate-move")).toHaveLength(danced);
  await recover(system.env, "--disown");
  for (const generation of dances) await system.until(generation.id, "succeeded");
  expect(tasksOf("wan2.2-animate-move")).toHaveLength(danced + 2);
});

/** The steps of docs/operations/backup.md, with work that goes on after the backup. */
it("restores a backup, and pays once for what it has and for what it lacks (G1, G9)", async () => {
  await using stack = new AsyncDisposableStack();
  const home = await mkdtemp(path.join(tmpdir(), "dashqueue-redis-"));
  stack.defer(() => rm(home, { recursive: true, force: true }));
  const [directory, backup] = [path.join(home, "data"), path.join(home, "backup")];
  const redis = stack.use(await startRedis({ directory, appendOnly: true }));
  const limits = { [EXAMPLE.model]: { submitsPerSecond: 1_000, maxInFlight: 5 } };
  const env = { DASHSCOPE_LIMITS: JSON.stringify(limits) };
  const system = stack.use(
    await startSystem({ redisUrl: redis.url, simulator: { runningMs: 6_000, limits }, env }),
  );
  const { simulator } = system;
  const connection = new Redis(redis.url).on("error", () => {});
  stack.defer(() => connection.disconnect());

  // A task shows its prompt when it ends; until then the lost create request stays uncertain.
  const lost = { on: "create", match: { prompt: "film 2" } } as const;
  simulator.script({ ...lost, do: { kind: "accept-then-drop" } });
  const first = await system.startWorker();
  const [running = "", uncertain = ""] = await createFilms(system, 1, 2);
  await system.until(running, "running");
  await system.until(uncertain, "uncertain");
  await first.kill();
  const [queued = ""] = await createFilms(system, 3);
  await connection.config("SET", "auto-aof-rewrite-percentage", "0");
  expect(await connection.info("persistence")).toContain("aof_rewrite_in_progress:0");
  await cp(directory, backup, { recursive: true });
  await connection.config("SET", "auto-aof-rewrite-percentage", "100");

  const second = await system.startWorker();
  await createFilms(system, 4);
  await waitFor(() => simulator.tasks().length === 4, { timeoutMs: 60_000 });
  await second.kill();
  await redis.kill();
  await rm(directory, { recursive: true });
  await cp(backup, directory, { recursive: true });
  await redis.restart();
  expect(await connection.del(`${system.env["DASHQUEUE_PREFIX"]}:server`)).toBe(1);
  const statusOf = async (id: string) => (await system.get(id)).status;
  await waitFor(() => statusOf(running).catch(() => false), { timeoutMs: 60_000 });
  expect(await Promise.all([running, uncertain, queued].map(statusOf))).toEqual([
    "running",
    "uncertain",
    "queued",
  ]);

  await system.startWorker();
  const [repeated = ""] = await createFilms(system, 4);
  for (const id of [running, uncertain, queued, repeated])
    expect(await system.until(id, "succeeded", "failed")).toMatchObject({
      status: "succeeded",
      attempts: 1,
    });
  expect(simulator.ledger().entries).toHaveLength(4);
});

it("pays once when Redis is emptied and callers repeat their requests (G1)", async () => {
  await using stack = new AsyncDisposableStack();
  const redis = stack.use(await startRedis({ appendOnly: true }));
  const system = stack.use(
    await startServedSystem({ redisUrl: redis.url, simulator: { runningMs: 2_000 }, env: QUICK }),
  );
  const { simulator } = system;
  const repeat = async (...numbers: number[]) => {
    const ids: string[] = [];
    for (const number of numbers) {
      const headers = { "idempotency-key": `film-${number}` };
      ids.push((await system.create(prompt(`film ${number}`), headers)).id);
    }
    return ids;
  };
  const first = await system.startWorker();
  await repeat(1, 2);
  await waitFor(() => simulator.tasks().length >= 2, { timeoutMs: 60_000 });
  await first.kill();
  const connection = new Redis(redis.url);
  stack.defer(() => connection.disconnect());
  await connection.flushall();

  // What keeps the lane closed is shown while it lasts, and said once.
  const broken = { kind: "status", status: 500, code: "InternalError", message: "no" } as const;
  simulator.script({ on: "list", times: 3, do: broken });
  const second = await system.startWorker();
  const [repeated = ""] = await repeat(1);
  await waitFor(async () => (await system.get(repeated)).error?.kind === "unchecked", {
    timeoutMs: 60_000,
  });
  const metrics = await (await fetch(`${second.url}/metrics`)).text();
  expect(metrics).toMatch(/dashqueue_lane_unchecked\{account="default",model="[^"]+"\} 1/);
  await system.until(repeated, "succeeded");
  expect(second.output().split("cannot be listed")).toHaveLength(2);
  // Another caller repeats only after the lane was opened.
  for (const id of await repeat(2)) await system.until(id, "succeeded");
  expect(simulator.ledger().entries).toHaveLength(2);
  expect(second.output()).toContain("redis-empty");

  // In a paused queue, no ticket checks the lane of its model: the deadline does.
  const request = dance("late");
  const queue = `${system.env["DASHQUEUE_PREFIX"]}:submit-${request.model}`;
  await connection.hset(`${queue}:meta`, "paused", "1");
  const late = await system.create({ ...request, max_queue_seconds: 1 });
  expect(await system.until(late.id, "failed")).toMatchObject({
    attempts: 0,
    error: { kind: "deadline_exceeded" },
  });
});

it("lists and fetches the tasks that the provider still has when Redis is empty", async () => {
  await using system = await startSystem();
  await system.startWorker();
  const { id } = await system.create(prompt("film 1"));
  await system.until(id, "succeeded");
  expect((await recover(system.env)).stdout).toContain(id);

  // Redis is lost, and so are the names by day.
  await waitFor(() => existsSync(path.join(system.archive, id, "generation.json")));
  await rm(path.join(system.archive, "days"), { recursive: true });
  const empty = { ...system.env, DASHQUEUE_PREFIX: "{empty}" };
  const indexed = (await recover(empty, "--index")).stdout;
  expect(indexed).toContain("1 of them were not named by day");
  expect(indexed).toContain(`${id}, in the archive`);

  // The archive is lost, too; only the API key is left.
  await rm(path.join(system.archive, id), { recursive: true });
  const [task] = system.simulator.tasks();
  const { stdout } = await recover(empty, "--archive");
  expect(stdout).toContain("no generation: film 1");
  const folder = path.join(system.archive, `recovered-${task?.id}`);
  expect(await readdir(folder)).toEqual(["video.mp4"]);
  expect(stdout).toContain(path.join(folder, "video.mp4"));
});

function recover(env: Readonly<Record<string, string>>, ...options: string[]) {
  const script = fileURLToPath(
    new URL("../../../apps/worker/src/recover/main.ts", import.meta.url),
  );
  return execute(process.execPath, [script, ...options], { env });
}

/** Another system creates a task on the same account; returns whether the provider accepted it. */
async function createElsewhere(baseUrl: string): Promise<boolean> {
  const { ok } = await fetch(`${baseUrl}/services/aigc/video-generation/video-synthesis`, {
    method: "POST",
    headers: {
      authorization: "Bearer sk-simulator",
      "content-type": "application/json",
      "x-dashscope-async": "enable",
    },
    body: JSON.stringify({ ...EXAMPLE, ...prompt("a film of another system") }),
  });
  return ok;
}
