import type { FindModel } from "@dashqueue/dashscope";
import { OSS_FOLDER } from "@dashqueue/queue/internal";
import { z } from "zod";

import type { UploadPolicies } from "../../auth/upload-policies.ts";

type Fields = Readonly<Record<string, unknown>>;

export interface UploadPolicyPorts {
  readonly policies: Pick<UploadPolicies, "issue">;
  readonly findModel: FindModel;
  readonly uploadLimitBytes: number;
  /** Returns a folder name that nobody else has. */
  readonly newFolder: () => string;
  readonly tenant: string;
}

const querySchema = z.object({ action: z.literal("getPolicy"), model: z.string().min(1) });

/**
 * `GET /uploads?action=getPolicy`: what a client needs to send files to `uploadHost`. The files are
 * ours and no credential of the provider is in it. DashScope's documentation: "upload a local
 * file".
 */
export function uploadPolicy(
  { policies, findModel, uploadLimitBytes, newFolder, tenant }: UploadPolicyPorts,
  query: unknown,
  uploadHost: string,
): { readonly ok: true; readonly body: Fields } | { readonly ok: false; readonly message: string } {
  const read = querySchema.safeParse(query);
  if (!read.success) return { ok: false, message: "Send action=getPolicy and the model." };
  const { model } = read.data;
  if (findModel(model) === undefined)
    return { ok: false, message: `${model} is not a known model: use one of GET /v1/models.` };
  const folder = `${OSS_FOLDER}/${newFolder()}`;
  const issued = policies.issue(folder, tenant);
  if (issued === null) return { ok: false, message: NO_SECRET };
  const { policy, signature, expiresSeconds } = issued;
  const data = {
    policy,
    signature,
    upload_dir: folder,
    upload_host: uploadHost,
    expire_in_seconds: expiresSeconds,
    max_file_size_mb: Math.ceil(uploadLimitBytes / 1024 ** 2),
    capacity_limit_mb: 999_999_999,
    oss_access_key_id: "dashqueue",
    x_oss_object_acl: "private",
    x_oss_forbid_overwrite: "true",
  };
  return { ok: true, body: { data } };
}

const NO_SECRET =
  "This producer has no secret to sign uploads of a tenant with. Send the file to POST /v1/uploads, or ask the operator to set FILE_LINK_SECRET.";
