/**
 * The id of a batch is a ULID, and so are the ids of its generations: the same time, the same
 * random part, and in place of the last three characters the position in the batch. So they are
 * neighbors in every index, in the order of their lines, and no index of batches is needed.
 */
const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PREFIX = "batch_";
const SHARED = 23;

/** The most generations of a batch. */
export const BATCH_LIMIT = 10_000;

export function isBatchId(id: string): boolean {
  return /^batch_[\dA-Z]{26}$/.test(id);
}

/** @param ulid not from a factory of monotonic ones, whose next one could be a generation's. */
export function batchIdOf(ulid: string): string {
  return PREFIX + ulid;
}

/** @param index the position of its line, from 0. */
export function generationIdIn(batch: string, index: number): string {
  const digits = [index >> 10, index >> 5, index].map((number) => DIGITS[number & 31]);
  return sharedPart(batch) + digits.join("");
}

/** The lowest and the highest id that a generation of this batch can have. */
export function idRangeOf(batch: string): readonly [lowest: string, highest: string] {
  return [`${sharedPart(batch)}000`, `${sharedPart(batch)}ZZZ`];
}

function sharedPart(batch: string): string {
  return `gen_${batch.slice(PREFIX.length, PREFIX.length + SHARED)}`;
}
