import type { FindPage } from "@dashqueue/queue/internal";

import type { ListQuery } from "./list-query.ts";
import { metadataIn } from "./list-query.ts";
import { boundsOf } from "./period.ts";

/** What the store has to find. @param now ends a period such as the last hour */
export function recordQueryOf(query: ListQuery, now: number): Omit<FindPage, "limit" | "after"> {
  const { status, model, tenant, batch, webhook, words, metadata } = query;
  return {
    status: status.length === 0 ? undefined : status,
    model,
    tenant,
    batch,
    webhook,
    words,
    metadata: metadataIn(metadata),
    ...boundsOf(query, now),
  };
}
