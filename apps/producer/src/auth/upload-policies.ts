import { DEFAULT_TENANT } from "@dashqueue/queue/internal";
import { z } from "zod";

import type { SigningSecrets } from "./signer.ts";
import { createSigner, sign } from "./signer.ts";

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

/** Without secrets and tokens, everyone may upload for the default tenant. */
export interface UploadPoliciesOptions extends SigningSecrets {
  readonly now: () => number;
}

export function createUploadPolicies({
  secrets,
  tokens,
  now,
}: UploadPoliciesOptions): UploadPolicies {
  const hasNone = secrets.length === 0 && tokens.length === 0;
  const known = { secrets, tokens: hasNone ? [""] : tokens };
  const { keyOf, signerOf } = createSigner("upload policies", known);
  return {
    issue(folder, tenant) {
      const key = keyOf(tenant);
      if (key === undefined) return null;
      const expiration = new Date(now() + LIFE_SECONDS * 1000).toISOString();
      const policy = Buffer.from(JSON.stringify({ expiration, folder, tenant })).toString("base64");
      const signature = sign(key, policy).toString("base64");
      return { policy, signature, expiresSeconds: LIFE_SECONDS };
    },
    check(policy, signature) {
      if (typeof policy !== "string" || typeof signature !== "string") return { kind: "invalid" };
      const signer = signerOf(policy, Buffer.from(signature, "base64"));
      if (signer === null) return { kind: "invalid" };
      const read = policySchema.safeParse(parsed(policy));
      // A caller of the default tenant signs any text with a token.
      if (!read.success) return { kind: "invalid" };
      const { expiration, ...allowed } = read.data;
      if (signer === "default" && allowed.tenant !== DEFAULT_TENANT) return { kind: "invalid" };
      return now() < Date.parse(expiration) ? { kind: "valid", ...allowed } : { kind: "expired" };
    },
  };
}

function parsed(policy: string): unknown {
  try {
    return JSON.parse(Buffer.from(policy, "base64").toString());
  } catch {
    return undefined;
  }
}
