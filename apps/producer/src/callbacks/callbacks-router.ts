import type { Expedited, ProducerQueue } from "@dashqueue/queue/internal";
import type { LoginLimit } from "@dashqueue/service";
import { sendProblem } from "@dashqueue/service";
import type { Request, RequestHandler, Response } from "express";
import { Router } from "express";

import { createAuthentication, problemOfDenied, requireCaller } from "../auth/authentication.ts";
import { jsonBodyOfAnyType } from "../http/json-body.ts";
import { taskIdsOf } from "./callback-event.ts";

/**
 * The outcome of an event: its task is polled now (`expedited`), belongs to no generation
 * (`foreign`) or is no longer polled (`ended`); or the event itself was rejected.
 */
export type CallbackResult = "expedited" | "foreign" | "ended" | "unreadable" | "unauthorized";

export interface CallbacksPorts {
  readonly queue: Pick<ProducerQueue, "hint">;
  /** The token that EventBridge sends with each event. Without one, callbacks are off. */
  readonly callbackToken?: string | undefined;
  readonly logins: LoginLimit;
  readonly countCallback: (result: CallbackResult) => void;
}

/**
 * `POST /v1/callbacks/eventbridge`: EventBridge reports finished tasks. An event is only a hint: it
 * makes the worker poll the task now, and changes no record.
 *
 * EventBridge authenticates with a token of its own. The header's name is known from other
 * receivers; that it carries the target's "Token" is inferred.
 */
export function callbacksRouter(ports: CallbacksPorts): Router {
  const router = Router();
  // The content type depends on how the EventBridge rule is set up.
  const handlers = [requireToken(ports), jsonBodyOfAnyType()];
  router.post("/v1/callbacks/eventbridge", ...handlers, (request, response) =>
    receive(ports, request, response),
  );
  return router;
}

function requireToken({ callbackToken, logins, countCallback }: CallbacksPorts): RequestHandler {
  if (callbackToken === undefined) {
    return (_request, response) =>
      sendProblem(response, {
        status: 404,
        detail: "Callbacks are off. Set CALLBACK_TOKEN for the producer and for the workers.",
      });
  }
  return requireCaller({
    authentication: createAuthentication({ tokens: [callbackToken], isOpen: false }),
    logins,
    credentialsOf: (request) => {
      const token = request.get("X-Eventbridge-Signature-Token");
      return token === undefined ? undefined : `Bearer ${token}`;
    },
    deny: (response, denied) => {
      countCallback("unauthorized");
      sendProblem(response, problemOfDenied(denied, WRONG_TOKEN));
    },
  });
}

const WRONG_TOKEN =
  "The token is missing or wrong. In EventBridge, set the Token of the rule's target to CALLBACK_TOKEN; it is sent as `X-Eventbridge-Signature-Token`.";

async function receive(
  { queue, countCallback }: CallbacksPorts,
  request: Request,
  response: Response,
): Promise<void> {
  const taskIds = taskIdsOf(request.body);
  if (taskIds.length === 0) {
    countCallback("unreadable");
    sendProblem(response, {
      status: 400,
      detail:
        "The body has no data.task_id. Set the target of the EventBridge rule to send the complete event.",
    });
    return;
  }
  for (const taskId of taskIds) countCallback(RESULTS[(await queue.hint(taskId)).kind]);
  // Always the same body, so that it does not reveal which tasks are known.
  response.json({});
}

const RESULTS = {
  expedited: "expedited",
  idle: "ended",
  missing: "foreign",
} as const satisfies Record<Expedited["kind"], CallbackResult>;
