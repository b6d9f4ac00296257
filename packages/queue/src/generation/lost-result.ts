import type { Generation } from "./generation.ts";

/** A result that was paid and could not be copied before its links expired. */
export interface LostResult {
  /** Epoch milliseconds. */
  readonly expiredAt: number;
  /** How many files of it are in the archive all the same. */
  readonly stored: number;
  /** How many are lost; null for all of them. */
  readonly lost: number | null;
}

/** Null if nothing was lost. */
export function lostResultOf(generation: Generation): LostResult | null {
  if (generation.status === "failed") {
    const { failure, result } = generation;
    if (failure.kind !== "expired" || result === null) return null;
    return { expiredAt: result.expiresAt, stored: 0, lost: null };
  }
  if (generation.status !== "succeeded") return null;
  const { missing, files, result } = generation;
  const lost = missing.filter(({ failure }) => failure.kind === "expired").length;
  return lost === 0 ? null : { expiredAt: result.expiresAt, stored: files.length, lost };
}
