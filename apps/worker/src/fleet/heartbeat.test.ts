import { findModel } from "@dashqueue/dashscope";
import type { WorkerReport } from "@dashqueue/queue/internal";
import { createLogger } from "@dashqueue/service";
import { expect, it } from "vitest";

import { FAILURE, START } from "../../test/fixtures/generations.ts";
import type { Account } from "../accounts/accounts.ts";
import { createFleetView } from "./fleet-view.ts";
import { createHeartbeat } from "./heartbeat.ts";
import { createKeyRefusals } from "../lanes/key-refusals.ts";

const baseUrl = "https://dashscope.aliyuncs.com/api/v1";
const PARIS: Account = { name: "paris", apiKey: "sk-secret", baseUrl, weight: 1, limits: {} };
const OTHER: WorkerReport = {
  paris: {
    baseUrl,
    limits: { "*": { submitsPerSecond: 1, maxInFlight: 1 } },
    feedAhead: 0,
    keyRefused: null,
  },
};

it("reports limits and refused keys without the key, and logs each difference once (G7)", async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = createLogger("test", { level: "info", pretty: false, destination });
  const keyRefusals = createKeyRefusals(() => START, 60_000);
  const others: WorkerReport[] = [];
  const sent: WorkerReport[] = [];
  const beat = createHeartbeat({
    accounts: [PARIS],
    exchange: async (own) => (sent.push(own), [own, ...others]),
    fleet: createFleetView(findModel, { of: () => ({ reported: null, live: {} }) }),
    keyRefusals,
    limits: { queriesPerSecond: 20, dailySpend: { overall: { CNY: "100" }, accounts: {} } },
    logger,
  });
  await beat();
  expect(lines).toEqual([]);

  others.push(OTHER);
  await beat();
  await beat();
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { level: "warn", event: "limits-differ", account: "paris" },
  ]);

  keyRefusals.refuse("paris", { ...FAILURE, kind: "authentication" }, "query");
  await beat();
  expect(sent.at(-1)).toMatchObject({
    paris: {
      queryLimit: 20,
      dailySpend: { account: {}, overall: { CNY: "100" } },
      keyRefused: { kind: "authentication" },
    },
  });
  expect(JSON.stringify(sent)).not.toContain("sk-secret");
});
