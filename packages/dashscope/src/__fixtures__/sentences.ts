import type { CreateRequest } from "../request.ts";
import { readRequest } from "../request.ts";

/** What is wrong with a request, a sentence for each field. */
export function sentencesOf(request: CreateRequest): readonly string[] {
  const read = readRequest(request);
  return read.ok ? [] : read.problems.map(({ path, message }) => `${path} ${message}`);
}
