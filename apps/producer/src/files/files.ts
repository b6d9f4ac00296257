import path from "node:path";

import type { ArchivedFile, GenerationStore } from "@dashqueue/queue/internal";
import { sendProblem, type Logger } from "@dashqueue/service";
import { Router, type Response } from "express";

import type { SignedLinks } from "./signed-links.ts";
import { sendUnknownGeneration } from "../api/unknown-generation.ts";

export interface FilesPorts {
  readonly store: Pick<GenerationStore, "get">;
  /** Results are in `<folder>/<generation>/<name>`. */
  readonly archiveFolder: string;
  readonly logger: Logger;
}

/**
 * `GET /v1/generations/{id}/files/{name}`: the archived bytes. Only a name that the record lists becomes part of a path,
 * so there is no way out of the archive.
 */
export function filesRouter(ports: FilesPorts): Router {
  const router = Router();
  router.get("/v1/generations/:id/files/:name", (request, response) =>
    sendFile(ports, request.params, response),
  );
  return router;
}

/** The same for whoever has a signed link; all others are asked for a token. */
export function signedFilesRouter(ports: FilesPorts & { readonly links: SignedLinks }): Router {
  const router = Router();
  router.get("/v1/generations/:id/files/:name", (request, response, next) => {
    const { id, name } = request.params;
    if (!ports.links.isSigned(id, name, request.query["signature"])) return next();
    return sendFile(ports, request.params, response);
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
  const files = generation.status === "succeeded" ? generation.files : [];
  const file = files.find((file) => file.name === name);
  if (file === undefined) {
    sendProblem(response, { status: 404, detail: "This generation has no file of this name." });
    return;
  }
  if ((await sendArchived(response, path.join(archiveFolder, generation.id), file)) === "sent")
    return;
  logger.error(
    { event: "file-missing", generation_id: id, file: name },
    "a file of the archive is gone",
  );
  sendProblem(response, {
    status: 404,
    detail: "This file was archived, but is not in the archive any more.",
  });
}

/** Answers `Range` and conditional requests too. Rejects when the request or the storage is at fault. */
async function sendArchived(
  response: Response,
  root: string,
  file: ArchivedFile,
): Promise<"sent" | "gone"> {
  const headers = headersOf(file);
  response.set(headers);
  // The strong ETag is there already: send keeps it.
  const failure = await new Promise<SendFailure | undefined>((resolve) => {
    response.sendFile(file.name, { root, etag: false, cacheControl: false }, resolve);
  });
  if (failure === undefined || response.headersSent || response.destroyed) return "sent";
  for (const name of Object.keys(headers)) response.removeHeader(name);
  if (failure.status === 404) return "gone";
  throw failure;
}

type SendFailure = Error & { readonly status?: number };

/** What is archived under this name never changes, so caches may keep it. */
function headersOf({ name, sha256, contentType }: ArchivedFile): Record<string, string> {
  return {
    ETag: `"${sha256}"`,
    "Cache-Control": "private, max-age=31536000, immutable",
    "Content-Type": contentType,
    "Content-Disposition": `inline; filename="${name.replaceAll(/[^\w.-]/g, "_")}"`,
    "X-Content-Type-Options": "nosniff",
  };
}
