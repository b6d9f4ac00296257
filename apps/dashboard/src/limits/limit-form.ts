import { liveFigures } from "@dashqueue/queue/internal";
import { z } from "zod";

import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import type { Translate } from "../texts/translate.ts";

/** A field that was left empty is not 0, which would pause. */
const figure = z.string().trim().min(1).transform(Number);
const formSchema = z.preprocess(
  withPace,
  z.object({
    account: z.string().min(1),
    model: z.string().min(1),
    maxInFlight: figure.pipe(liveFigures.maxInFlight),
    submitsPerSecond: z.union([z.null(), figure.pipe(liveFigures.submitsPerSecond)]),
  }),
);
type SetLimit = z.infer<typeof formSchema>;
type Texts = Readonly<Record<keyof SetLimit, string>>;

/** Nothing is submitted during a pause, so it needs no pace of its own and keeps the former. */
function withPace(body: unknown): unknown {
  const { maxInFlight, submitsPerSecond } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const isPause = maxInFlight === "0" && (submitsPerSecond ?? "") === "";
  return isPause ? { ...(body as object), submitsPerSecond: null } : body;
}

/** What was filled in, and what is wrong with it. */
export interface WrongLimit {
  readonly given: Texts;
  readonly problems: Partial<Texts>;
}

export type ReadLimit =
  | { readonly ok: true; readonly limit: SetLimit }
  | { readonly ok: false; readonly wrong: WrongLimit };

/** Reads the form of a limit, or names what is wrong with each of its fields. */
export function readLimit(body: unknown, t: Translate): ReadLimit {
  const read = formSchema.safeParse(body);
  if (read.success) return { ok: true, limit: read.data };
  const { maxInFlight, submitsPerSecond } = liveFigures;
  const texts: Texts = {
    account: t("Choose an account."),
    model: t("Choose a model."),
    maxInFlight: t("Write a whole number from 0 to {most}.", {
      most: String(maxInFlight.maxValue),
    }),
    submitsPerSecond: t("Write a number above 0, {most} at most. Only a pause needs none.", {
      most: String(submitsPerSecond.maxValue),
    }),
  };
  const fields = new Set(read.error.issues.map(({ path }) => path[0]));
  const problems = Object.fromEntries(Object.entries(texts).filter(([name]) => fields.has(name)));
  return { ok: false, wrong: { given: givenIn(body), problems } };
}

/** What a reader filled in, to be shown again. */
export function givenIn(body: unknown): Texts {
  const fields = (body ?? {}) as Readonly<Record<string, unknown>>;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return {
    account: text(fields["account"]),
    model: text(fields["model"]),
    maxInFlight: text(fields["maxInFlight"]),
    submitsPerSecond: text(fields["submitsPerSecond"]),
  };
}

export interface Choices {
  /** Of the live workers. */
  readonly accounts: readonly string[];
  /** Those that were used. */
  readonly models: readonly string[];
}

/** The form of a limit, empty, or as it was filled in and with what is wrong with it. */
export function renderLimitForm(
  { accounts, models }: Choices,
  wrong: WrongLimit | null,
  t: Translate,
): Html {
  const { given = givenIn(null), problems = {} } = wrong ?? {};
  const field = (name: keyof Texts, label: string, control: Html) =>
    html`<label>${label} ${control} ${problemOf(problems[name])}</label>`;
  return html`<section id="set">
    <h2>${t("Set a limit")}</h2>
    <form method="post" action="/limits" class="filter">
      ${field(
        "account",
        t("Account"),
        accounts.length === 0
          ? html`<input name="account" required value="${given.account}" />`
          : html`<select name="account" required>
              ${accounts.length === 1 ? null : html`<option value="">${t("Choose…")}</option>`}
              ${accounts.map((account) => option(account, account, given.account))}
            </select>`,
      )}
      ${field(
        "model",
        t("Model"),
        html`<select name="model" required>
          <option value="">${t("Choose…")}</option>
          ${option("*", t("all models"), given.model)}
          ${models.map((model) => option(model, model, given.model))}
        </select>`,
      )}
      ${field(
        "maxInFlight",
        t("Tasks in flight at most (0 pauses)"),
        html`<input
          name="maxInFlight"
          type="number"
          min="0"
          max="100000"
          required
          value="${given.maxInFlight}"
        />`,
      )}
      ${field(
        "submitsPerSecond",
        t("Create requests a second (not needed for a pause)"),
        html`<input
          name="submitsPerSecond"
          type="number"
          min="0.01"
          max="1000"
          step="any"
          value="${given.submitsPerSecond}"
        />`,
      )}
      <button>${t("Set")}</button>
    </form>
  </section>`;
}

function option(value: string, name: string, given: string): Html {
  const selected = value === given ? html` selected` : null;
  return html`<option value="${value}" ${selected}>${name}</option>`;
}

function problemOf(problem: string | undefined): Html | null {
  return problem === undefined ? null : html`<span class="problem" role="alert">${problem}</span>`;
}
