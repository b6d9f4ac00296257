export type ReadIdempotencyKey =
  | { readonly ok: true; readonly key: string | undefined }
  | { readonly ok: false; readonly problem: string };

const LONGEST = 255;

/** The header `Idempotency-Key`; undefined where there is none. */
export function readIdempotencyKey(header: string | undefined): ReadIdempotencyKey {
  if (header === undefined) return { ok: true, key: undefined };
  if (header.length > 0 && header.length <= LONGEST) return { ok: true, key: header };
  return { ok: false, problem: `Idempotency-Key must have 1 to ${LONGEST} characters.` };
}
