import type { Problem } from "@dashqueue/service";
import type { Response } from "express";

import type { Refusal } from "./refusal.ts";
import { refusalOf } from "./refusal.ts";

/** Sends the gateway's responses. Each carries a new `request_id`, as DashScope's do. */
export interface Reply {
  send(response: Response, body: Readonly<Record<string, unknown>>): void;
  refuse(response: Response, refusal: Refusal): void;
  /** Sends a problem of our own HTTP layer as the refusal that DashScope would send. */
  sendProblem(response: Response, problem: Problem): void;
}

export function createReply(newRequestId: () => string): Reply {
  const refuse: Reply["refuse"] = (response, { status, code, message }) => {
    response.status(status).json({ code, message, request_id: newRequestId() });
  };
  return {
    send: (response, body) => void response.json({ ...body, request_id: newRequestId() }),
    refuse,
    sendProblem(response, { status, detail = "", retryAfterSeconds }) {
      if (retryAfterSeconds !== undefined) response.set("Retry-After", String(retryAfterSeconds));
      refuse(response, refusalOf(status, detail));
    },
  };
}
