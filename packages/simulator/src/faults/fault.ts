import { z } from "zod";

import type { TaskStatus } from "../tasks/task-status.ts";

export const operations = ["create", "get", "list", "cancel", "download", "event"] as const;
export type Operation = (typeof operations)[number];

const headers = z.record(z.string(), z.string());
const milliseconds = z.number().int().min(0).max(3_600_000);

const effectSchema = z.discriminatedUnion("kind", [
  /** The connection ends without an answer, and nothing is done. */
  z.strictObject({ kind: z.literal("drop") }),
  /** This flat error instead of doing anything. Of a download, an XML error. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.number().int().min(100).max(599),
    code: z.string(),
    message: z.string(),
    headers: headers.optional(),
  }),
  /** The request waits this long, then goes its usual way. */
  z.strictObject({ kind: z.literal("delay"), ms: milliseconds }),
  /** The thing is done, and the connection ends without an answer. */
  z.strictObject({ kind: z.literal("accept-then-drop") }),
  /** The thing is done, and this is the answer: JSON, or the very text of a string. */
  z.strictObject({
    kind: z.literal("accept-then-status"),
    status: z.number().int().min(200).max(599),
    body: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
    headers: headers.optional(),
  }),
  /** The thing is done, and the answer comes this much later. */
  z.strictObject({ kind: z.literal("accept-then-delay"), ms: milliseconds }),
  /** A create: its task never leaves this status by itself, until the longest life of a task is over. */
  z.strictObject({ kind: z.literal("stick"), as: z.enum(["PENDING", "RUNNING"]) }),
  /** A create: its task fails; a null code is a failure without code and message. */
  z.strictObject({ kind: z.literal("fail-task"), code: z.string().nullable() }),
  /** A get: the task is said to be in this status, whatever it is in. */
  z.strictObject({
    kind: z.literal("report"),
    status: z.enum(["PENDING", "RUNNING", "UNKNOWN", "SUSPENDED"]),
  }),
  /** A get: a success is told without its links. */
  z.strictObject({ kind: z.literal("omit-result") }),
  /** A list: tasks of the last so many milliseconds are not in it yet. */
  z.strictObject({ kind: z.literal("lag"), ms: milliseconds }),
  /** A list: so many of the newest tasks are missing. */
  z.strictObject({ kind: z.literal("hide-rows"), count: z.number().int().min(1) }),
  /** So many bytes of the video, announced in full; then the connection ends. */
  z.strictObject({ kind: z.literal("cut-download"), afterBytes: z.number().int().min(0) }),
  /** The video at this pace, in real time. */
  z.strictObject({ kind: z.literal("slow-download"), bytesPerSecond: z.number().int().min(1) }),
  /** An event: it comes twice. */
  z.strictObject({ kind: z.literal("send-twice") }),
  /** An event: it comes as soon as there is a task, and not at its end. */
  z.strictObject({ kind: z.literal("send-early") }),
]);

const matchSchema = z.strictObject({
  /** Of a get, cancel, download or event. */
  taskId: z.string().optional(),
  /** Of a create: part of its body's text. */
  bodyIncludes: z.string().optional(),
  /** Of all but a list: the whole prompt of the task. */
  prompt: z.string().optional(),
});

export const faultSchema = z
  .strictObject({
    on: z.enum(operations),
    /** How many requests it meets; 1 by default. */
    times: z.number().int().min(1).optional(),
    /** Only requests that fit all of this. */
    match: matchSchema.optional(),
    do: effectSchema,
  })
  .refine((fault) => isFor(fault.on, fault.do.kind), {
    path: ["do", "kind"],
    error: "is not for this kind of request",
  });

/** What only one kind of request can meet. */
const ONLY_ON: Partial<Record<z.infer<typeof effectSchema>["kind"], Operation>> = {
  stick: "create",
  "fail-task": "create",
  report: "get",
  "omit-result": "get",
  lag: "list",
  "hide-rows": "list",
  "cut-download": "download",
  "slow-download": "download",
  "send-twice": "event",
  "send-early": "event",
};

/** All that an event can meet. */
const OF_EVENTS: ReadonlySet<string> = new Set(["drop", "delay", "send-twice", "send-early"]);

function isFor(on: Operation, kind: z.infer<typeof effectSchema>["kind"]): boolean {
  return (ONLY_ON[kind] ?? on) === on && (on !== "event" || OF_EVENTS.has(kind));
}

/** What goes wrong, with which requests. */
export type Fault = z.infer<typeof faultSchema>;
export type Effect = z.infer<typeof effectSchema>;
/** Effects on a request that is otherwise done. */
export type LateEffect = Extract<Effect, { kind: `accept-then-${string}` }>;
/** Effects in the place of doing anything. */
export type EarlyEffect = Extract<Effect, { kind: "drop" | "status" | "delay" }>;
/** Effects on how it is done. */
export type Manner = Exclude<Effect, LateEffect | EarlyEffect>;

/** A request that a fault may meet. */
export type FaultSubject = {
  readonly on: Operation;
  readonly taskId?: string;
  readonly bodyText?: string;
  /** Of the task that it makes or asks about. */
  readonly prompt?: string;
  /** Of the task that it asks about, where there is one. */
  readonly status?: TaskStatus;
};

export function isLate(effect: Effect): effect is LateEffect {
  return effect.kind.startsWith("accept-then-");
}

export function isEarly(effect: Effect): effect is EarlyEffect {
  return effect.kind === "drop" || effect.kind === "status" || effect.kind === "delay";
}

export function doesMatch(fault: Fault, subject: FaultSubject): boolean {
  const { taskId, bodyIncludes, prompt } = fault.match ?? {};
  return (
    fault.on === subject.on &&
    makesSense(fault.do, subject) &&
    (prompt === undefined || prompt === subject.prompt) &&
    (taskId === undefined || taskId === subject.taskId) &&
    (bodyIncludes === undefined || subject.bodyText?.includes(bodyIncludes) === true)
  );
}

/** Whether it can be seen at all: a task that runs has no links to omit, and one that nobody has cannot go back. */
export function makesSense(effect: Effect, { status }: FaultSubject): boolean {
  if (effect.kind === "omit-result") return status === "SUCCEEDED";
  if (effect.kind === "report")
    return effect.status === "PENDING" ? status === "RUNNING" : status !== undefined;
  return true;
}
