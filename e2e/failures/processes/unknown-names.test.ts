import { waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { expect, it } from "vitest";

import type { ServedSystem } from "../../system.ts";
import { startServedSystem } from "../../system.ts";

const UNKNOWN = {
  DASHSCOPE_ALLOW_UNKNOWN_MODELS: "true",
  DASHSCOPE_MAX_UNKNOWN_MODELS: "5",
};
const submission = (model: string) => ({
  model,
  input: { prompt: "a girl" },
  parameters: undefined,
});

/** Submits to a path of DashScope's own API; returns the id. */
async function createAt(system: ServedSystem, path: string, model = ""): Promise<string> {
  const response = await system.fetch(`/api/v1${path}`, {
    method: "POST",
    headers: { "x-dashscope-async": "enable" },
    body: JSON.stringify(submission(model)),
  });
  return ((await response.json()) as { output: { task_id: string } }).output.task_id;
}

it("opens few queues and connections for invented models, and closes them again", async () => {
  await using system = await startServedSystem({ env: UNKNOWN });
  await using stack = new AsyncDisposableStack();
  const redis = stack.adopt(new Redis(system.env["REDIS_URL"] ?? ""), (open) => open.disconnect());
  const models = () => redis.smembers(`${system.env["DASHQUEUE_PREFIX"]}:models`);
  // BullMQ names a worker's connection after its queue, in Base64.
  const invented = `${system.env["DASHQUEUE_PREFIX"]}:${btoa("submit-invented")}`;
  const blocked = async () => {
    const clients = String(await redis.client("LIST")).split("\n");
    const names = clients.map((client) => / name=(\S*)/.exec(client)?.[1] ?? "");
    return names.filter((name) => name.startsWith(invented)).length;
  };
  const worker = await system.startWorker();
  const names = Array.from({ length: 40 }, (_, index) => `invented-${index}`);
  const answers = await Promise.all(
    names.map((name) =>
      system.create(submission(name)).then(
        ({ id }) => ({ name, id, refusal: "" }),
        (error: unknown) => ({ name, id: "", refusal: String(error) }),
      ),
    ),
  );
  const accepted = answers.filter(({ id }) => id !== "");
  expect(accepted).toHaveLength(5);
  expect(answers.find(({ id }) => id === "")?.refusal).toMatch(/400.*DASHSCOPE_MAX_UNKNOWN_MODELS/);
  await worker.waitForLog(({ event }) => event === "lane-delayed");
  await waitFor(async () => (await blocked()) === 5, { timeoutMs: 60_000 });

  for (const { id } of accepted) await system.cancel(id);
  await waitFor(async () => (await models()).length === 0, { timeoutMs: 60_000 });
  await waitFor(async () => (await blocked()) === 0, { timeoutMs: 60_000 });

  // A forgotten name gets a queue again, and a known model is not affected.
  const again = await createAt(system, "/services/aigc/invented/generation", accepted[0]?.name);
  await waitFor(async () => (await system.get(again)).error !== null, { timeoutMs: 60_000 });
  const paths = system.simulator.requests().map(({ path }) => path);
  expect(paths).toContain("/api/v1/services/aigc/invented/generation");
  const { id } = await system.create();
  await system.until(id, "succeeded");
});
