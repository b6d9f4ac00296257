import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { Router } from "express";

import { GUIDES, INDEX_PAGES, indexOf, titleOf } from "./guide-index.ts";
import { guidePage } from "./guide-page.ts";
import type { GuidesHome } from "./guide-page.ts";

const FOLDER = new URL("../../../../docs/", import.meta.url);

/** Everything is on the page itself. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * `GET /docs/<page>`: the pages of `docs/`, to which advice links, and `/docs/guides` and
 * `/docs/zh/guides`, which list them.
 */
export function guidesRouter(home: GuidesHome): Router {
  const router = Router();
  router.use("/docs", async (request, response, next) => {
    const page = request.path.slice(1);
    const isRead = request.method === "GET" || request.method === "HEAD";
    const markdown = isRead ? await textOf(page) : null;
    if (markdown === null) return next();
    // Loaded when it is used: it would delay each start.
    const { renderGuide } = await import("./render-guide.ts");
    const title = titleOf(markdown) ?? page;
    response.set("Content-Security-Policy", POLICY).type("html");
    response.send(guidePage(page, title, renderGuide(page, markdown), home));
  });
  return router;
}

/** The text of a page; null if there is none. */
async function textOf(page: string): Promise<string | null> {
  const folder = INDEX_PAGES[page];
  if (folder === undefined) return fileOf(page);
  const guides = await Promise.all(GUIDES.map((guide) => fileOf(`${folder}${guide}`)));
  return indexOf(
    folder,
    guides.map((text, index) => titleOf(text ?? "") ?? GUIDES[index] ?? ""),
  );
}

async function fileOf(page: string): Promise<string | null> {
  if (!/^[\w-]+(\/[\w-]+)*$/.test(page)) return null;
  const file = fileURLToPath(new URL(`${page}.md`, FOLDER));
  return readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  });
}
