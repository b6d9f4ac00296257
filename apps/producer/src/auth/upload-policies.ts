import { DEFAULT_TENANT } from "@dashqueue/queue/internal";
import { z } from "zod";

import { isSigned, keyFor, sign } from "./signatures.ts";

/**
 * Policies for the form uploads of DashScope's SDKs, which send no token there. A policy allows
 * files of a tenant in one folder until it expires. It is a credential and must not be logged (G7).
 */
export interface UploadPolicies {
  /** Null without a secret that may sign for this tenant. */
  issue(folder: string, tenant: string): UploadPolicy | null;
  check(policy: unknown, signature: unknown): CheckedPolicy;
}

/** The texts go into the form as they are. */
export interface UploadPolicy {
  readonly policy: string;
  readonly signature: string;
  readonly expiresSeconds: number;
}

export type CheckedPolicy =
  | { readonly kind: "valid"; readonly folder: string; readonly tenant: string }
  | { readonly kind: "expired" }
  | { readonly kind: "invalid" };

/** As long as DashScope's. DashScope's documentation: "upload a local file". */
const LIFE_SECONDS = 300;

const policySchema = z.object({
  expiration: z.iso.datetime(),
  folder: z.string(),
  tenant: z.string().default(DEFAULT_TENANT),
});

export interface UploadPoliciesOptions {
  /** Known to the operator alone. The first one signs, and all are accepted. */
  readonly secrets: readonly string[];
  /**
   * Tokens of the default tenant, whose callers could sign with them: they are accepted for that
   * tenant only, and the first one signs for it without secrets. Without both, the API is open to
   * everyone, and so are the uploads of that tenant.
   */
  readonly tokens: readonly string[];
  readonly now: () => number;
}

export function createUploadPolicies({
  secrets,
  tokens,
  now,
}: UploadPoliciesOptions): UploadPolicies {
  const keys = secrets.map(policyKey);
  const isOpen = secrets.length === 0 && tokens.length === 0;
  const ofDefault = (isOpen ? [""] : tokens).map(policyKey);
  return {
    issue(folder, tenant) {
      const newest = keys[0] ?? (tenant === DEFAULT_TENANT ? ofDefault[0] : undefined);
      if (newest === undefined) return null;
      const expiration = new Date(now() + LIFE_SECONDS * 1000).toISOString();
      const policy = Buffer.from(JSON.stringify({ expiration, folder, tenant })).toString("base64");
      const signature = sign(newest, policy).toString("base64");
      return { policy, signature, expiresSeconds: LIFE_SECONDS };
    },
    check(policy, signature) {
      if (typeof policy !== "string" || typeof signature !== "string") return { kind: "invalid" };
      const given = Buffer.from(signature, "base64");
      const isValid = isSigned(keys, policy, given);
      const isOfDefault = isSigned(ofDefault, policy, given);
      if (!isValid && !isOfDefault) return { kind: "invalid" };
      const read = policySchema.safeParse(parsed(policy));
      // A caller of the default tenant signs any text with a token.
      if (!read.success) return { kind: "invalid" };
      const { expiration, ...allowed } = read.data;
      if (!isValid && allowed.tenant !== DEFAULT_TENANT) return { kind: "invalid" };
      return now() < Date.parse(expiration) ? { kind: "valid", ...allowed } : { kind: "expired" };
    },
  };
}

const policyKey = (secret: string) => keyFor("upload policies", secret);

function parsed(policy: string): unknown {
  try {
    return JSON.parse(Buffer.from(policy, "base64").toString());
  } catch {
    return undefined;
  }
}
