import { oneOf, required } from "../../checks/field-checks.ts";
import { mediaUrl } from "../../checks/media-url.ts";
import type { Model } from "../model.ts";
import { limit } from "../model.ts";
import { embeddings } from "../output.ts";
import { cny } from "../prices.ts";
import { BEIJING } from "../regions.ts";

/** The simulator fetches no file, so every file has as many tokens. */
const TOKENS = 1_000;

/**
 * Source: DashScope's documentation, "通用文本向量批处理接口API详情": three tasks run at once, up to 50
 * may wait. The price is that of a million tokens.
 */
export const EMBEDDING_MODELS: readonly Model[] = [
  "text-embedding-async-v1",
  "text-embedding-async-v2",
].map((id) => ({
  path: "embeddings/text-embedding/text-embedding",
  id,
  regions: BEIJING,
  limit: limit(1, 3),
  promptLimit: 0,
  checks: [
    required("input.url"),
    mediaUrl("input.url"),
    oneOf("parameters.text_type", ["query", "document"]),
  ],
  extendsPrompt: false,
  showsActualPrompt: false,
  output: () => embeddings(TOKENS),
  result: "url",
  usage: "embedding",
  prices: cny("0.7"),
  checked: "the link to the texts, text type",
  source: "docs",
}));
