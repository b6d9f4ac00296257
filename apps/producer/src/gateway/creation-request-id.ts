import { createHash } from "node:crypto";

/**
 * The `request_id` of the submission that created a generation. It is derived from the id, so that
 * a repeated submission and the task list return the same one.
 */
export function creationRequestId(generationId: string): string {
  const digits = createHash("sha256").update(generationId).digest("hex");
  return [8, 12, 16, 20, 32]
    .map((end, index, ends) => digits.slice(index === 0 ? 0 : ends[index - 1], end))
    .join("-");
}
