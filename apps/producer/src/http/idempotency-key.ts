export type ReadIdempotencyKey =
  | { readonly ok: true; readonly key: string | undefined }
  | { readonly ok: false; readonly problem: string };

const MAX_LENGTH = 255;

/**
 * Reads the header `Idempotency-Key`; `key` is undefined without one. Each caller has a key space
 * of its own, so two callers who choose the same key do not collide.
 */
export function readIdempotencyKey(header: string | undefined, space: string): ReadIdempotencyKey {
  if (header === undefined) return { ok: true, key: undefined };
  if (header.length > 0 && header.length <= MAX_LENGTH)
    return { ok: true, key: `${space}:${header}` };
  return { ok: false, problem: `Idempotency-Key must have 1 to ${MAX_LENGTH} characters.` };
}

/** What to tell a caller whose key belongs to a different request, that of this generation. */
export function idempotencyConflict(generationId: string): string {
  return `This Idempotency-Key belongs to a different request, generation ${generationId}. Use a new key.`;
}
