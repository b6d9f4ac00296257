import type { Batch, BatchCost } from "../../generation/batch/batch.ts";
import { batchCostSchema, batchSchema } from "../../generation/batch/batch.ts";
import { idRangeOf } from "../../generation/batch/batch-id.ts";
import type { Queued, Status } from "../../generation/generation.ts";
import { STATUSES } from "../../generation/status.ts";
import { submitByOf } from "../../generation/deadlines.ts";
import { rankOf } from "../../generation/waiting/rank.ts";
import type { Keys } from "../keys.ts";
import { readScript, runScript, scriptOf } from "../script.ts";
import type { Idempotency } from "../script-arguments.ts";
import type { StorePorts } from "../store-ports.ts";
import type { Accepted, Answer } from "./accepted.ts";
import { acceptedOf } from "./accepted.ts";

const ACCEPT_BATCH = readScript("accept-batch");

// A batch that was forgotten meanwhile stays so.
const KEEP_COST = scriptOf(
  `if redis.call("EXISTS", KEYS[1]) == 1 then redis.call("HSET", KEYS[1], "cost", ARGV[1]) end`,
);

/** A batch with what is stored when it is accepted. */
export interface NewBatch {
  readonly batch: Batch;
  /** With the ids that belong to the batch. */
  readonly generations: readonly Queued[];
  readonly idempotency: Idempotency | null;
  /** The models of these generations that the catalog does not know. */
  readonly unknownModels: ReadonlySet<string>;
  /** How many models there may be in all with the unknown ones; null for no limit. */
  readonly mostModels: number | null;
}

/** The batches, whose generations are accepted together. */
export interface Batches {
  /** Stores all generations or none; durable when the promise resolves (G9). */
  acceptBatch(wanted: NewBatch): Promise<Accepted>;
  /** The batch that an idempotency key has made; durable when the promise resolves (G9). */
  batchOf(key: string): Promise<{ readonly id: string; readonly fingerprint: string } | null>;
  /** Null for an unknown id. */
  batch(id: string): Promise<Batch | null>;
  /** How many of its generations have each status; Redis no longer has the others. */
  batchStatuses(id: string): Promise<Readonly<Record<Status, number>>>;
  /** What an ended batch cost; null before it was kept. */
  batchCost(id: string): Promise<readonly BatchCost[] | null>;
  /** Keeps what an ended batch cost, so that its records need not be read again. */
  keepBatchCost(id: string, cost: readonly BatchCost[]): Promise<void>;
}

/** The records of a batch that was not accepted expire after this time. */
const STAGED_MS = 60 * 60_000;
const CHUNK = 200;

export function createBatches(ports: StorePorts): Batches {
  const { redis, keys } = ports;
  return {
    acceptBatch: (wanted) => acceptBatch(ports, wanted),
    async batchOf(key) {
      const [id, fingerprint] = await redis.hmget(keys.idempotency(key), "id", "fingerprint");
      if (!id || !fingerprint) return null;
      await ports.confirm(keys.batch(id), 0);
      return { id, fingerprint };
    },
    async batch(id) {
      const json = await redis.hget(keys.batch(id), "record");
      return json === null ? null : batchSchema.parse(JSON.parse(json));
    },
    async batchStatuses(id) {
      const [lowest, highest] = idRangeOf(id);
      const read = redis.multi();
      for (const status of STATUSES)
        read.zlexcount(keys.index({ status }), `[${lowest}`, `[${highest}`);
      const counts = (await read.exec()) ?? [];
      const entries = STATUSES.map((status, index) => [status, Number(counts[index]?.[1])]);
      return Object.fromEntries(entries) as Record<Status, number>;
    },
    async batchCost(id) {
      const json = await redis.hget(keys.batch(id), "cost");
      return json === null ? null : batchCostSchema.array().parse(JSON.parse(json));
    },
    async keepBatchCost(id, cost) {
      await runScript(redis, KEEP_COST, 1, keys.batch(id), JSON.stringify(cost));
    },
  };
}

async function acceptBatch(ports: StorePorts, wanted: NewBatch): Promise<Accepted> {
  const { redis, keys, confirm } = ports;
  const names = wanted.generations.map(({ id }) => keys.generation(id));
  await stage(ports, wanted.generations);
  const { keys: scriptKeys, values } = argumentsOf(keys, wanted);
  const all = [...scriptKeys, ...values];
  const answer = await runScript(redis, ACCEPT_BATCH, scriptKeys.length, ...all);
  if ((answer as readonly string[])[0] === "lost")
    throw new Error("a record of the batch has expired before it was accepted: repeat the request");
  const accepted = acceptedOf(answer as Answer);
  const id = accepted.kind === "repeated" ? accepted.id : wanted.batch.id;
  // Its own records are never removed once they are accepted.
  if (accepted.kind !== "accepted" && (accepted.kind !== "repeated" || id !== wanted.batch.id))
    for (const chunk of chunksOf(names)) await redis.unlink(...chunk);
  if (accepted.kind === "accepted" || accepted.kind === "repeated")
    await confirm(keys.batch(id), 0);
  return accepted;
}

/** Writes the records where nothing shows them, because no index has them. */
async function stage({ redis, keys }: StorePorts, generations: readonly Queued[]): Promise<void> {
  for (const chunk of chunksOf(generations)) {
    const write = redis.pipeline();
    for (const generation of chunk) {
      const key = keys.generation(generation.id);
      const { revision, status } = generation;
      write.hset(key, { revision, status, record: JSON.stringify(generation) });
      write.pexpire(key, STAGED_MS);
    }
    for (const [error] of (await write.exec()) ?? []) if (error !== null) throw error;
  }
}

/** The keys and arguments of `accept-batch.lua`, in its order. */
function argumentsOf(keys: Keys, wanted: NewBatch) {
  const { batch, generations, idempotency, unknownModels, mostModels } = wanted;
  const models = [...new Set(generations.map(({ request }) => request.model))];
  const numbers = new Map(models.map((model, index) => [model, index + 1]));
  return {
    keys: [
      keys.batch(batch.id),
      keys.idempotency(idempotency?.key ?? ""),
      keys.models,
      keys.tenant(batch.tenant),
      keys.tenants,
      keys.submissions(batch.tenant),
      keys.index({ status: "queued" }),
      keys.deadlines,
      ...models.flatMap((model) => [
        keys.line(model, batch.tenant),
        keys.lineTenants(model),
        keys.index({ status: "queued", model }),
      ]),
    ],
    values: [
      batch.id,
      JSON.stringify(batch),
      idempotency?.fingerprint ?? "",
      batch.tenant,
      keys.modelsChannel,
      keys.generation(""),
      mostModels ?? "",
      models.length,
      ...models.flatMap((model) => [model, unknownModels.has(model) ? "1" : ""]),
      ...generations.flatMap((generation) => [
        generation.id,
        numbers.get(generation.request.model) ?? 0,
        rankOf(generation),
        submitByOf(generation) ?? "",
      ]),
    ],
  };
}

function* chunksOf<T>(items: readonly T[]): Generator<readonly T[], void, undefined> {
  for (let at = 0; at < items.length; at += CHUNK) yield items.slice(at, at + CHUNK);
}
