import type { Upload, UploadStore } from "@dashqueue/queue/internal";
import { uploadUrl } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";
import { Router } from "express";
import { fileTypeFromFile } from "file-type";

export interface UploadsPorts {
  readonly uploads: Pick<UploadStore, "add">;
  readonly uploadLimitBytes: number;
  readonly newUploadId: () => string;
  readonly logger: Pick<Logger, "error">;
  /** Aborts when the process shuts down. */
  readonly closing: AbortSignal;
}

/**
 * `POST /v1/uploads`: stores an image, video or audio file sent as the raw body, and returns the
 * URL that requests refer to it by.
 */
export function uploadsRouter(ports: UploadsPorts): Router {
  const router = Router();
  router.post("/v1/uploads", (request, response) => receive(ports, request, response));
  return router;
}

async function receive(ports: UploadsPorts, request: Request, response: Response): Promise<void> {
  const { uploads, uploadLimitBytes: limitBytes, newUploadId } = ports;
  if (Number(request.get("content-length") ?? 0) > limitBytes)
    return sendTooLarge(response, limitBytes);
  // Keep the connection open when reading stops at the limit, so that the caller gets the 413.
  const bytes = request.iterator({ destroyOnReturn: false });
  const stop = () => stopReceiving(request, response);
  ports.closing.addEventListener("abort", stop, { once: true });
  const added = await uploads
    .add(newUploadId(), bytes, { limitBytes, typeOf })
    .catch((error: unknown) => {
      if (isStorageError(error)) {
        const { code, message } = error;
        ports.logger.error(
          { event: "upload-failed", code, reason: message },
          "an upload could not be stored. Free space in the archive, or give the producer write access to it.",
        );
        sendNotStored(response);
        return null;
      }
      // The caller disconnected; the store has already removed the partial file.
      if (request.destroyed) return null;
      throw error;
    })
    .finally(() => ports.closing.removeEventListener("abort", stop));
  if (added === null) return;
  switch (added.kind) {
    case "added":
      response.status(201).json(uploadView(added.upload));
      return;
    case "too-large":
      return sendTooLarge(response, limitBytes);
    case "wrong-type":
      return sendProblem(response, {
        status: 415,
        detail:
          "The body is not an image, video or audio file. Send the bytes of one such file as the body.",
      });
  }
}

function sendTooLarge(response: Response, limitBytes: number): void {
  response.set("Connection", "close");
  sendProblem(response, {
    status: 413,
    detail: `The file is over ${limitBytes} bytes. Send a smaller one; the operator can raise UPLOAD_LIMIT_BYTES, but DashScope accepts at most 100 MB.`,
  });
}

/** Codes of a file system that cannot or will not store more. */
const STORAGE_CODES = /^(ENOSPC|EDQUOT|EACCES|EPERM|EROFS|EIO|ENOTDIR|EISDIR|EEXIST|EMFILE)$/;

function isStorageError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && STORAGE_CODES.test(String(error.code));
}

function sendNotStored(response: Response): void {
  response.set("Connection", "close");
  sendProblem(response, {
    status: 507,
    detail:
      "The file could not be stored: the archive is full or cannot be written. Try again later.",
  });
}

/** A slow sender must not keep the process from ending. */
function stopReceiving(request: Request, response: Response): void {
  response.once("finish", () => request.destroy());
  response.set("Connection", "close");
  sendProblem(response, {
    status: 503,
    detail: "The server is stopping. Send the file again.",
    retryAfterSeconds: 2,
  });
}

/** Detects the type by content. The caller's Content-Type is not trusted. */
async function typeOf(file: string): Promise<Pick<Upload, "contentType" | "extension"> | null> {
  const type = await fileTypeFromFile(file);
  if (type === undefined || !/^(image|video|audio)\//.test(type.mime)) return null;
  return { contentType: type.mime, extension: type.ext };
}

function uploadView({ id, bytes, sha256, contentType, createdAt }: Upload) {
  const created_at = new Date(createdAt).toISOString();
  return { id, url: uploadUrl(id), bytes, sha256, content_type: contentType, created_at };
}
