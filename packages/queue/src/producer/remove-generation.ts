import type { RemovableArchive } from "../archived/remove-archived.ts";
import { removeArchived } from "../archived/remove-archived.ts";
import type { Generation } from "../generation/generation.ts";
import { tombstoneOf } from "../generation/deletion/tombstone.ts";
import type { GenerationStore } from "../store/generation-store.ts";
import { lateTasksUntil } from "../transitions/late-tasks.ts";

export type Removed =
  | { readonly kind: "removed" }
  /** It has not ended. Nothing was removed. */
  | { readonly kind: "open"; readonly generation: Generation }
  /**
   * Until this time, epoch milliseconds, a lost create request of it may still make a task, and
   * only its record tells whose task that is (G1). Nothing was removed.
   */
  | { readonly kind: "unsettled"; readonly until: number }
  | { readonly kind: "missing" };

interface RemovePorts {
  readonly store: Pick<GenerationStore, "putTombstone" | "tombstone">;
  /** Reads the generations of the tenant, also those in the archive. */
  get(id: string): Promise<Generation | null>;
  readonly tenant: string;
  /** Without it, a worker removes the files later. */
  readonly archive?: RemovableArchive | undefined;
  now(): number;
}

/**
 * Removes an ended generation with its files. The tombstone hides it first; if the process crashes
 * or the archive fails after that, a repeat or a worker removes what is left.
 */
export async function removeGeneration(ports: RemovePorts, id: string): Promise<Removed> {
  const { store, tenant, archive } = ports;
  const generation = await ports.get(id);
  if (generation === null) {
    const tombstone = await store.tombstone(id);
    if (tombstone?.tenant !== tenant) return { kind: "missing" };
    if (archive !== undefined) await removeArchived(archive, tombstone);
    return { kind: "removed" };
  }
  const now = ports.now();
  const tombstone = tombstoneOf(generation, now);
  if (tombstone === null) return { kind: "open", generation };
  const until = lateTasksUntil(generation);
  if (now < until) return { kind: "unsettled", until };
  if (!(await store.putTombstone(generation, tombstone))) return removeGeneration(ports, id);
  if (archive !== undefined) await removeArchived(archive, tombstone);
  return { kind: "removed" };
}
