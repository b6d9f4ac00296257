import type { FailureKind, GenerationView, Stage } from "@dashqueue/queue/internal";

import { messageText } from "./messages.ts";
import type { Translate } from "./translate.ts";
import { DELIVERY_NAMES, DETAIL_NAMES, KIND_NAMES, REASON_NAMES, STAGE_NAMES } from "./zh/names.ts";

/** Why a generation waits. In Chinese also by the code that it has in the API and the guides. */
export function reasonText(
  reason: NonNullable<GenerationView["waiting"]>["reason"],
  t: Translate,
): string {
  return both(REASON_NAMES[reason], reason, t);
}

/** The kind of a failure, and the provider's code if there is one. */
export function kindText(kind: FailureKind, code: string, t: Translate): string {
  return `${both(KIND_NAMES[kind], kind, t)}${code === "" ? "" : ` (${code})`}`;
}

/** What became of a webhook message. */
export function deliveryStateText(
  state: NonNullable<GenerationView["webhook"]>["state"],
  t: Translate,
): string {
  return both(DELIVERY_NAMES[state], state, t);
}

/** A stage of a worker. A newer worker may have another one. */
export function stageText(stage: string, t: Translate): string {
  const names: Readonly<Partial<Record<string, string>>> = STAGE_NAMES satisfies Record<
    Stage,
    string
  >;
  return both(names[stage], stage, t);
}

/** A detail of an event: its name and its value, of which codes have a Chinese name, too. */
export function detailText(name: string, value: string | number | boolean, t: Translate): string {
  if (t.language === "en") return `${name.replaceAll("_", " ")}: ${englishOf(name, value)}`;
  return `${DETAIL_NAMES[name] ?? name}：${valueText(name, value, t)}`;
}

function englishOf(name: string, value: string | number | boolean): string {
  const text = String(value);
  // As the other times of a page.
  return name.endsWith("_at") ? text.replace("T", " ").replace(/Z$/, " UTC") : text;
}

function valueText(name: string, value: string | number | boolean, t: Translate): string {
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  const code = String(value);
  if (name.endsWith("_at")) return englishOf(name, value);
  const known = NAMES_OF_VALUES[name]?.[code];
  return known === undefined ? messageText(code, t) : both(known, code, t);
}

/** Details whose values are codes. A reason may also be the message of an error. */
const NAMES_OF_VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  waiting: REASON_NAMES,
  reason: KIND_NAMES,
  error: KIND_NAMES,
  cancel: { requested: "已请求", confirmed: "已确认", refused: "被拒绝" },
};

function both(name: string | undefined, code: string, t: Translate): string {
  return t.language === "en" || name === undefined ? code : `${name} ${code}`;
}
