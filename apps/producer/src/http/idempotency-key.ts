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

/** The error for a key that belongs to a deleted generation, or to another request. */
export function idempotencyConflict(conflict: {
  readonly id: string;
  readonly isDeleted?: boolean;
}): string {
  return conflict.isDeleted === true
    ? `This Idempotency-Key belongs to generation ${conflict.id}, which was deleted. Nothing was bought. To buy it again, use a new key.`
    : `This Idempotency-Key belongs to a different request, generation ${conflict.id}. Use a new key.`;
}
