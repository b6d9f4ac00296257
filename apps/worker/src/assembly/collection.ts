import type { Archive } from "@dashqueue/archive";
import type { CollectionGate } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import { createUntrustedFetch } from "@dashqueue/service";

import type { Account } from "../accounts/accounts.ts";
import { resultHosts } from "../accounts/result-hosts.ts";
import { resultOrigins } from "../accounts/result-origins.ts";
import { createArchiveCheck } from "../archiving/archive-check.ts";
import { createCollectionWatch, isBlocked } from "../archiving/collection-watch.ts";
import type { ResumeCopiesPorts } from "../archiving/resume-copies.ts";
import { resumeCopies } from "../archiving/resume-copies.ts";
import { storeFile } from "../archiving/store-file.ts";
import type { WorkerEnv } from "../env/env.ts";
import type { Metrics } from "../metrics/metrics.ts";
import type { StageAdapters } from "./stages.ts";

interface Collection extends Pick<StageAdapters, "storeFile" | "holdsFile" | "isCollectable"> {
  /** Checks the archive and the path to the result hosts, and resumes what waited for them. */
  checkCollection(signal: AbortSignal): Promise<void>;
}

/** How long a result host may take to answer a check. */
const REACH_MS = 10_000;
/** The last waiting result is due at most this long after it can be copied again. */
const RESUME_MS = 60_000;

interface CollectionPorts {
  readonly env: WorkerEnv;
  readonly logger: Logger;
  readonly archive: Archive;
  now(): number;
  readonly workerId: string;
  readonly accounts: readonly Account[];
  readonly collectionGate: CollectionGate;
  readonly metrics: Pick<Metrics, "archived">;
  readonly store: ResumeCopiesPorts["store"];
  readonly queues: ResumeCopiesPorts["queues"];
  readonly delays: ResumeCopiesPorts["delays"];
}

/** Builds what stores results, and what finds out whether they can be stored (G11). */
export function createCollection({
  env,
  logger,
  archive,
  now,
  workerId,
  accounts,
  collectionGate: gate,
  metrics,
  ...resume
}: CollectionPorts): Collection {
  const fetch = createUntrustedFetch(resultHosts(env, accounts), { proxy: env });
  const watch = createCollectionWatch({
    accounts: accounts.map(({ name, baseUrl }) => ({ name, origins: resultOrigins(baseUrl) })),
    archive: createArchiveCheck(archive),
    async reach(origin) {
      const { stream } = await fetch.download(`${origin}/`, AbortSignal.timeout(REACH_MS));
      stream.destroy();
    },
    gate,
    resumeCopies: (isMeant, signal) =>
      resumeCopies(
        isMeant,
        { ...resume, withinMs: RESUME_MS - env.REPAIR_INTERVAL_MS, now },
        signal,
      ),
    worker: workerId,
    logger,
    intervalMs: env.REPAIR_INTERVAL_MS,
    now,
  });
  const storesResults = env.WORKER_STAGES.includes("archive");
  return {
    async checkCollection(signal) {
      if (storesResults) await watch.check(signal);
    },
    // A worker that stores no results believes those that do.
    isCollectable: async (account) =>
      storesResults ? watch.isCollectable(account) : !isBlocked(await gate.blocks(), account),
    async holdsFile(generationId, { name, bytes }) {
      // An archive that cannot be read is not trusted: the next write shows what is wrong.
      const found = await archive.stat(`${generationId}/${name}`).catch(() => null);
      return found?.bytes === bytes;
    },
    async storeFile(archiving, result, signal) {
      // Some links do not say when they expire.
      const file = { ...result, expiresAt: result.expiresAt ?? archiving.result.expiresAt };
      const stored = await storeFile({ fetch, archive, now }, archiving.id, file, signal);
      if (stored.kind === "stored") metrics.archived(stored.file.bytes);
      if (!signal.aborted) await watch.observed(archiving, file.url, stored);
      return stored;
    },
  };
}
