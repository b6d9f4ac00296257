/** Which part of a list to read: at most `limit` entries, after the one with this id. */
interface Page {
  readonly limit: number;
  readonly after: string | undefined;
}

/** Reads a list page by page, until a page is not full or the signal aborts. */
export async function* pagesOf<Entry extends string | { readonly id: string }>(
  read: (page: Page) => Promise<readonly Entry[]>,
  limit: number,
  signal: Pick<AbortSignal, "aborted"> = { aborted: false },
): AsyncGenerator<readonly Entry[]> {
  let after: string | undefined;
  while (!signal.aborted) {
    const page = await read({ limit, after });
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return;
    after = typeof last === "string" ? last : last.id;
  }
}
