import { adviceOf, LIST_NOT_READ, LIST_UNREAD, STATUSES } from "@dashqueue/queue/internal";
import type {
  CostTotal,
  FailureKind,
  GenerationEvent,
  GenerationView,
  Status,
} from "@dashqueue/queue/internal";

import type { Text, Translate } from "./translate.ts";
import {
  ADVICE,
  LOOK_RESULTS,
  NAMING_ADVICE,
  STORAGE_ADVICE,
  WAITING_ADVICE,
} from "./zh/advice.ts";
import { FIELDS, UNITS } from "./zh/fields.ts";
import { EVENTS, STATUS_NAMES } from "./zh/names.ts";

/** Sentences one after another; Chinese ones have no blank between them. */
export function joinSentences(sentences: readonly string[], t: Translate): string {
  return sentences.join(t.language === "en" ? " " : "");
}

/** What stands between a text that ends with a colon and what it announces. */
export function afterColon(t: Translate): string {
  return t.language === "en" ? " " : "";
}

/** A status. In Chinese also by the name that it has in the API, the docs and the logs. */
export function statusText(status: Status, t: Translate): string {
  return t.language === "en" ? status : `${STATUS_NAMES[status]} ${status}`;
}

export function isStatus(text: string): text is Status {
  return STATUSES.some((status) => status === text);
}

/** The name of an event, in Chinese beside the one that it has in the logs. */
export function eventText(name: GenerationEvent["name"], t: Translate): string {
  const words = name.replaceAll("-", " ");
  const translated = (EVENTS as Readonly<Record<string, string>>)[name];
  return t.language === "en" || translated === undefined ? words : `${translated} ${words}`;
}

/** What to do about a failure. */
export function adviceText(kind: FailureKind, t: Translate, code = ""): string {
  const advice = adviceOf({ kind, code });
  return t.language === "en" ? advice : (STORAGE_ADVICE[advice] ?? ADVICE[kind]);
}

const LIST_READ = /^the provider's task list was read \(tasks: (\d+)\)/;

/** What a search for a task found. An error of the provider, and what is new, stay as they are. */
export function lookText(result: string, t: Translate): string {
  if (t.language === "en") return result;
  const [, count] = LIST_READ.exec(result) ?? [];
  if (count !== undefined) return `已读取任务列表（${count} 个任务），还没有确定属于它的任务`;
  if (result.startsWith(LIST_NOT_READ)) {
    const why = result.slice(LIST_NOT_READ.length);
    return `暂不读取 DashScope 的任务列表：${LOOK_RESULTS[why] ?? why}`;
  }
  return result.startsWith(LIST_UNREAD)
    ? `无法读取 DashScope 的任务列表：${result.slice(LIST_UNREAD.length)}`
    : (LOOK_RESULTS[result] ?? result);
}

type Waiting = Pick<NonNullable<GenerationView["waiting"]>, "reason" | "advice" | "help">;

/** What to do about a generation that waits. */
export function waitingAdviceText({ reason, advice, help }: Waiting, t: Translate): string {
  if (t.language === "en") return advice;
  for (const [known, translate] of NAMING_ADVICE) {
    const [, name] = known.exec(advice) ?? [];
    if (name !== undefined) return translate(name);
  }
  // The page that explains a failure has a section for each kind.
  const [, kind] = /\/errors#(\w+)$/.exec(help) ?? [];
  const texts: Readonly<Record<string, string>> = ADVICE;
  const storage = STORAGE_ADVICE[advice];
  if (storage !== undefined) return storage;
  return (kind === undefined ? WAITING_ADVICE[reason] : texts[kind]) ?? advice;
}

/** The page that explains advice, in the language of the reader. A test checks that both exist. */
export function helpIn(help: string, t: Translate): string {
  return t.language === "en" ? help : help.replace("/docs/", "/docs/zh/");
}

const CHARGE_STATES = {
  settled: "settled",
  held: "held",
  at_risk: "at risk",
} as const satisfies Record<CostTotal["state"], Text>;

export function chargeStateText(state: CostTotal["state"], t: Translate): string {
  return t(CHARGE_STATES[state]);
}

/** The description of a request field. A new one stays English. */
export function fieldText(description: string, t: Translate): string {
  return t.language === "en" ? description : (FIELDS[description] ?? description);
}

/** The unit of a request field. */
export function unitText(unit: string, t: Translate): string {
  return t.language === "en" ? unit : (UNITS[unit] ?? unit);
}
