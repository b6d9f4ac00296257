import type { Upload } from "@dashqueue/archive";
import { storedUploadId, uploadUrl } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";
import { Router } from "express";

import { callerOf } from "../auth/caller.ts";
import type { ReceivePorts } from "./receive-upload.ts";
import { receiveUpload } from "./receive-upload.ts";
import { mediaTypeOf } from "./upload-type.ts";

export interface UploadsPorts extends ReceivePorts {
  readonly newUploadId: () => string;
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
  const { uploadLimitBytes: limitBytes, newUploadId } = ports;
  if (Number(request.get("content-length") ?? 0) > limitBytes)
    return sendTooLarge(response, limitBytes);
  // Keep the connection open when reading stops at the limit, so that the caller gets the 413.
  const bytes = request.iterator({ destroyOnReturn: false });
  const id = newUploadId();
  const file = { id: storedUploadId(callerOf(request).tenant, id), bytes, typeOf: mediaTypeOf };
  const added = await receiveUpload(ports, file, request, response, sendProblem);
  switch (added?.kind) {
    case undefined:
      return;
    case "added":
      response.status(201).json(uploadView(id, added.upload));
      return;
    case "too-large":
      return sendTooLarge(response, limitBytes);
    case "wrong-type":
      return sendProblem(response, {
        status: 415,
        detail:
          "The body is not an image, video or audio file. Send the bytes of one such file as the body.",
      });
    case "taken":
      throw new Error(`two uploads have the id ${file.id}`);
  }
}

function sendTooLarge(response: Response, limitBytes: number): void {
  response.set("Connection", "close");
  sendProblem(response, { status: 413, detail: tooLargeDetail(limitBytes) });
}

export function tooLargeDetail(limitBytes: number): string {
  return `The file is over ${limitBytes} bytes. Send a smaller one; the operator can raise UPLOAD_LIMIT_BYTES, but DashScope accepts at most 100 MB.`;
}

/** @param id as requests name it, which is not that in the store. */
function uploadView(id: string, { bytes, sha256, contentType, createdAt }: Upload) {
  const created_at = new Date(createdAt).toISOString();
  return { id, url: uploadUrl(id), bytes, sha256, content_type: contentType, created_at };
}
