import path from "node:path";
import { fileURLToPath } from "node:url";

import { guidesRouter } from "@dashqueue/service";
import type { RequestHandler } from "express";
import { Router } from "express";

import { apiDocument } from "./document.ts";

/** The files of Swagger UI that the page needs. */
const ASSETS = ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"] as const;

/** Everything comes from this origin. Swagger UI has pictures and styles in its own files. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const SWAGGER_UI = path.dirname(fileURLToPath(import.meta.resolve("swagger-ui-dist/package.json")));

/** `GET /openapi.json`, `GET /docs`, `GET /` with links to both, and the guides below `/docs/`. */
export function docsRouter(): Router {
  // Made on the first request: it would delay each start.
  let document: ReturnType<typeof apiDocument> | undefined;
  const router = Router();
  router.get("/openapi.json", (_request, response) => {
    document ??= apiDocument();
    response.json(document);
  });
  router.get("/", withPolicy, (_request, response) => void response.type("html").send(HOME));
  router.get("/docs", withPolicy, (_request, response) => void response.type("html").send(PAGE));
  router.use("/docs", (request, response, next) => {
    const name = ASSETS.find((asset) => request.path === `/${asset}`);
    if (name !== undefined) response.sendFile(name, { root: SWAGGER_UI });
    else if (request.path === "/start.js") response.type("js").send(START);
    else next();
  });
  router.use(guidesRouter({ en: "API", zh: "API" }));
  return router;
}

const withPolicy: RequestHandler = (_request, response, next) => {
  response.set("Content-Security-Policy", POLICY);
  next();
};

const head = (more: string) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>dashqueue</title>
    <link rel="icon" href="/docs/favicon-32x32.png" />${more}
  </head>
`;

const HOME = `${head("")}  <body>
    <h1>dashqueue</h1>
    <p><a href="/docs">The API, to read and to try</a></p>
    <p><a href="/openapi.json">Its OpenAPI document</a></p>
    <p><a href="/docs/guides">The guides</a></p>
  </body>
</html>
`;

const PAGE = `${head(`
    <link rel="stylesheet" href="/docs/swagger-ui.css" />`)}  <body>
    <div id="docs"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#docs",
  deepLinking: true,
  validatorUrl: null,
});
`;
