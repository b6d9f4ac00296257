import type { Failure, ModelQuota, QuotaAnswer, QuotaPath } from "@dashqueue/dashscope";
import { QUOTA_PATHS } from "@dashqueue/dashscope";

export type ReadQuotas =
  | {
      readonly kind: "read";
      readonly quotas: readonly ModelQuota[];
      /** Figures that cannot be limits. */
      readonly absurd: readonly string[];
    }
  /** Neither path reports all of them. */
  | { readonly kind: "unavailable"; readonly failure: Failure };

/** The provider has hundreds of models. */
const MOST_PAGES = 50;

/** Reads all quotas of an account at the first documented path that reports them. */
export async function readQuotas(
  readPage: (path: QuotaPath, page: number) => Promise<QuotaAnswer>,
): Promise<ReadQuotas> {
  const [path, otherPath] = QUOTA_PATHS;
  const read = await readPages((page) => readPage(path, page));
  if (read.kind === "read") return read;
  const other = await readPages((page) => readPage(otherPath, page));
  return other.kind === "read" ? other : read;
}

async function readPages(readPage: (page: number) => Promise<QuotaAnswer>): Promise<ReadQuotas> {
  const quotas: ModelQuota[] = [];
  const absurd: string[] = [];
  let rows = 0;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await readPage(page);
    if (answer.kind !== "quotas") return { kind: "unavailable", failure: answer.failure };
    quotas.push(...answer.quotas);
    absurd.push(...answer.absurd);
    rows += answer.rows;
    if (answer.rows === 0 || rows >= (answer.total ?? Infinity)) break;
  }
  return { kind: "read", quotas, absurd };
}
