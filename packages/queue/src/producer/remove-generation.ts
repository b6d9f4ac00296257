import type { RemovableArchive } from "../archived/remove-archived.ts";
import { removeArchived } from "../archived/remove-archived.ts";
import type { Generation } from "../generation/generation.ts";
import { tombstoneOf } from "../generation/deletion/tombstone.ts";
import type { GenerationStore } from "../store/generation-store.ts";

export type Removed =
  | { readonly kind: "removed" }
  /** It has not ended. Nothing was removed. */
  | { readonly kind: "open"; readonly generation: Generation }
  | { readonly kind: "missing" };

interface RemovePorts {
  readonly store: Pick<GenerationStore, "bury" | "tombstone">;
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
  const tombstone = tombstoneOf(generation, ports.now());
  if (tombstone === null) return { kind: "open", generation };
  await store.bury(generation, tombstone);
  if (archive !== undefined) await removeArchived(archive, tombstone);
  return { kind: "removed" };
}
