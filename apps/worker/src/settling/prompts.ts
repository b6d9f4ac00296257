import type { Generation } from "@dashqueue/queue/internal";

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

/** Returns what the provider shows as `orig_prompt`. */
export function promptOf({ request }: Generation): string | null {
  const { prompt } = request.input;
  return typeof prompt === "string" ? shownPrompt(prompt) : null;
}

/** A blank prompt identifies nothing: the provider shows one for a request without a prompt. */
export function shownPrompt(prompt: string | null): string | null {
  return prompt === null || prompt.trim() === "" ? null : prompt;
}

/**
 * Compares our prompt with the one that the provider shows. The provider may have normalized white
 * space and Unicode, and may have truncated the end: a prefix of ours is only `similar`.
 */
export function comparePrompts(
  ours: string | null,
  shown: string | null,
): "same" | "similar" | "different" {
  if (ours === null || shown === null) return "different";
  const [one, other] = [normalize(ours), normalize(shown)];
  if (one === other) return "same";
  return one.startsWith(other) ? "similar" : "different";
}

function normalize(prompt: string): string {
  return prompt.normalize("NFC").replaceAll(/\s+/g, " ").trim();
}
