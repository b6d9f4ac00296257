import { unbounded } from "../../facts/billing.ts";
import type { Entry } from "../../facts/entry.ts";
import { inBeijing, perMillionTokens } from "../../facts/price.ts";
import { BEIJING, limits, PATHS, TEXT_PACE } from "../../facts/shared-facts.ts";
import { textEmbedding } from "./request.ts";

/** DashScope's documentation: "text embedding, batch": three tasks run, and up to 50 may wait. */
export const TEXT_EMBEDDINGS: readonly Entry[] = [
  "text-embedding-async-v1",
  "text-embedding-async-v2",
].map((id) => ({
  names: { [id]: BEIJING },
  elsewhere: "unknown",
  path: PATHS.textEmbedding,
  limits: limits(1, 3),
  polling: TEXT_PACE,
  result: "url",
  usageKey: "total_tokens",
  // The length of the texts is not in the request.
  billing: unbounded(),
  price: perMillionTokens(inBeijing("0.7")),
  confidence: "docs",
  shape: textEmbedding,
}));
