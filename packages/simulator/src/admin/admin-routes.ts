import type { RequestHandler, Router } from "express";
import express from "express";
import { z } from "zod";

import { faultSchema } from "../faults/fault.ts";
import { ratesSchema } from "../faults/fault-rates.ts";
import { PRESET_NAMES, presetFault } from "../faults/presets.ts";
import { STANDINGS } from "../limits/standings.ts";
import type { Controls } from "./controls.ts";

const standingSchema = z.strictObject({ standing: z.enum(STANDINGS) });

const timesSchema = z.strictObject({ times: z.int().min(1).default(1) });

const callbackSchema = z.strictObject({ url: z.url(), token: z.string() }).nullable();

const MAX_ADVANCE_MS = 365 * 24 * 3_600_000;
const clockSchema = z.strictObject({ advanceMs: z.int().min(0).max(MAX_ADVANCE_MS) });

/**
 * The routes of `/__admin`: the controls over HTTP, for other processes.
 *
 * @param accounts the accounts that have an API key.
 */
export function createAdminRoutes(controls: Controls, accounts: ReadonlySet<string>): Router {
  const router = express.Router();
  addReadRoutes(router, controls);
  router.post("/faults", express.json(), handle(faultSchema, controls.script));
  for (const name of PRESET_NAMES) {
    const add = handle(timesSchema.default({ times: 1 }), ({ times }) =>
      controls.script({ ...presetFault(name), times }),
    );
    router.post(`/faults/${name}`, express.json(), add);
  }
  router.put("/rates", express.json(), handle(ratesSchema, controls.rates));
  router.put(
    "/accounts/:account",
    refuseUnknown(accounts),
    express.json(),
    handle(standingSchema, ({ standing }, { account = "" }) => controls.account(account, standing)),
  );
  // The body `null` is not strict JSON for Express.
  const readCallback = express.json({ strict: false });
  router.put("/callback", readCallback, handle(callbackSchema, controls.sendEvents));
  router.post(
    "/clock",
    express.json(),
    handle(clockSchema, ({ advanceMs }) => controls.advance(advanceMs)),
  );
  router.post("/reset", (_request, response) => {
    controls.reset();
    response.status(204).end();
  });
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

/** Answers 404 about an account that no API key belongs to, because nothing would change. */
function refuseUnknown(accounts: ReadonlySet<string>): RequestHandler<{ account: string }> {
  return ({ params: { account } }, response, next) => {
    if (accounts.has(account)) return next();
    const message = `has no account ${JSON.stringify(account)}; there are ${[...accounts].join(", ")}`;
    response.status(404).json({ errors: [{ path: "account", message }] });
  };
}

/** Runs an action with a valid body and answers 204; answers 400 with every problem otherwise. */
function handle<T>(
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
