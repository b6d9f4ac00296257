import type { Delays, Generation, GenerationStore, Queues, Status } from "@dashqueue/queue";
import { isTerminal, jobOf, STATUSES } from "@dashqueue/queue";

export interface RepairPorts {
  readonly store: Pick<GenerationStore, "list" | "forget">;
  readonly queues: Pick<Queues, "isLive" | "ensure">;
  readonly delays: Delays;
  now(): number;
  /** A terminal generation is forgotten after this; null keeps it for ever. */
  readonly retentionMs: number | null;
  /** A record had no live job. */
  repaired(generation: Generation): void;
}

const PAGE = 200;

/** Gives every non-terminal record without a live job its job back (G5), and forgets what is older than it must be kept. */
export async function repair(ports: RepairPorts, signal: AbortSignal): Promise<void> {
  for (const status of STATUSES.filter((status) => !isTerminal(status)))
    await repairStatus(status, ports, signal);
  if (ports.retentionMs === null) return;
  while (!signal.aborted && (await ports.store.forget(ports.now() - ports.retentionMs, PAGE)) === PAGE);
}

async function repairStatus(status: Status, ports: RepairPorts, signal: AbortSignal): Promise<void> {
  let after: string | undefined;
  while (!signal.aborted) {
    const page = await ports.store.list({ status, limit: PAGE, after });
    await Promise.all(page.map((generation) => repairOne(generation, ports)));
    after = page.at(-1)?.id;
    if (page.length < PAGE) return;
  }
}

async function repairOne(generation: Generation, ports: RepairPorts): Promise<void> {
  const job = jobOf(generation, ports.delays, ports.now());
  if (job === null || (await ports.queues.isLive(job))) return;
  await ports.queues.ensure(job);
  ports.repaired(generation);
}
