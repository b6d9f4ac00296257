import type { RequestHandler, Router } from "express";
import express from "express";
import { z } from "zod";

import { faultSchema } from "../faults/fault.ts";
import { ratesSchema } from "../faults/fault-rates.ts";
import { isPreset, PRESET_NAMES, presetFault } from "../faults/presets.ts";
import { STANDINGS } from "../limits/standings.ts";
import type { Controls } from "./controls.ts";
import { answerUnread, refuseUnknownCalls, sendProblem } from "./problem.ts";

const standingSchema = z.strictObject({ standing: z.enum(STANDINGS) });

const timesSchema = z.strictObject({ times: z.int().min(1).default(1) });

const callbackSchema = z.strictObject({ url: z.url(), token: z.string() }).nullable();

const MAX_ADVANCE_MS = 365 * 24 * 3_600_000;
const clockSchema = z.strictObject({ advanceMs: z.int().min(0).max(MAX_ADVANCE_MS) });

/** Reads a body as JSON whatever its type: `curl --data` sends that of a form. */
const readJson = express.json({ type: () => true, strict: false });

/**
 * The routes of `/__admin`: the controls over HTTP, for other processes.
 *
 * @param accounts the accounts that have an API key.
 */
export function createAdminRoutes(controls: Controls, accounts: ReadonlySet<string>): Router {
  const router = express.Router();
  addReadRoutes(router, controls);
  router.post("/faults", readJson, handle(faultSchema, controls.script));
  router.post(
    "/faults/:preset",
    refuseOthers("preset", isPreset, PRESET_NAMES),
    readJson,
    handle(timesSchema, ({ times }, { preset = "" }) => {
      if (isPreset(preset)) controls.script({ ...presetFault(preset), times });
    }),
  );
  router.put("/rates", readJson, handle(ratesSchema, controls.rates));
  router.put(
    "/accounts/:account",
    refuseOthers("account", (name) => accounts.has(name), [...accounts]),
    readJson,
    handle(standingSchema, ({ standing }, { account = "" }) => controls.account(account, standing)),
  );
  router.put("/callback", readJson, handle(callbackSchema, controls.sendEvents));
  router.post(
    "/clock",
    readJson,
    handle(clockSchema, ({ advanceMs }) => controls.advance(advanceMs)),
  );
  router.post("/reset", (_request, response) => {
    controls.reset();
    response.status(204).end();
  });
  router.use(refuseUnknownCalls, answerUnread);
  return router;
}

function addReadRoutes(router: Router, controls: Controls): void {
  const routes = {
    "/tasks": () => ({ tasks: controls.tasks() }),
    "/ledger": controls.ledger,
    "/requests": () => ({ requests: controls.requests() }),
    "/uploads": () => ({ uploads: controls.uploads() }),
    "/stats": controls.stats,
  };
  for (const [path, read] of Object.entries(routes))
    router.get(path, (_request, response) => void response.json(read()));
}

/** Answers 404 about a name that is none of these. */
function refuseOthers(
  kind: string,
  isKnown: (name: string) => boolean,
  names: readonly string[],
): RequestHandler<Record<string, string>> {
  return ({ params }, response, next) => {
    const name = params[kind] ?? "";
    if (isKnown(name)) return next();
    const detail = `There is no ${kind} ${JSON.stringify(name)}. There are ${names.join(", ")}.`;
    sendProblem(response, { status: 404, detail });
  };
}

/** Runs an action with a valid body and answers 204; answers 400 with every problem otherwise. */
function handle<T>(
  schema: z.ZodType<T>,
  act: (value: T, parameters: Readonly<Record<string, string>>) => void,
): RequestHandler<Record<string, string>> {
  return (request, response) => {
    const { body = {} } = request as { readonly body?: unknown };
    const { success, data, error } = schema.safeParse(body);
    if (success) {
      act(data, request.params);
      response.status(204).end();
      return;
    }
    const errors = error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    sendProblem(response, { status: 400, errors });
  };
}
