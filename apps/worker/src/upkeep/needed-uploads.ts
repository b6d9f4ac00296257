import type { GenerationStore } from "@dashqueue/queue/internal";
import { isTerminal, STATUSES, storedUploadId, uploadsIn } from "@dashqueue/queue/internal";

import { pagesOf } from "../pages.ts";

const PAGE = 200;
const OPEN = STATUSES.filter((status) => !isTerminal(status));

/** The clocks of the storage and of the producers differ. */
const MARGIN_MS = 60 * 60_000;

/**
 * Returns the uploads that open generations need although they were not used since this time. A
 * submission uses the uploads that it names, so only generations accepted before may need one.
 */
export async function neededUploads(
  { list }: Pick<GenerationStore, "list">,
  unusedSince: number | null,
): Promise<ReadonlySet<string>> {
  const needed = new Set<string>();
  if (unusedSince === null) return needed;
  const filter = { status: OPEN, acceptedBefore: unusedSince + MARGIN_MS };
  for await (const page of pagesOf((part) => list({ ...filter, ...part }), PAGE))
    for (const { tenant, request } of page)
      for (const id of uploadsIn(request)) needed.add(storedUploadId(tenant, id));
  return needed;
}
