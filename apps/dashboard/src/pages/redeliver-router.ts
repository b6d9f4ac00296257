import type { Deliveries, Redelivered } from "@dashqueue/queue/internal";
import { Router } from "express";

import { refusalFor, userOf } from "../auth/login.ts";
import { renderMessage, sendPage } from "../html/page.ts";
import { resentPath } from "../paths.ts";
import { translationFor } from "../texts/language.ts";
import type { Text } from "../texts/translate.ts";
import type { RecordWrite } from "../writes/record-write.ts";

export interface RedeliverPorts {
  /** Sends the message of an attempt once more. */
  readonly redeliver: (id: string, n: number) => Promise<Redelivered>;
  /** The latest attempts to deliver its webhook messages, oldest first. */
  readonly attempts: Deliveries["attempts"];
  readonly recordWrite: RecordWrite;
}

/** The button beside an attempt to deliver a webhook. It is recorded, and takes an operator. */
export function redeliverRouter({ redeliver, attempts, recordWrite }: RedeliverPorts): Router {
  const router = Router();
  router.post("/generations/:id/deliveries/:n/redeliver", async (request, response) => {
    const { id, n } = request.params;
    const user = userOf(response);
    const t = translationFor(response);
    const refusal = refusalFor(user, "operator", t);
    const target = `${id} ${n}`;
    await recordWrite({ user, action: "webhook-redelivered", target, allowed: refusal === null });
    if (refusal !== null)
      return sendPage(response, renderMessage(t("Not allowed"), refusal, t), 403);
    const latest = (await attempts(id)).at(-1)?.n ?? 0;
    const { kind } = await redeliver(id, Number(n));
    if (kind === "queued") return response.redirect(303, resentPath(id, latest));
    const status = kind === "forgotten" || kind === "under-way" ? 409 : 404;
    sendPage(response, renderMessage(t("Nothing was sent"), t(REASONS[kind]), t), status);
  });
  return router;
}

const REASONS = {
  missing: "Redis has no generation with this id any more.",
  "unknown-attempt": "No attempt with this number is kept. The page of the generation lists them.",
  forgotten: "The message of this attempt is no longer kept, because later ones replaced it.",
  "under-way": "A message of this generation is already being sent again. Wait for that attempt.",
} as const satisfies Record<Exclude<Redelivered["kind"], "queued">, Text>;
