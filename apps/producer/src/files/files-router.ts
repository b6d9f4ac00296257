import path from "node:path";

import type { ArchivedFile, GenerationStore } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import { sendProblem } from "@dashqueue/service";
import type { Response } from "express";
import { Router } from "express";

import type { SignedLinks } from "../auth/signed-links.ts";
import { sendUnknownGeneration } from "../http/unknown-generation.ts";

export interface FilesPorts {
  readonly store: Pick<GenerationStore, "get">;
  /** Results are in `<folder>/<generation>/<name>`. */
  readonly archiveFolder: string;
  readonly logger: Pick<Logger, "error">;
}

/**
 * `GET /v1/generations/{id}/files/{name}`: an archived file. Only a name listed in the record
 * becomes part of a path, so no request can leave the archive.
 */
export function filesRouter(ports: FilesPorts): Router {
  const router = Router();
  router.get("/v1/generations/:id/files/:name", (request, response) =>
    sendFile(ports, request.params, response),
  );
  return router;
}

/** The same route for requests with a signed link. All others must present a token. */
export function signedFilesRouter(ports: FilesPorts & { readonly links: SignedLinks }): Router {
  const router = Router();
  router.get("/v1/generations/:id/files/:name", (request, response, next) => {
    const { id, name } = request.params;
    const link = ports.links.check(id, name, request.query);
    if (link === "valid") return sendFile(ports, request.params, response);
    if (link === "invalid" || request.headers.authorization !== undefined) return next();
    sendProblem(response, {
      status: 403,
      detail: "This link has expired. Query the task again: its answer has a new link.",
    });
  });
  return router;
}

async function sendFile(
  { store, archiveFolder, logger }: FilesPorts,
  { id, name }: { readonly id: string; readonly name: string },
  response: Response,
): Promise<void> {
  const generation = await store.get(id);
  if (generation === null) {
    sendUnknownGeneration(response);
    return;
  }
  // Only a record vouches for the bytes in the archive (G6).
  const files = "files" in generation ? generation.files : [];
  const file = files.find((file) => file.name === name);
  if (file === undefined) {
    sendProblem(response, { status: 404, detail: "This generation has no file with this name." });
    return;
  }
  const sent = await sendArchived(response, path.join(archiveFolder, generation.id), file);
  if (sent === "sent") return;
  logger.error(
    { event: "file-missing", generation_id: id, file: name },
    "an archived file is missing from the archive",
  );
  sendProblem(response, {
    status: 404,
    detail: "This file was archived, but it is no longer in the archive.",
  });
}

/**
 * Sends the file. Express's `sendFile` handles ranges and conditional requests.
 *
 * @throws if the request is invalid, such as an unsatisfiable range, or the storage fails.
 */
async function sendArchived(
  response: Response,
  root: string,
  file: ArchivedFile,
): Promise<"sent" | "missing"> {
  const headers = headersOf(file);
  response.set(headers);
  // `etag: false` keeps the ETag set above.
  const failure = await new Promise<SendFailure | undefined>((resolve) => {
    response.sendFile(file.name, { root, etag: false, cacheControl: false }, resolve);
  });
  if (failure === undefined || response.headersSent || response.destroyed) return "sent";
  for (const name of Object.keys(headers)) response.removeHeader(name);
  if (failure.status === 404) return "missing";
  throw failure;
}

type SendFailure = Error & { readonly status?: number };

/** An archived file never changes, so clients may cache it forever. */
function headersOf({ name, sha256, contentType }: ArchivedFile): Record<string, string> {
  return {
    ETag: `"${sha256}"`,
    "Cache-Control": "private, max-age=31536000, immutable",
    "Content-Type": contentType,
    "Content-Disposition": `inline; filename="${name.replaceAll(/[^\w.-]/g, "_")}"`,
    "X-Content-Type-Options": "nosniff",
  };
}
