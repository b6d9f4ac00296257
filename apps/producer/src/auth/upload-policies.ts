import { DEFAULT_TENANT } from "@dashqueue/queue/internal";
import { z } from "zod";

import { isSigned, keyFor, sign } from "./signatures.ts";

/**
 * Policies for the form uploads of DashScope's SDKs, which send no token there. A policy allows
 * files of a tenant in one folder until it expires. It is a credential and must not be logged (G7).
 */
export interface UploadPolicies {
  issue(folder: string, tenant: string): UploadPolicy;
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

/**
 * @param secrets the first one signs, and all are accepted. Without any, the API is open to
 *   everyone, and so are uploads.
 */
export function createUploadPolicies(
  secrets: readonly string[],
  now: () => number,
): UploadPolicies {
  const [newest, ...others] = secrets.map((secret) => keyFor("upload policies", secret));
  const key = newest ?? keyFor("upload policies", "");
  return {
    issue(folder, tenant) {
      const expiration = new Date(now() + LIFE_SECONDS * 1000).toISOString();
      const policy = Buffer.from(JSON.stringify({ expiration, folder, tenant })).toString("base64");
      const signature = sign(key, policy).toString("base64");
      return { policy, signature, expiresSeconds: LIFE_SECONDS };
    },
    check(policy, signature) {
      if (typeof policy !== "string" || typeof signature !== "string") return { kind: "invalid" };
      if (!isSigned([key, ...others], policy, Buffer.from(signature, "base64")))
        return { kind: "invalid" };
      const text = Buffer.from(policy, "base64").toString();
      const { expiration, ...allowed } = policySchema.parse(JSON.parse(text));
      return now() < Date.parse(expiration) ? { kind: "valid", ...allowed } : { kind: "expired" };
    },
  };
}
