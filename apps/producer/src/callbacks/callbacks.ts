import type { Hurried, ProducerQueue } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import express, { Router, type Request, type RequestHandler, type Response } from "express";

import { createAuthentication } from "../auth/authentication.ts";
import { taskIdsOf } from "./callback-event.ts";

const BODY_LIMIT_BYTES = 1024 * 1024;

/** What became of an event: its task is asked about, is not ours, or is no longer waited for; or it was none. */
export type CallbackResult = "hurried" | "foreign" | "ended" | "unreadable" | "unauthorized";

export interface CallbacksPorts {
  readonly queue: Pick<ProducerQueue, "hint">;
  /** What EventBridge sends with each event; without one nothing is taken. */
  readonly callbackToken?: string | undefined;
  readonly callbackTaken: (result: CallbackResult) => void;
}

/**
 * `POST /v1/callbacks/eventbridge`: the provider tells that tasks have ended. It proves itself by a token of its own, in the
 * header that EventBridge has for it; its name is known from other people's receivers, and inferred to be the target's "Token".
 */
export function callbacksRouter(ports: CallbacksPorts): Router {
  // Of any content type: what EventBridge says of its body depends on the rule.
  const json = express.json({ limit: BODY_LIMIT_BYTES, strict: false, type: () => true });
  const handlers = [requireToken(ports), json];
  return Router().post("/v1/callbacks/eventbridge", ...handlers, (request, response) =>
    take(ports, request, response),
  );
}

function requireToken({ callbackToken, callbackTaken }: CallbacksPorts): RequestHandler {
  if (callbackToken === undefined) {
    return (_request, response) =>
      sendProblem(response, {
        status: 404,
        detail: "Callbacks are off. Set CALLBACK_TOKEN, for the producer and for the workers.",
      });
  }
  const { callerOf } = createAuthentication([callbackToken]);
  return (request, response, next) => {
    if (callerOf(`Bearer ${request.get("X-Eventbridge-Signature-Token") ?? ""}`) !== null) {
      next();
      return;
    }
    callbackTaken("unauthorized");
    sendProblem(response, {
      status: 401,
      detail:
        "Send CALLBACK_TOKEN as `X-Eventbridge-Signature-Token`: the field Token of the rule's target.",
    });
  };
}

async function take(
  { queue, callbackTaken }: CallbacksPorts,
  request: Request,
  response: Response,
): Promise<void> {
  const taskIds = taskIdsOf(request.body);
  if (taskIds.length === 0) {
    callbackTaken("unreadable");
    sendProblem(response, {
      status: 400,
      detail: "There is no data.task_id. Let the rule's target send the complete event.",
    });
    return;
  }
  for (const taskId of taskIds) callbackTaken(RESULTS[(await queue.hint(taskId)).kind]);
  // The same for all: whose tasks these are is nobody's business.
  response.json({});
}

const RESULTS = { hurried: "hurried", idle: "ended", missing: "foreign" } as const satisfies Record<
  Hurried["kind"],
  CallbackResult
>;
