import { z } from "zod";

const operations = ["create", "get", "list", "cancel", "download"] as const;
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
  /** So many bytes of the video, announced in full; then the connection ends. */
  z.strictObject({ kind: z.literal("cut-download"), afterBytes: z.number().int().min(0) }),
]);

export const faultSchema = z.strictObject({
  on: z.enum(operations),
  /** How many requests it meets; 1 by default. */
  times: z.number().int().min(1).optional(),
  /** Only requests that fit all of this. */
  match: z
    .strictObject({
      /** Of a get, cancel or download. */
      taskId: z.string().optional(),
      /** Of a create: part of its body's text. */
      bodyIncludes: z.string().optional(),
    })
    .optional(),
  do: effectSchema,
});

/** What goes wrong, with which requests. */
export type Fault = z.infer<typeof faultSchema>;
export type Effect = z.infer<typeof effectSchema>;
/** Effects on a request that is otherwise done. */
export type LateEffect = Extract<Effect, { kind: `accept-then-${string}` }>;
/** Effects before anything is done. */
export type EarlyEffect = Exclude<Effect, LateEffect>;

export type FaultSubject = { readonly on: Operation; readonly taskId?: string; readonly bodyText?: string };

export function isLate(effect: Effect): effect is LateEffect {
  return effect.kind.startsWith("accept-then-");
}

export function doesMatch(fault: Fault, subject: FaultSubject): boolean {
  const { taskId, bodyIncludes } = fault.match ?? {};
  return (
    fault.on === subject.on &&
    (taskId === undefined || taskId === subject.taskId) &&
    (bodyIncludes === undefined || subject.bodyText?.includes(bodyIncludes) === true)
  );
}
