import { z } from "zod";

import type { HttpAnswer, Refusal } from "./body.ts";
import { readEnvelope, readRefusal } from "./body.ts";
import type { Failure } from "../failure/failure.ts";
import { withoutSecrets } from "./provider-text.ts";

/** A file on its way to the provider. */
export interface UploadFile {
  /** Nothing else may ever have been uploaded under it; its ending says what it is. */
  readonly name: string;
  /** Of a file, as `openAsBlob` gives it: it is streamed. */
  readonly content: Blob;
}

/** What became of an upload. Nothing is bought by it, so it may be tried again. */
export type UploadAnswer =
  /** An `oss://` URL: for this model on this account, for 48 hours. */
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

/** The provider's leave to upload, for some minutes. */
export type UploadPolicy = z.infer<typeof policySchema>["data"];

/** Reads the answer to getPolicy. DashScope's documentation: "upload a local file". Total. */
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

/** Why the provider would not take a file of this size, or null. Asked before its bytes are sent. */
export function sizeProblem(
  { max_file_size_mb: most }: UploadPolicy,
  sizeBytes: number,
): Refusal | null {
  if (typeof most !== "number" || sizeBytes <= most * 1024 * 1024) return null;
  return refused(
    "media_rejected",
    "",
    `the file has ${sizeBytes} bytes; the provider takes ${most} MB`,
  );
}

/** Where the file will be. */
export function uploadKey({ upload_dir: folder }: UploadPolicy, { name }: UploadFile): string {
  return `${folder}/${name}`;
}

/** The upload itself: the fields in the documented order, the file last. */
export function uploadForm(policy: UploadPolicy, file: UploadFile): FormData {
  const form = new FormData();
  form.append("OSSAccessKeyId", policy.oss_access_key_id);
  form.append("Signature", policy.signature);
  form.append("policy", policy.policy);
  form.append("x-oss-object-acl", policy.x_oss_object_acl ?? "private");
  form.append("x-oss-forbid-overwrite", policy.x_oss_forbid_overwrite ?? "true");
  form.append("key", uploadKey(policy, file));
  form.append("success_action_status", "200");
  form.append("file", file.content, file.name);
  return form;
}

/** Reads the upload host's answer: nothing when it has the file, otherwise XML. Total. */
export function readUploadAnswer({ status, body }: HttpAnswer, key: string): UploadAnswer {
  if (status >= 200 && status < 300) return { kind: "uploaded", url: `oss://${key}` };
  const code = textOf("Code", body);
  if (code === "EntityTooLarge") return refused("media_rejected", code, textOf("Message", body));
  const message = withoutSecrets(textOf("Message", body)) || `the upload host answered ${status}`;
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
