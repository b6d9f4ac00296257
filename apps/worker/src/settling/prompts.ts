import type { Generation } from "@dashqueue/queue/internal";
import { z } from "zod";

/** What identifies a create request whose answer was lost. */
export interface RequestIdentity {
  /** What the provider returns as `orig_prompt`; null for a request without a prompt. */
  readonly prompt: string | null;
  /** The create request's own request id, if its answer held one. */
  readonly requestId: string | null;
}

export function identityOf(generation: Generation): RequestIdentity {
  return {
    prompt: promptOf(generation),
    requestId: generation.status === "uncertain" ? generation.failure.requestId : null,
  };
}

/** Whether the request id or the prompt of a task is ours. */
export function identifies(
  { requestId, prompt }: RequestIdentity,
  task: Readonly<RequestIdentity>,
): boolean {
  return (
    (task.requestId !== null && task.requestId === requestId) ||
    comparePrompts(prompt, task.prompt) === "same"
  );
}

/** Returns what the provider shows as `orig_prompt`. */
export function promptOf({ request: { input } }: Generation): string | null {
  const { prompt } = input;
  return typeof prompt === "string" ? shownPrompt(prompt) : shownPrompt(textOf(input));
}

/** Some models take messages; their one text is the prompt. */
const messages = z.object({
  messages: z.array(z.object({ content: z.array(z.object({ text: z.string().optional() })) })),
});

function textOf(input: Generation["request"]["input"]): string | null {
  const read = messages.safeParse(input);
  const contents = read.success ? read.data.messages.flatMap(({ content }) => content) : [];
  const [text = null, ...more] = contents.flatMap((content) => content.text ?? []);
  return more.length === 0 ? text : null;
}

/** A blank prompt identifies nothing: the provider shows one for a request without a prompt. */
export function shownPrompt(prompt: string | null): string | null {
  return prompt === null || prompt.trim() === "" ? null : prompt;
}

/**
 * Compares our prompt with the one that the provider shows. It is `same` apart from white space and
 * composed characters. It is `similar` if it may be ours after the provider altered it: replaced or
 * dropped characters, normalized them, or cut the end. Only `different` proves another request.
 */
export function comparePrompts(
  ours: string | null,
  shown: string | null,
): "same" | "similar" | "different" {
  if (ours === null || shown === null) return "different";
  if (normalize(ours) === normalize(shown)) return "same";
  // Halves of a surrogate pair can be joined or lost; earlier versions accepted such prompts.
  if (!ours.isWellFormed()) return "similar";
  // Some of the characters beyond the basic plane normalize to others, if they are not lost first.
  const originals = [ours, ours.replaceAll(BEYOND_BASIC_PLANE, "")].map(essence);
  const rest = essence(shown);
  return originals.some((original) => original.startsWith(rest)) ? "similar" : "different";
}

/** Whether the provider shows another prompt than ours. A prompt that is missing shows nothing. */
export function isOtherPrompt(ours: string | null, shown: string | null): boolean {
  return ours !== null && shown !== null && comparePrompts(ours, shown) === "different";
}

function normalize(prompt: string): string {
  return prompt.normalize("NFC").replaceAll(/\s+/g, " ").trim();
}

/** A database that stores three bytes per character has none of these. */
const BEYOND_BASIC_PLANE = /[\u{10000}-\u{10ffff}]/gu;

/**
 * What may change in a prompt: invisible characters and white space are dropped, marks are composed
 * and reordered, halves of a pair and others are replaced by `?` or U+FFFD.
 */
const CHANGEABLE = /[\p{Other}\p{Default_Ignorable_Code_Point}\p{Mark}\s?\ufffd]/gu;

/** What is left of a prompt, character by character, however it was altered. */
function essence(prompt: string): string {
  return prompt.normalize("NFKD").replaceAll(CHANGEABLE, "").replaceAll(BEYOND_BASIC_PLANE, "");
}
