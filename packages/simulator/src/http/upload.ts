import type { Request } from "express";

import { publicNumber } from "./identity.ts";
import type { OssError } from "./oss.ts";
import { succeed, type Reply } from "./reply.ts";
import { formatBeijing } from "../tasks/times.ts";
import type { Uploads } from "./uploads.ts";

const policyLifeMs = 300_000;

/** GET /uploads?action=getPolicy. Source: DashScope's documentation, "上传本地文件获取临时URL". */
export function uploadPolicy(facts: {
  readonly account: string;
  readonly model: string;
  readonly uploadHost: string;
  readonly now: number;
  readonly uploads: Pick<Uploads, "grant">;
}): Reply {
  const { account, model } = facts;
  const expiration = new Date(facts.now + policyLifeMs).toISOString();
  const day = formatBeijing(facts.now).slice(0, 10);
  const place = publicNumber(`${model} ${expiration}`, 12);
  const folder = `dashscope-instant/${publicNumber(account, 16)}/${day}/${place}`;
  facts.uploads.grant(folder, { account, model });
  return succeed({
    data: {
      policy: Buffer.from(JSON.stringify({ expiration })).toString("base64"),
      signature: publicNumber(expiration, 16),
      upload_dir: folder,
      upload_host: facts.uploadHost,
      expire_in_seconds: policyLifeMs / 1000,
      max_file_size_mb: 100,
      capacity_limit_mb: 999_999_999,
      oss_access_key_id: "LTAI-simulator",
      x_oss_object_acl: "private",
      x_oss_forbid_overwrite: "true",
    },
  });
}

/** Takes the form of an upload, checks it, and remembers what the file was. The body is read by `express.raw`. */
export async function receiveUpload(
  request: Request,
  now: number,
  uploads: Pick<Uploads, "put">,
): Promise<OssError | null> {
  const form = await parseForm(request);
  if (form === null) return malformed;
  const policy = form.get("policy");
  const expiration = typeof policy === "string" ? expirationOf(policy) : null;
  if (expiration === null || form.get("Signature") !== publicNumber(expiration, 16)) return denied;
  if (Date.parse(expiration) <= now) return expired;
  const [key, file] = [form.get("key"), form.get("file")];
  if (typeof key !== "string" || !(file instanceof Blob)) return malformed;
  return uploads.put(key, new Uint8Array(await file.arrayBuffer())) ? null : alreadyThere;
}

const alreadyThere = {
  status: 409,
  code: "FileAlreadyExists",
  message: "The object you specified already exists and can not be overwritten.",
};

const malformed = {
  status: 400,
  code: "MalformedPOSTRequest",
  message: "The body of your POST request is not well-formed multipart/form-data.",
};
const denied = { status: 403, code: "AccessDenied", message: "Invalid according to Policy." };
const expired = {
  status: 403,
  code: "AccessDenied",
  message: "Invalid according to Policy: Policy expired.",
};

async function parseForm(request: Request): Promise<FormData | null> {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body)) return null;
  const contentType = request.get("content-type") ?? "";
  try {
    return await new Response(new Uint8Array(body), {
      headers: { "content-type": contentType },
    }).formData();
  } catch {
    return null;
  }
}

function expirationOf(policy: string): string | null {
  try {
    const { expiration } = JSON.parse(Buffer.from(policy, "base64").toString()) as {
      expiration?: unknown;
    };
    return typeof expiration === "string" ? expiration : null;
  } catch {
    return null;
  }
}
