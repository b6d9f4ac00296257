import type { AccountGate, Lane, UploadPlaces, UploadStore } from "@dashqueue/queue/internal";
import { dayOf } from "@dashqueue/queue/internal";
import { createUntrustedFetch, type Logger } from "@dashqueue/service";

import type { Clients } from "../accounts/clients.ts";
import type { WorkerEnv } from "../env/env.ts";
import { createFileArchive } from "../archiving/file-archive.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { PipelinePorts } from "./pipeline.ts";
import { createPipeline } from "./pipeline.ts";
import { providerHosts } from "../accounts/provider-hosts.ts";
import { createProvider } from "../accounts/provider.ts";
import { takeQueryTurn } from "../accounts/query-turn.ts";
import { createReactions } from "../lanes/reactions.ts";
import { storeFile } from "../archiving/store-file.ts";
import { createTaskReports } from "../settling/task-reports.ts";
import { createWebhook } from "../notifying/webhook.ts";

/** What comes from outside. */
export interface Surroundings {
  readonly env: WorkerEnv;
  readonly logger: Logger;
  now(): number;
  random(): number;
}

/** What a worker is put together from. */
export interface Pieces extends Pick<
  PipelinePorts,
  | "accounts"
  | "findModel"
  | "store"
  | "queues"
  | "bell"
  | "callbacks"
  | "delays"
  | "laneLimits"
  | "spendLimits"
> {
  readonly gate: AccountGate;
  readonly metrics: Metrics;
  readonly clients: Clients;
  readonly uploads: UploadPlaces & UploadStore;
  lanes(): Promise<readonly Lane[]>;
}

/** The stages with what they need of the world: the provider, the archive, the callers. */
export function createConnectedPipeline(
  { env, logger, now, random }: Surroundings,
  { gate, metrics, clients, ...pieces }: Pieces,
) {
  const { accounts, findModel } = pieces;
  const reactions = createReactions(gate, logger, env.PROBE_INTERVAL_MS);
  const results = {
    fetch: createUntrustedFetch(accounts.flatMap(({ baseUrl }) => providerHosts(baseUrl))),
    archive: createFileArchive(env.ARCHIVE_URL),
  };
  const webhooks = createUntrustedFetch(env.WEBHOOK_PRIVATE_HOSTS);
  return createPipeline({
    ...pieces,
    provider: createProvider({
      client: clients.at,
      sentAs: (model) => findModel(model)?.sentAs ?? model,
      queryTurn: (account, signal) =>
        takeQueryTurn({ reserve: (ms) => gate.reserveQuery(account, ms), now }, signal),
      refused: reactions.pauseAccount,
      createAnswered: metrics.createAnswered,
    }),
    react: reactions.react,
    serverSince: gate.serverSince,
    checked: gate.checked,
    async overLimit(lane) {
      if (await reactions.stopSpending(lane, dayOf(now()))) metrics.spendLimitReached(lane);
    },
    taskReports: createTaskReports(logger),
    async storeFile(id, file, signal) {
      const stored = await storeFile(results, id, file, signal);
      if (stored.kind === "stored") metrics.archived(stored.file.bytes);
      return stored;
    },
    deliver: createWebhook(env.WEBHOOK_SECRET, webhooks, now),
    probeMs: env.PROBE_INTERVAL_MS,
    now,
    random,
  });
}
