import type { IncomingMessage } from "node:http";

import type { Generation } from "@dashqueue/queue/internal";
import type { Logger, LoginLimit } from "@dashqueue/service";
import { problemHandler } from "@dashqueue/service";
import type { Request, RequestHandler, Response } from "express";
import { Router } from "express";

import type { Authentication, Denied } from "../auth/authentication.ts";
import { problemOfDenied, requireCaller } from "../auth/authentication.ts";
import { callerOf } from "../auth/caller.ts";
import type { QueueOf } from "../auth/queue-of.ts";
import type { SignedLinks } from "../auth/signed-links.ts";
import { jsonBodyOfAnyType } from "../http/json-body.ts";
import type { LargeBodies } from "../http/large-bodies.ts";
import { createTask } from "./create-task.ts";
import { allowAnyOrigin } from "./cors.ts";
import { isEnabled } from "./enabled-header.ts";
import { invalidParameter, REFUSALS } from "./refusal.ts";
import type { Reply } from "./reply.ts";
import { createReply } from "./reply.ts";
import type { CallModelPorts } from "./synchronous/call-model.ts";
import { callModel } from "./synchronous/call-model.ts";
import { taskBody, unknownTask } from "./tasks/task-body.ts";
import { readTaskListQuery } from "./tasks/task-list-query.ts";
import { findTasks, taskListBody } from "./tasks/task-list.ts";
import type { FormPorts } from "./uploads/receive-form.ts";
import { receiveForm } from "./uploads/receive-form.ts";
import { uploadPolicy } from "./uploads/upload-policy.ts";

export interface GatewayPorts extends CallModelPorts, FormPorts {
  readonly logins: LoginLimit;
  readonly authentication: Authentication;
  readonly queueOf: QueueOf<"enqueue" | "get" | "page">;
  /** Returns null for an unknown generation. */
  readonly cancel: (request: IncomingMessage, id: string) => Promise<Generation | null>;
  readonly links: SignedLinks;
  /** Whether web pages of other sites may use it, which needs tokens. */
  readonly allowsPages: boolean;
  /** The origin of links, such as `https://queue.example`. Default: the request's. */
  readonly publicUrl?: string | undefined;
  readonly logger: Logger;
  readonly newRequestId: () => string;
  readonly largeBodies: LargeBodies;
}

/**
 * DashScope's own API in front of the queue, so that an existing DashScope client only needs
 * another base URL. A task is a generation. DashScope's documentation: the models' API pages,
 * "manage asynchronous tasks".
 */
export function gatewayRouter(ports: GatewayPorts): Router {
  const { queueOf, cancel, authentication, logins, logger, newRequestId, now } = ports;
  const reply = createReply(newRequestId);
  const router = Router();
  if (ports.allowsPages) router.use(allowAnyOrigin);
  router.post("/uploads", (request, response) => receiveForm(ports, reply, request, response));
  router.use(requireCaller({ authentication, logins, deny: denyIn(reply) }));
  // DashScope's own examples and SDKs do not agree on the content type.
  const json = jsonBodyOfAnyType(ports.largeBodies);
  router.post("/services/{*path}", onlyAsynchronous, json, (request, response) =>
    createTask(ports, reply, request, response),
  );
  // A name of its own keeps the time of held calls apart in the metrics.
  router.post("/services/{*synchronous}", json, (request, response) =>
    callModel(
      ports,
      reply,
      (generation, file) => linkTo(ports, request, generation, file.name),
      request,
      response,
    ),
  );
  router.get("/uploads", (request, response) => {
    const uploadHost = `${originOf(ports, request)}/api/v1/uploads`;
    const { tenant } = callerOf(request);
    const policyPorts = { ...ports, newFolder: newRequestId, tenant };
    const read = uploadPolicy(policyPorts, request.query, uploadHost);
    if (read.ok) reply.send(response, read.body);
    else reply.refuse(response, invalidParameter(read.message));
  });
  router.get("/tasks", async (request, response) => {
    const read = readTaskListQuery(request.query, now());
    if (!read.ok) return reply.refuse(response, invalidParameter(read.message));
    reply.send(response, taskListBody(read.query, await findTasks(queueOf(request), read.query)));
  });
  router.get("/tasks/:id", async (request, response) => {
    const { id } = request.params;
    const generation = await queueOf(request).get(id);
    if (generation === null) return reply.send(response, unknownTask(id));
    const linkOf = ({ name }: { readonly name: string }) =>
      linkTo(ports, request, generation, name);
    reply.send(response, taskBody(generation, linkOf));
  });
  router.post("/tasks/:id/cancel", async (request, response) => {
    const generation = await cancel(request, request.params.id);
    if (generation?.status === "canceled") reply.send(response, {});
    else reply.refuse(response, REFUSALS.notCancelable);
  });
  router.use((_request, response) => reply.refuse(response, REFUSALS.unknownPath));
  return router.use(problemHandler(logger, reply.sendProblem));
}

function denyIn(reply: Reply): (response: Response, denied: Denied) => void {
  return (response, denied) => {
    switch (denied.kind) {
      case "missing":
        return reply.refuse(response, REFUSALS.keyMissing);
      case "wrong":
        return reply.refuse(response, REFUSALS.keyWrong);
      case "disabled":
      case "limited":
        return reply.sendProblem(response, problemOfDenied(denied, ""));
    }
  };
}

/** Leaves a request without the header to the next route. */
const onlyAsynchronous: RequestHandler = (request, _response, next) => {
  if (isEnabled(request.get("X-DashScope-Async"))) next();
  else next("route");
};

function linkTo(
  ports: Pick<GatewayPorts, "links" | "publicUrl">,
  request: Request,
  generation: Pick<Generation, "id" | "tenant">,
  name: string,
): string {
  const query = ports.links.queryFor(generation, name);
  return `${originOf(ports, request)}/v1/generations/${generation.id}/files/${encodeURIComponent(name)}${query}`;
}

function originOf({ publicUrl }: Pick<GatewayPorts, "publicUrl">, request: Request): string {
  return publicUrl ?? `${request.protocol}://${request.get("host")}`;
}
