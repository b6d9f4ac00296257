import { publicNumber } from "../ids/public-number.ts";
import { formatBeijing } from "../time/beijing-time.ts";
import { ACCESS_KEY_ID } from "./signed-url.ts";
import type { Uploads } from "./uploads.ts";

const POLICY_LIFETIME_MS = 300_000;

/**
 * GET /uploads?action=getPolicy: grants a folder and returns the policy to upload to it.
 * Source: DashScope's documentation, "上传本地文件获取临时URL".
 */
export function uploadPolicy(facts: {
  readonly account: string;
  readonly model: string;
  readonly uploadHost: string;
  readonly now: number;
  readonly uploads: Pick<Uploads, "grant">;
}): Readonly<Record<string, unknown>> {
  const { account, model } = facts;
  const expiration = new Date(facts.now + POLICY_LIFETIME_MS).toISOString();
  const day = formatBeijing(facts.now).slice(0, 10);
  const subfolder = publicNumber(`${model} ${expiration}`, 12);
  const folder = `dashscope-instant/${publicNumber(account, 16)}/${day}/${subfolder}`;
  facts.uploads.grant(folder, { account, model });
  return {
    policy: Buffer.from(JSON.stringify({ expiration })).toString("base64"),
    signature: policySignature(expiration),
    upload_dir: folder,
    upload_host: facts.uploadHost,
    expire_in_seconds: POLICY_LIFETIME_MS / 1000,
    max_file_size_mb: 100,
    capacity_limit_mb: 999_999_999,
    oss_access_key_id: ACCESS_KEY_ID,
    x_oss_object_acl: "private",
    x_oss_forbid_overwrite: "true",
  };
}

/** The expiration of a signed policy; null when the policy or its signature is invalid. */
export function expirationOf(policy: unknown, signature: unknown): string | null {
  const expiration = typeof policy === "string" ? parseExpiration(policy) : null;
  return expiration !== null && signature === policySignature(expiration) ? expiration : null;
}

function policySignature(expiration: string): string {
  return publicNumber(expiration, 16);
}

function parseExpiration(policy: string): string | null {
  try {
    const { expiration } = JSON.parse(Buffer.from(policy, "base64").toString()) as {
      expiration?: unknown;
    };
    return typeof expiration === "string" ? expiration : null;
  } catch {
    return null;
  }
}
