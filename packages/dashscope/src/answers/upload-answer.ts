import { z } from "zod";

import type { Failure } from "../failure/failure.ts";
import { withoutSecrets } from "../failure/without-secrets.ts";
import type { HttpAnswer } from "../http/http-answer.ts";
import { readEnvelope } from "./envelope.ts";
import type { Refusal } from "./query-refusal.ts";
import { readRefusal } from "./query-refusal.ts";

/** The outcome of an upload. It is free of charge, so a retry is safe. */
export type UploadAnswer =
  /** An `oss://` URL, valid for this model on this account for 48 hours. */
  { readonly kind: "uploaded"; readonly url: string } | Refusal;

const policySchema = z.object({
  data: z.object({
    policy: z.string(),
    signature: z.string(),
    upload_dir: z.string(),
    upload_host: z.url({ protocol: /^https?$/ }),
    oss_access_key_id: z.string(),
    x_oss_object_acl: z.string().nullish(),
    x_oss_forbid_overwrite: z.string().nullish(),
    max_file_size_mb: z.number().nullish().catch(null),
  }),
});

/** The provider's permission to upload; it expires after some minutes. */
export type UploadPolicy = z.infer<typeof policySchema>["data"];

/**
 * Reads the answer to getPolicy. DashScope's documentation: "upload a local file". Never throws.
 */
export function readUploadPolicy(
  answer: HttpAnswer,
  now: number,
): { readonly kind: "policy"; readonly policy: UploadPolicy } | Refusal {
  const envelope = readEnvelope(answer.body);
  const read = policySchema.safeParse(envelope?.json);
  return answer.status === 200 && envelope?.code === null && read.success
    ? { kind: "policy", policy: read.data.data }
    : readRefusal(answer, envelope, now);
}

/** Why the provider would reject a file of this size, or null. Checked before the file is sent. */
export function sizeProblem(
  { max_file_size_mb: most }: UploadPolicy,
  sizeBytes: number,
): Refusal | null {
  if (typeof most !== "number" || sizeBytes <= most * 1024 * 1024) return null;
  const message = `the file has ${sizeBytes} bytes, more than the provider's limit of ${most} MB`;
  return refused("media_rejected", "", message);
}

/** Reads the upload host's answer, which has no body on success and otherwise XML. Never throws. */
export function readUploadAnswer({ status, body }: HttpAnswer, key: string): UploadAnswer {
  if (status >= 200 && status < 300) return { kind: "uploaded", url: `oss://${key}` };
  const code = textOf("Code", body);
  const message =
    withoutSecrets(textOf("Message", body)) || `the upload host returned status ${status}`;
  if (code === "EntityTooLarge") return refused("media_rejected", code, message);
  const failure = {
    kind: "provider_error",
    code,
    message,
    requestId: null,
    charged: false,
  } as const;
  return { kind: "unavailable", failure, retryAfterMs: null };
}

function refused(kind: Failure["kind"], code: string, message: string): Refusal {
  return { kind: "refused", failure: { kind, code, message, requestId: null, charged: false } };
}

function textOf(tag: "Code" | "Message", xml: string): string {
  return new RegExp(`<${tag}>([^<]{1,1000})</${tag}>`).exec(xml)?.[1] ?? "";
}
