import type { Archive } from "@dashqueue/archive";
import { ArchiveError } from "@dashqueue/archive";
import type { ArchivedFile, Generation, GenerationStore } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import { sendArchived } from "@dashqueue/service";
import { Router } from "express";
import type { Response } from "express";

import { renderMessage } from "../html/page.ts";
import { translationFor } from "../texts/language.ts";

export interface FilesPorts {
  readonly store: Pick<GenerationStore, "get">;
  readonly archive: Pick<Archive, "stat" | "open">;
  readonly logger: Pick<Logger, "error">;
}

/**
 * `GET /generations/{id}/files/{name}`: an archived file, from this origin and never by a link to
 * the storage, so that the page needs no other host. Only a name listed in the record becomes part
 * of a key.
 */
export function filesRouter({ store, archive, logger }: FilesPorts): Router {
  const router = Router();
  router.get("/generations/:id/files/:name", async (request, response) => {
    const { id, name } = request.params;
    const file = fileOf(await store.get(id), name);
    if (file === undefined) {
      sendMessage(response, 404, "File not found", UNLISTED);
      return;
    }
    const named = { generation_id: id, file: name };
    try {
      const sent = await sendArchived({ archive }, `${id}/${name}`, file, request, response);
      if (sent === "sent") return;
    } catch (error) {
      if (!(error instanceof ArchiveError) || response.headersSent) throw error;
      const { code, message: reason } = error;
      logger.error({ event: "file-unreadable", ...named, code, reason }, "the archive failed");
      sendMessage(response, 503, "Archive unavailable", UNREADABLE);
      return;
    }
    logger.error({ event: "file-missing", ...named }, "the archive lacks an archived file");
    sendMessage(response, 404, "File not found", LOST);
  });
  return router;
}

function fileOf(generation: Generation | null, name: string): ArchivedFile | undefined {
  const files = generation !== null && "files" in generation ? generation.files : [];
  return files.find((file) => file.name === name);
}

function sendMessage(
  response: Response,
  status: number,
  title: "File not found" | "Archive unavailable",
  sentence: typeof UNLISTED | typeof LOST | typeof UNREADABLE,
): void {
  const t = translationFor(response);
  response.status(status).set("Cache-Control", "no-store").type("text/html");
  response.send(renderMessage(t(title), t(sentence), t));
}

const UNLISTED =
  "There is no file with this name. Open the page of the generation, which lists its files.";
const LOST =
  "The archive no longer has this file as it was stored. Restore it from a backup of the archive.";
const UNREADABLE =
  "The archive cannot be read at the moment. Reload this page; if that does not help, see the dashboard's log.";
