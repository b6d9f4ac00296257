import type { Added, UploadRules } from "@dashqueue/archive";
import type { Problem } from "@dashqueue/service";
import type { Request, Response } from "express";

import type { StoringPorts } from "./storing.ts";
import { storing } from "./storing.ts";

export interface ReceivePorts extends StoringPorts {
  /** Aborts when the process shuts down. */
  readonly closing: AbortSignal;
}

export interface ReceivedFile {
  readonly id: string;
  readonly bytes: AsyncIterable<Buffer>;
  readonly typeOf: UploadRules["typeOf"];
}

/**
 * Stores the file of a request.
 *
 * @param send answers with a problem when the process stops; a slow sender must not keep it from
 *   ending.
 * @returns null if the client has disconnected.
 * @throws ProblemError if the storage fails, and what the stream of bytes throws.
 */
export async function receiveUpload(
  ports: ReceivePorts,
  { id, bytes, typeOf }: ReceivedFile,
  request: Request,
  response: Response,
  send: (response: Response, problem: Problem) => void,
): Promise<Added | null> {
  const { uploads, uploadLimitBytes: limitBytes, closing } = ports;
  const stop = () => {
    response.once("finish", () => request.destroy());
    response.set("Connection", "close");
    send(response, STOPPING);
  };
  closing.addEventListener("abort", stop, { once: true });
  try {
    return await storing(ports, () => uploads.add(id, bytes, { limitBytes, typeOf }));
  } catch (error) {
    // The sender disconnected; the store has already removed the partial file.
    if (request.socket.destroyed) return null;
    response.set("Connection", "close");
    throw error;
  } finally {
    closing.removeEventListener("abort", stop);
  }
}

const STOPPING: Problem = {
  status: 503,
  detail: "The server is stopping. Send the file again.",
  retryAfterSeconds: 2,
};
