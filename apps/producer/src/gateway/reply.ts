import type { Problem } from "@dashqueue/service";
import type { Response } from "express";

import type { Refusal } from "./refusal.ts";
import { refusalOf } from "./refusal.ts";

/**
 * Sends the gateway's responses. Each carries a request id in its body and in a header, as
 * DashScope's do.
 */
export interface Reply {
  /** @param requestId a new one by default. */
  send(response: Response, body: Readonly<Record<string, unknown>>, requestId?: string): void;
  refuse(response: Response, refusal: Refusal): void;
  /** Sends a problem of our own HTTP layer as the refusal that DashScope would send. */
  sendProblem(response: Response, problem: Problem): void;
}

export function createReply(newRequestId: () => string): Reply {
  const send: Reply["send"] = (response, body, requestId = newRequestId()) => {
    response.set("X-Request-Id", requestId).json({ ...body, request_id: requestId });
  };
  const refuse: Reply["refuse"] = (response, { status, code, message }) =>
    send(response.status(status), { code, message });
  return {
    send,
    refuse,
    sendProblem(response, { status, detail = "", retryAfterSeconds }) {
      if (retryAfterSeconds !== undefined) response.set("Retry-After", String(retryAfterSeconds));
      refuse(response, refusalOf(status, detail));
    },
  };
}
