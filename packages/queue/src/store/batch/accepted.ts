export type Accepted =
  | { readonly kind: "accepted" }
  /** The key was used before, for this generation and a request with this fingerprint. */
  | { readonly kind: "repeated"; readonly id: string; readonly fingerprint: string }
  /** The model is new, and there are as many as there may be. */
  | { readonly kind: "too-many-models" }
  | { readonly kind: "refused"; readonly refusal: TenantRefusal };

/** Why a tenant may not submit a generation. */
export type TenantRefusal =
  | { readonly reason: "disabled" }
  /** It may not use this model. */
  | { readonly reason: "model"; readonly model: string }
  /** It has as many `queued` generations as it may have. */
  | { readonly reason: "max_queued"; readonly limit: number }
  /** It has submitted as many as it may in this minute, which ends after `resetMs`. */
  | { readonly reason: "submits_per_minute"; readonly limit: number; readonly resetMs: number };

/** What `accept.lua` returns. */
export type Answer =
  | readonly ["accepted" | "too-many-models"]
  | readonly ["repeated", id: string, fingerprint: string]
  | readonly ["refused", "disabled"]
  | readonly ["refused", "model", model: string]
  | readonly ["refused", "max_queued", limit: string]
  | readonly ["refused", "submits_per_minute", limit: string, resetMs: number];

/** The longest time until the submissions of a minute are forgotten. */
export const MINUTE_MS = 60_000;

export function acceptedOf(answer: Answer): Accepted {
  switch (answer[0]) {
    case "accepted":
    case "too-many-models":
      return { kind: answer[0] };
    case "repeated":
      return { kind: "repeated", id: answer[1], fingerprint: answer[2] };
    case "refused":
      return { kind: "refused", refusal: refusalOf(answer) };
  }
}

function refusalOf(answer: Extract<Answer, readonly ["refused", ...unknown[]]>): TenantRefusal {
  switch (answer[1]) {
    case "disabled":
      return { reason: answer[1] };
    case "model":
      return { reason: answer[1], model: answer[2] };
    case "max_queued":
      return { reason: answer[1], limit: Number(answer[2]) };
    case "submits_per_minute": {
      // A tenant that may submit nothing has no minute.
      const resetMs = answer[3] > 0 ? answer[3] : MINUTE_MS;
      return { reason: answer[1], limit: Number(answer[2]), resetMs };
    }
  }
}
