import type { FailureKind, Generation } from "@dashqueue/queue/internal";
import { FAILURE_POLICY } from "@dashqueue/queue/internal";
import { z } from "zod";

import { shorten } from "../html/format.ts";
import { generationPath } from "../paths.ts";
import { kindText } from "../texts/codes.ts";
import { messageText } from "../texts/messages.ts";
import type { Translate } from "../texts/translate.ts";
import { statusText } from "../texts/words.ts";

/** The data of a job, and which generation a ticket has served last, as far as they parse. */
const JOB = z.object({
  name: z.string().catch(""),
  data: z.object({ generationId: z.string(), model: z.string() }).nullable().catch(null),
  progress: z.object({ generation_id: z.string() }).nullish().catch(null),
});

const LONGEST_PROMPT = 60;

/**
 * One line with the generation of a job and its status:
 * `wan2.1-vace-plus · a girl in a forest · running · task 0385dc79 RUNNING`.
 *
 * @param generation null if there is none, or if it cannot be read
 */
export function nameOf(job: unknown, generation: Generation | null, t: Translate): string {
  const read = JOB.safeParse(job);
  if (!read.success || read.data.data === null) return read.data?.name ?? "";
  const { data } = read.data;
  const prompt = generation?.request.input["prompt"];
  const shown = shorten(typeof prompt === "string" ? prompt : "", LONGEST_PROMPT);
  return [
    data.model,
    shown === "" ? data.generationId : shown,
    generation === null ? "" : statusText(generation.status, t),
    taskOf(generation),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/**
 * What the board shows as the progress of a job: the generation that a ticket has served last, if
 * that is another one, or where its own one is.
 */
export function progressOf(job: unknown, generation: Generation | null, t: Translate): unknown {
  const { progress } = job as { readonly progress?: unknown };
  if (JOB.safeParse(job).data?.progress || generation === null) return noteOf(progress, t);
  const { status, attempts } = generation;
  const task = taskIn(generation);
  return { status, attempts, task_id: task?.id ?? null, task_status: task?.status ?? null };
}

/** BullMQ's initial 0, which the board shows as an error, becomes a note. */
export function noteOf(progress: unknown, t: Translate): unknown {
  return typeof progress === "object"
    ? progress
    : { note: t("The record of its generation is gone, or cannot be read.") };
}

/** The id of the generation of a job, or null if the job is not ours. */
export function generationIdOf(job: unknown): string | null {
  return JOB.safeParse(job).data?.data?.generationId ?? null;
}

/** A link to the page of the job's generation. */
export function linkTo(id: string, t: Translate): { displayText: string; href: string } {
  return { displayText: t("Open generation"), href: generationPath(id) };
}

function taskIn(generation: Generation | null) {
  return generation !== null && "task" in generation ? generation.task : null;
}

function taskOf(generation: Generation | null): string {
  const task = taskIn(generation);
  return task === null ? "" : ["task", task.id.slice(0, 8), task.status ?? ""].join(" ").trim();
}

/** Why a job failed: the kind of the failure, its code and its message, as workers write it. */
export function failedText(reason: string, t: Translate): string {
  if (t.language === "en") return reason;
  const [, kind, code = "", message] = /^(\w+)(?: \((.*?)\))?: (.+)$/s.exec(reason) ?? [];
  if (message === undefined || !isFailureKind(kind)) return messageText(reason, t);
  return `${kindText(kind, code, t)}：${messageText(message, t)}`;
}

function isFailureKind(kind: string | undefined): kind is FailureKind {
  return kind !== undefined && Object.hasOwn(FAILURE_POLICY, kind);
}
