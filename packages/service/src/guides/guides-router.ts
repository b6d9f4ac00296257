import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { Router } from "express";

const FOLDER = new URL("../../../../docs/", import.meta.url);

/** Everything is on the page itself. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** `GET /docs/<page>`: the pages of `docs/`, to which advice links. */
export function guidesRouter(): Router {
  const router = Router();
  router.use("/docs", async (request, response, next) => {
    const page = request.path.slice(1);
    const isRead = request.method === "GET" || request.method === "HEAD";
    const markdown = isRead ? await textOf(page) : null;
    if (markdown === null) return next();
    // Loaded when it is used: it would delay each start.
    const { renderGuide } = await import("./render-guide.ts");
    response.set("Content-Security-Policy", POLICY).type("html");
    response.send(pageOf(page, renderGuide(page, markdown)));
  });
  return router;
}

/** The text of a page; null if there is none. */
async function textOf(page: string): Promise<string | null> {
  if (!/^[\w-]+(\/[\w-]+)*$/.test(page)) return null;
  const file = fileURLToPath(new URL(`${page}.md`, FOLDER));
  return readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  });
}

const pageOf = (page: string, content: string) => `<!doctype html>
<html lang="${page.startsWith("zh/") ? "zh-CN" : "en"}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${page} · dashqueue</title>
    <style>
      :root { color-scheme: light dark }
      body { font: 1rem/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 60rem; padding: 0 1rem }
      pre, table { display: block; overflow-x: auto }
      th, td { padding: 0.25rem 0.75rem 0.25rem 0; text-align: start; vertical-align: top }
      :target { background: Highlight; color: HighlightText }
    </style>
  </head>
  <body>
    <main>${content}</main>
  </body>
</html>
`;
