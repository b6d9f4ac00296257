import type { Archive } from "@dashqueue/archive";
import { ArchiveError } from "@dashqueue/archive";
import type { Generation } from "@dashqueue/queue/internal";
import { DEFAULT_TENANT } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import { ProblemError, sendArchived, sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";
import { Router } from "express";

import type { QueueOf } from "../auth/queue-of.ts";
import type { SignedLinks } from "../auth/signed-links.ts";
import { sendUnknownGeneration } from "../http/unknown-generation.ts";

export interface FilesPorts {
  /** Results are at `<generation>/<name>`. */
  readonly archive: Pick<Archive, "stat" | "open">;
  /** Makes links to files where the archive has some; by default the files are sent. */
  readonly link?: Archive["link"] | undefined;
  readonly logger: Pick<Logger, "error">;
}

/**
 * `GET /v1/generations/{id}/files/{name}`: an archived file. Only a name listed in the record
 * becomes part of a key, so no request can leave the archive.
 */
export function filesRouter(ports: FilesPorts & { readonly queueOf: QueueOf<"get"> }): Router {
  const router = Router();
  router.get("/v1/generations/:id/files/:name", async (request, response) => {
    const generation = await ports.queueOf(request).get(request.params.id);
    if (generation === null) sendUnknownGeneration(response);
    else await sendFile(ports, generation, request, response);
  });
  return router;
}

export interface SignedFilesPorts extends FilesPorts {
  /** Reads the generation of any tenant; null for an unknown id. */
  readonly get: (id: string) => Promise<Generation | null>;
  readonly links: SignedLinks;
}

/** The same route for requests with a signed link. All others must present a token. */
export function signedFilesRouter(ports: SignedFilesPorts): Router {
  const router = Router();
  router.get("/v1/generations/:id/files/:name", async (request, response, next) => {
    const { id, name } = request.params;
    const link = ports.links.check(id, name, request.query);
    if (link === "invalid") return next();
    if (link === "expired") {
      if (request.headers.authorization !== undefined) return next();
      const detail = "This link has expired. Query the task again: its answer has a new link.";
      return sendProblem(response, { status: 403, detail });
    }
    const generation = await ports.get(id);
    // Callers of the default tenant know its tokens, and can sign with them.
    if (link === "valid-for-default" && generation?.tenant !== DEFAULT_TENANT) return next();
    if (generation === null) sendUnknownGeneration(response);
    else await sendFile(ports, generation, request, response);
  });
  return router;
}

async function sendFile(
  ports: FilesPorts,
  generation: Generation,
  request: Request<{ readonly id: string; readonly name: string }>,
  response: Response,
): Promise<void> {
  const { id, name } = request.params;
  // Only a record vouches for the bytes in the archive (G6).
  const files = "files" in generation ? generation.files : [];
  const file = files.find((file) => file.name === name);
  if (file === undefined) {
    sendProblem(response, { status: 404, detail: "This generation has no file with this name." });
    return;
  }
  const named = { generation_id: id, file: name };
  try {
    const sent = await sendArchived(ports, `${id}/${name}`, file, request, response);
    if (sent === "sent") return;
  } catch (error) {
    throw unreadable(error, named, ports.logger);
  }
  ports.logger.error(
    { event: "file-missing", ...named },
    "an archived file is missing from the archive, or has another size than the stored one",
  );
  sendProblem(response, {
    status: 404,
    detail: "This file was archived, but it is no longer in the archive.",
  });
}

/** The error to answer with; one of the archive is logged. */
function unreadable(
  error: unknown,
  named: { readonly generation_id: string; readonly file: string },
  logger: FilesPorts["logger"],
): unknown {
  if (!(error instanceof ArchiveError)) return error;
  const { code, message: reason } = error;
  logger.error({ event: "file-unreadable", ...named, code, reason }, "the archive cannot be read");
  return new ProblemError(UNREADABLE, { cause: error });
}

const UNREADABLE = {
  status: 503,
  detail: "The archive cannot be read at the moment. Try again later.",
  retryAfterSeconds: 5,
};
