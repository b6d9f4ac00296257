import { randomUUID } from "node:crypto";

import { findModel, retiresAt } from "@dashqueue/dashscope";
import { EXAMPLES } from "@dashqueue/dashscope/examples";
import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import type { ServedSystem } from "../system.ts";
import { CLOSE, startServedSystem } from "../system.ts";

const LIVING = EXAMPLES.filter(([id]) => Date.now() < retiresAt(findModel(id) ?? {}));
const LIMITS = { "*": { submitsPerSecond: 1_000, maxInFlight: 1_000 } };

interface Answer {
  readonly output: {
    readonly task_id: string;
    readonly task_status: string;
  };
  readonly usage?: Readonly<Record<string, unknown>>;
}

/** Every link to one of our files, wherever the model's answers have it. */
function linksIn(output: Answer["output"]): readonly string[] {
  return JSON.stringify(output).match(/http:[^"]*\/v1\/generations\/[^"]*/g) ?? [];
}

/** A file in base64 arrives as an upload. */
function withoutFiles(request: unknown): unknown {
  return JSON.parse(JSON.stringify(request).replaceAll(/"(?:data:|oss:\/\/)[^"]*"/g, '"file"'));
}

const TYPES: Readonly<Record<string, string>> = {
  mp4: "video/mp4",
  png: "image/png",
  webp: "image/webp",
  json: "application/json; charset=utf-8",
  gz: "application/gzip",
  glb: "model/gltf-binary",
};

async function createAndWait(system: ServedSystem, path: string, body: object): Promise<Answer> {
  const key = randomUUID();
  // All requests arrive at once: like any client, this one retries when the producer is too busy.
  const created = await waitFor(
    async () => {
      const response = await system.fetch(`/api/v1${path}`, {
        method: "POST",
        headers: { "X-DashScope-Async": "enable", "Idempotency-Key": key },
        body: JSON.stringify(body),
      });
      return response.status !== 503 && response;
    },
    { timeoutMs: 60_000, everyMs: 1_000 },
  );
  const { output } = (await created.json()) as Answer;
  expect(created.status, JSON.stringify(output)).toBe(200);
  return waitFor(
    async () => {
      const response = await system.fetch(`/api/v1/tasks/${output.task_id}`);
      if (response.status === 503) return false;
      const answer = (await response.json()) as Answer;
      return ["SUCCEEDED", "FAILED"].includes(answer.output.task_status) && answer;
    },
    { timeoutMs: 200_000, everyMs: 1_000 },
  );
}

it("serves the documented example of every model, and sends it unchanged", async () => {
  await using system = await startServedSystem({
    simulator: { limits: LIMITS, queryQps: 1_000, pendingMs: 10, runningMs: 50 },
    env: { DASHSCOPE_LIMITS: JSON.stringify(LIMITS), DASHSCOPE_QUERY_QPS: "1000" },
  });
  await system.startWorker();
  await Promise.all(
    LIVING.map(async ([id, { input, parameters }]) => {
      const model = findModel(id);
      const body = { model: id, input, ...(parameters === undefined ? {} : { parameters }) };
      const { output, usage } = await createAndWait(system, model?.path ?? "", body);
      expect(output.task_status, id).toBe("SUCCEEDED");
      // The provider reports the billed units under a name that depends on the model.
      expect(Number(usage?.[model?.usageKey ?? ""]), `usage of ${id}`).toBeGreaterThan(0);
      const links = linksIn(output);
      expect(new Set(links).size, id).toBe(links.length);
      expect(links.length, id).toBeGreaterThan(0);
      for (const link of links) {
        const file = await fetch(link, { headers: CLOSE });
        expect([file.status, file.headers.get("content-type")], id).toEqual([
          200,
          TYPES[link.split(".").at(-1) ?? ""],
        ]);
      }
      const task = system.simulator.tasks().find(({ request }) => request.model === id);
      const sent = { model: id, input, parameters: parameters ?? {} };
      expect(withoutFiles(task?.request), id).toEqual(withoutFiles(sent));
    }),
  );
  const made = system.simulator.tasks();
  expect(new Set(made.map(({ model }) => model))).toEqual(new Set(LIVING.map(([id]) => id)));
  expect(made).toHaveLength(LIVING.length);
}, 240_000);
