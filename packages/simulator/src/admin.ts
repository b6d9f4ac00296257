import express, { type Router } from "express";

import { faultSchema, type Fault } from "./fault.ts";
import type { Ledger } from "./ledger.ts";
import type { LoggedRequest } from "./request-log.ts";
import type { Stats } from "./stats.ts";
import type { TaskView } from "./task-view.ts";

/** What tests ask of a simulator, in the same process or over `/__admin`. */
export type Controls = {
  readonly tasks: () => readonly TaskView[];
  readonly ledger: () => Ledger;
  readonly requests: () => readonly LoggedRequest[];
  readonly stats: () => Stats;
  /** Writes a fault for requests to come, after those already written. */
  readonly script: (fault: Fault) => void;
  /** Forgets tasks, ledger, requests, counts, faults and what the limits have counted. */
  readonly reset: () => void;
};

/** `/__admin`: the controls over HTTP, for processes outside. */
export function createAdmin(controls: Controls): Router {
  const router = express.Router();
  router.get("/tasks", (_request, response) => void response.json({ tasks: controls.tasks() }));
  router.get("/ledger", (_request, response) => void response.json(controls.ledger()));
  router.get("/requests", (_request, response) => void response.json({ requests: controls.requests() }));
  router.get("/stats", (_request, response) => void response.json(controls.stats()));
  router.post("/faults", express.json(), (request, response) => {
    const { success, data, error } = faultSchema.safeParse(request.body);
    if (!success) {
      const errors = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
      response.status(400).json({ errors });
      return;
    }
    controls.script(data);
    response.status(204).end();
  });
  router.post("/reset", (_request, response) => {
    controls.reset();
    response.status(204).end();
  });
  return router;
}
