import type { Model } from "@dashqueue/dashscope";
import { exampleOf } from "@dashqueue/dashscope/examples";
import type { Quoted } from "@dashqueue/queue";
import type { Enqueued, Generation, ProducerQueue, Tenants } from "@dashqueue/queue/internal";
import { DEFAULT_TENANT } from "@dashqueue/queue/internal";
import type { Request, Response } from "express";
import { Router, urlencoded } from "express";

import { refusalFor, userOf } from "../auth/login.ts";
import { sentence } from "../html/format.ts";
import { renderMessage, sendPage } from "../html/page.ts";
import { refusalText } from "../actions/refusal-text.ts";
import { generationPath } from "../paths.ts";
import { translationFor } from "../texts/language.ts";
import type { Translate } from "../texts/translate.ts";
import { joinSentences } from "../texts/words.ts";
import type { RecordWrite } from "../writes/record-write.ts";
import { fieldsOf, requestOf, textsOf } from "./fields.ts";
import { renderPlayground } from "./playground-page.ts";
import { problemText } from "./problems.ts";
import { quoteScript } from "./quote-script.ts";
import { priceOf } from "./quote-section.ts";

export interface PlaygroundPorts {
  readonly queue: Pick<ProducerQueue, "quote" | "enqueue">;
  /** Those that can be submitted now. */
  readonly models: () => readonly Model[];
  readonly tenants: Pick<Tenants, "list">;
  readonly recordWrite: RecordWrite;
  readonly newFormKey: () => string;
}

/** What a reader has filled in. */
interface Filled {
  readonly model: Model;
  readonly tenant: string;
  readonly texts: Readonly<Record<string, unknown>>;
}

/** A form for each model, whose submissions pass the same checks as those of the API. */
export function playgroundRouter(ports: PlaygroundPorts): Router {
  const { queue } = ports;
  const router = Router();
  const form = urlencoded({ limit: "4mb" });
  router.use(quoteScript);
  router.use("/playground", (request, response, next) => {
    const t = translationFor(response);
    const refusal = refusalFor(userOf(response), "operator", t);
    // A submission that is refused is recorded, too.
    if (refusal === null || request.path === "/submit") next();
    else sendPage(response, renderMessage(t("Not allowed"), refusal, t), 403);
  });
  router.get("/playground", async (request, response) => {
    const filled = filledIn(ports, request.query);
    if (filled === null) return sendNoModel(response);
    const { model, tenant } = filled;
    const example = exampleOf(model.id) ?? { model: model.id, input: {} };
    const texts = textsOf(fieldsOf(model), example);
    const isKnown = (await tenantIdsOf(ports)).includes(tenant);
    const t = translationFor(response);
    const refusal = isKnown ? null : t("There is no tenant {tenant}.", { tenant });
    return show(ports, { model, tenant, texts }, response, null, refusal);
  });
  router.post("/playground", form, async (request, response) => {
    const filled = filledIn(ports, request.body);
    if (filled === null) return sendNoModel(response);
    const { tenant } = filled;
    return show(ports, filled, response, await queue.quote(bodyOf(filled), { tenant }));
  });
  router.post("/playground/submit", form, (request, response) => submit(ports, request, response));
  return router;
}

async function submit(ports: PlaygroundPorts, request: Request, response: Response) {
  const { queue, recordWrite } = ports;
  const filled = filledIn(ports, request.body);
  if (filled === null) return sendNoModel(response);
  const { model, tenant, texts } = filled;
  const user = userOf(response);
  const t = translationFor(response);
  const refusal = refusalFor(user, "operator", t);
  const target = `${tenant} ${model.id} ${String(texts["price"])}`;
  const write = { user, action: "generation-submit", target };
  if (refusal !== null) {
    await recordWrite({ ...write, allowed: false });
    return sendPage(response, renderMessage(t("Not allowed"), refusal, t), 403);
  }
  if (!(await tenantIdsOf(ports)).includes(tenant))
    return show(ports, filled, response, null, t("There is no tenant {tenant}.", { tenant }));
  const quoted = await queue.quote(bodyOf(filled), { tenant });
  if (quoted.kind === "invalid") return show(ports, filled, response, quoted);
  if (priceOf(quoted.quote) !== texts["price"])
    return show(ports, filled, response, quoted, t(PRICE_CHANGED));
  await recordWrite({ ...write, allowed: true });
  const { key } = texts;
  const idempotencyKey = typeof key === "string" ? `dashboard:${key}` : undefined;
  const enqueued = await queue.enqueue(bodyOf(filled), { tenant, idempotencyKey });
  if (enqueued.kind === "accepted" || enqueued.kind === "repeated")
    return response.redirect(303, generationPath(enqueued.generation.id));
  return show(ports, filled, response, quoted, refusalOf(enqueued, tenant, t));
}

const PRICE_CHANGED = "Nothing was submitted: the price is another one now. Confirm it again.";

function refusalOf(
  enqueued: Exclude<Enqueued<Generation>, { kind: "accepted" | "repeated" }>,
  tenant: string,
  t: Translate,
): string {
  switch (enqueued.kind) {
    case "conflict":
      return t("Nothing was submitted: this quote was used before. Ask for the price again.");
    case "invalid":
      return joinSentences(
        enqueued.problems.map((problem) => sentence(problemText(problem, new Set(), t), t)),
        t,
      );
    case "refused":
      return refusalText(tenant, enqueued.refusal, t);
  }
}

/** Null if there is no such model. */
function filledIn({ models }: PlaygroundPorts, fields: unknown): Filled | null {
  const texts = (fields ?? {}) as Readonly<Record<string, unknown>>;
  const all = models();
  const model = texts["model"] === undefined ? all[0] : all.find(({ id }) => id === texts["model"]);
  const tenant = typeof texts["tenant"] === "string" ? texts["tenant"] : DEFAULT_TENANT;
  return model === undefined ? null : { model, tenant, texts };
}

function bodyOf({ model, texts }: Filled) {
  return requestOf(model.id, fieldsOf(model), texts);
}

async function show(
  ports: PlaygroundPorts,
  { model, tenant, texts }: Filled,
  response: Response,
  quoted: Quoted | null = null,
  refusal: string | null = null,
): Promise<void> {
  const { models, newFormKey } = ports;
  const page = renderPlayground(
    {
      model: model.id,
      models: models().map(({ id }) => id),
      fields: fieldsOf(model),
      texts,
      tenant,
      tenants: await tenantIdsOf(ports),
      quoted,
      refusal,
      formKey: newFormKey(),
    },
    translationFor(response),
  );
  sendPage(response, page, refusal === null ? 200 : 409);
}

async function tenantIdsOf({ tenants }: PlaygroundPorts): Promise<readonly string[]> {
  const known = (await tenants.list()).map(({ id }) => id);
  return [...new Set([DEFAULT_TENANT, ...known])];
}

function sendNoModel(response: Response): void {
  const t = translationFor(response);
  const sentence = t("There is no such model in the regions of this installation.");
  sendPage(response, renderMessage(t("Model not found"), sentence, t), 404);
}
