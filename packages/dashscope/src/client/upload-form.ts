import type { UploadPolicy } from "../answers/upload-answer.ts";

/** A file to upload. */
export interface UploadFile {
  /**
   * Must be unique: the provider does not overwrite files. Its extension determines the file type.
   */
  readonly name: string;
  /** A blob of `openAsBlob` is streamed from disk. */
  readonly content: Blob;
}

/** The path of the uploaded file in the provider's storage. */
export function uploadKey({ upload_dir: folder }: UploadPolicy, { name }: UploadFile): string {
  return `${folder}/${name}`;
}

/**
 * The form with its fields in the documented order, the file last. DashScope's documentation:
 * "upload a local file".
 */
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
