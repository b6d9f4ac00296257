import { z } from "zod";

import { ALTERATIONS } from "./altered-prompt.ts";

export const OPERATIONS = [
  "create",
  "get",
  "list",
  "cancel",
  "quotas",
  "download",
  "event",
] as const;
/** The requests that a fault can affect. An `event` is a request of the simulator itself. */
export type Operation = (typeof OPERATIONS)[number];

const headers = z.record(z.string(), z.string());
const milliseconds = z.number().int().min(0).max(3_600_000);

/** What a download may contain instead of the file. */
const WRONG_FILES = ["html", "xml", "json", "image", "nothing"] as const;
export type WrongFile = (typeof WRONG_FILES)[number];

export const effectSchema = z.discriminatedUnion("kind", [
  /** Does nothing and closes the connection without an answer. */
  z.strictObject({ kind: z.literal("drop") }),
  /** Does nothing and answers with this error, which is XML for a download. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.number().int().min(100).max(599),
    code: z.string(),
    message: z.string(),
    headers: headers.optional(),
  }),
  /** Delays the request, then processes it as usual. */
  z.strictObject({ kind: z.literal("delay"), ms: milliseconds }),
  /** Processes the request, then closes the connection without an answer. */
  z.strictObject({ kind: z.literal("accept-then-drop") }),
  /** Processes the request, then sends this answer: JSON, or a string as it is. */
  z.strictObject({
    kind: z.literal("accept-then-status"),
    status: z.number().int().min(200).max(599),
    body: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
    headers: headers.optional(),
  }),
  /** Processes the request at once and delays the answer. */
  z.strictObject({ kind: z.literal("accept-then-delay"), ms: milliseconds }),
  /** Of a create request: keeps the task in this status until the provider's task timeout. */
  z.strictObject({ kind: z.literal("stick"), as: z.enum(["PENDING", "RUNNING"]) }),
  /** Of a create request: the task fails; a null code is a failure without code and message. */
  z.strictObject({ kind: z.literal("fail-task"), code: z.string().nullable() }),
  /** Of a get: reports this status instead of the real one. */
  z.strictObject({
    kind: z.literal("report"),
    status: z.enum([
      "PENDING",
      "RUNNING",
      "UNKNOWN",
      "SUSPENDED",
      "PRE-PROCESSING",
      "POST-PROCESSING",
    ]),
  }),
  /** Of a get: reports a success without result links. */
  z.strictObject({ kind: z.literal("omit-result") }),
  /** Of a get: shows the prompt altered in these ways, one after the other. */
  z.strictObject({ kind: z.literal("alter-prompt"), by: z.array(z.enum(ALTERATIONS)).min(1) }),
  /** Of a list: omits the tasks of the last `ms` milliseconds. */
  z.strictObject({ kind: z.literal("lag"), ms: milliseconds }),
  /** Of a list: omits the newest `count` tasks. */
  z.strictObject({ kind: z.literal("hide-rows"), count: z.number().int().min(1) }),
  /** Of a list: shows the status that each task had `ms` milliseconds ago. */
  z.strictObject({ kind: z.literal("status-lag"), ms: milliseconds }),
  /** Of a list: shows this status of each task that has not ended. */
  z.strictObject({ kind: z.literal("misreport"), status: z.enum(["SUCCEEDED", "FAILED"]) }),
  /** Announces the full length, sends `afterBytes` bytes, then closes the connection. */
  z.strictObject({ kind: z.literal("cut-download"), afterBytes: z.number().int().min(0) }),
  /** Sends the file at this rate, in real time. */
  z.strictObject({ kind: z.literal("slow-download"), bytesPerSecond: z.number().int().min(1) }),
  /** Announces the full length, sends `afterBytes` bytes, then nothing more. */
  z.strictObject({ kind: z.literal("stall-download"), afterBytes: z.number().int().min(0) }),
  /** Answers 200 with other bytes than those of the file. */
  z.strictObject({ kind: z.literal("wrong-download"), as: z.enum(WRONG_FILES) }),
  /** Sends the file in this content coding, although nobody asked for it. */
  z.strictObject({ kind: z.literal("encode-download"), as: z.enum(["gzip", "deflate", "br"]) }),
  /** Announces no length and ends with the connection, after `afterBytes` bytes or all. */
  z.strictObject({
    kind: z.literal("unsized-download"),
    afterBytes: z.number().int().min(0).optional(),
  }),
  /** Of an event: sends it twice. */
  z.strictObject({ kind: z.literal("send-twice") }),
  /** Of an event: sends it as soon as the task exists instead of at its end. */
  z.strictObject({ kind: z.literal("send-early") }),
]);

/** What a fault does to a request. */
export type Effect = z.infer<typeof effectSchema>;
/** Effects that apply before the request is processed. */
export type BeforeEffect = Extract<Effect, { kind: "drop" | "status" | "delay" }>;
/** Effects that apply after the request was processed successfully. */
export type AfterEffect = Extract<Effect, { kind: `accept-then-${string}` }>;
/** Effects that change how the request is processed. */
export type DuringEffect = Exclude<Effect, BeforeEffect | AfterEffect>;

/** Effects that change the file of a download. */
export type DownloadEffect = Extract<Effect, { kind: `${string}-download` }>;

const matchSchema = z.strictObject({
  /** Of a get, cancel, download or event. */
  taskId: z.string().optional(),
  /** Of a create request: part of the text of its body. */
  bodyIncludes: z.string().optional(),
  /** Of anything except a list: the whole prompt of the task. */
  prompt: z.string().optional(),
  /** Of a download: the end of the link's path, such as `-2.png`. */
  pathEndsWith: z.string().optional(),
});

export const faultSchema = z
  .strictObject({
    on: z.enum(OPERATIONS),
    /** How many requests the fault affects; 1 by default. */
    times: z.number().int().min(1).optional(),
    /** Affects only requests that match all of these. */
    match: matchSchema.optional(),
    do: effectSchema,
  })
  .refine((fault) => isFor(fault.on, fault.do.kind), {
    path: ["do", "kind"],
    error: "does not apply to this operation",
  });

/** An effect, and the requests that it affects. */
export type Fault = z.infer<typeof faultSchema>;

/** Effects that apply to one operation only. */
const ONLY_ON: Partial<Record<Effect["kind"], Operation>> = {
  stick: "create",
  "fail-task": "create",
  report: "get",
  "omit-result": "get",
  "alter-prompt": "get",
  lag: "list",
  "hide-rows": "list",
  "status-lag": "list",
  misreport: "list",
  "cut-download": "download",
  "slow-download": "download",
  "stall-download": "download",
  "wrong-download": "download",
  "encode-download": "download",
  "unsized-download": "download",
  "send-twice": "event",
  "send-early": "event",
};

const EVENT_EFFECTS: ReadonlySet<string> = new Set(["drop", "delay", "send-twice", "send-early"]);

function isFor(on: Operation, kind: Effect["kind"]): boolean {
  return (ONLY_ON[kind] ?? on) === on && (on !== "event" || EVENT_EFFECTS.has(kind));
}

export function isBefore(effect: Effect): effect is BeforeEffect {
  return effect.kind === "drop" || effect.kind === "status" || effect.kind === "delay";
}

export function isOfDownload(effect: Effect): effect is DownloadEffect {
  return effect.kind.endsWith("-download");
}

export function isAfter(effect: Effect): effect is AfterEffect {
  return effect.kind.startsWith("accept-then-");
}
