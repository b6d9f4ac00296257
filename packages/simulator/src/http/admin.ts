import express, { type RequestHandler, type Router } from "express";
import { z } from "zod";

import type { Callback } from "../tasks/event-emitter.ts";
import { faultSchema, type Fault } from "../faults/fault.ts";
import { presetFault, presetNames } from "../faults/presets.ts";
import { ratesSchema, type Rates } from "../faults/rates.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { LoggedRequest } from "./request-log.ts";
import { standings, type Standing } from "../limits/standings.ts";
import type { Stats } from "../ledger/stats.ts";
import type { TaskView } from "../tasks/task-view.ts";
import type { UploadedFile } from "./uploads.ts";

/** What tests ask of a simulator, in the same process or over `/__admin`. */
export type Controls = {
  readonly tasks: () => readonly TaskView[];
  readonly ledger: () => Ledger;
  readonly requests: () => readonly LoggedRequest[];
  readonly stats: () => Stats;
  /** Every file in the temporary storage: what it was, not its bytes. */
  readonly uploads: () => readonly UploadedFile[];
  /** Writes a fault for requests to come, after those already written. */
  readonly script: (fault: Fault) => void;
  /** From now on these faults come by chance, in the place of those before. */
  readonly rates: (rates: Rates) => void;
  /** From now on an account stands like this: it works, owes money, or its keys are worth nothing. */
  readonly account: (account: string, standing: Standing) => void;
  /** From now on events go there; null: nowhere. */
  readonly sendEvents: (callback: Callback | null) => void;
  /** Moves the clock on. */
  readonly advance: (durationMs: number) => void;
  /** Forgets tasks, ledger, requests, counts, faults and what the limits have counted. */
  readonly reset: () => void;
};

const standingSchema = z.strictObject({ standing: z.enum(standings) });

const timesSchema = z.strictObject({ times: z.int().min(1).default(1) });

const callbackSchema = z.strictObject({ url: z.url(), token: z.string() }).nullable();

const clockSchema = z.strictObject({
  advanceMs: z
    .int()
    .min(0)
    .max(365 * 24 * 3_600_000),
});

/** Does what a well-formed body says; 400 with every problem otherwise. */
function told<T>(
  schema: z.ZodType<T>,
  act: (value: T, parameters: Readonly<Record<string, string>>) => void,
): RequestHandler<Record<string, string>> {
  return (request, response) => {
    const { success, data, error } = schema.safeParse(request.body);
    if (!success) {
      const errors = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
      response.status(400).json({ errors });
      return;
    }
    act(data, request.params);
    response.status(204).end();
  };
}

/** `/__admin`: the controls over HTTP, for processes outside. */
export function createAdmin(controls: Controls): Router {
  const router = express.Router();
  router.get("/tasks", (_request, response) => void response.json({ tasks: controls.tasks() }));
  router.get("/ledger", (_request, response) => void response.json(controls.ledger()));
  router.get(
    "/requests",
    (_request, response) => void response.json({ requests: controls.requests() }),
  );
  router.get(
    "/uploads",
    (_request, response) => void response.json({ uploads: controls.uploads() }),
  );
  router.get("/stats", (_request, response) => void response.json(controls.stats()));
  router.post("/faults", express.json(), told(faultSchema, controls.script));
  for (const name of presetNames) {
    router.post(
      `/faults/${name}`,
      express.json(),
      told(timesSchema.default({ times: 1 }), ({ times }) =>
        controls.script({ ...presetFault(name), times }),
      ),
    );
  }
  router.put(
    "/callback",
    express.json({ strict: false }),
    told(callbackSchema, controls.sendEvents),
  );
  router.put("/rates", express.json(), told(ratesSchema, controls.rates));
  router.put(
    "/accounts/:account",
    express.json(),
    told(standingSchema, ({ standing }, { account = "" }) => controls.account(account, standing)),
  );
  router.post(
    "/clock",
    express.json(),
    told(clockSchema, ({ advanceMs }) => controls.advance(advanceMs)),
  );
  router.post("/reset", (_request, response) => {
    controls.reset();
    response.status(204).end();
  });
  return router;
}
