import { idOfKey, storedUploadId } from "@dashqueue/queue/internal";
import type { Request, Response } from "express";

import type { UploadPolicies } from "../../auth/upload-policies.ts";
import type { ReceivePorts } from "../../uploads/receive-upload.ts";
import { receiveUpload } from "../../uploads/receive-upload.ts";
import { typeOfFile } from "../../uploads/upload-type.ts";
import { tooLargeDetail } from "../../uploads/uploads-router.ts";
import type { Refusal } from "../refusal.ts";
import type { Reply } from "../reply.ts";
import type { OpenForm } from "./open-form.ts";
import { openForm } from "./open-form.ts";

export interface FormPorts extends ReceivePorts {
  readonly policies: UploadPolicies;
}

/**
 * `POST /uploads`: stores the file of a form as DashScope's SDKs send it to `upload_host`. The
 * signed policy in the form replaces the token. OSS's documentation: "PostObject". Errors are JSON,
 * not XML, because the SDKs show only messages in JSON.
 */
export async function receiveForm(
  ports: FormPorts,
  reply: Reply,
  request: Request,
  response: Response,
): Promise<void> {
  const { uploadLimitBytes: limitBytes, policies } = ports;
  if (Number(request.get("content-length") ?? 0) > limitBytes + MOST_FIELD_BYTES)
    return reply.refuse(response, tooLarge(limitBytes));
  const form = await openForm(request);
  if (form === null) return reply.refuse(response, MALFORMED);
  // A refused file is read to its end: clients read the answer only after they sent everything.
  response.once("finish", () => form.file.resume());
  const allowed = allowedUpload(policies, form);
  if ("code" in allowed) return reply.refuse(response, allowed);
  const declaredType = form.fields.get("x-oss-content-type") ?? form.declaredType;
  const file = {
    id: storedUploadId(allowed.tenant, idOfKey(allowed.key)),
    bytes: form.bytes,
    typeOf: (head: Buffer) => typeOfFile(head, declaredType),
  };
  const added = await receiveUpload(ports, file, request, response, reply.sendProblem);
  switch (added?.kind) {
    case undefined:
      return;
    case "added":
      response.status(200).end();
      return;
    case "too-large":
      return reply.refuse(response, tooLarge(limitBytes));
    case "wrong-type":
      return reply.refuse(response, WRONG_TYPE);
    case "taken":
      return reply.refuse(response, TAKEN);
  }
}

/** Of everything in the form but the file. */
const MOST_FIELD_BYTES = 64 * 1024;

/** The key of the form, if its policy allows it, and whose file it is. */
function allowedUpload(
  policies: UploadPolicies,
  { fields }: OpenForm,
): { readonly key: string; readonly tenant: string } | Refusal {
  const checked = policies.check(fields.get("policy"), fields.get("Signature"));
  switch (checked.kind) {
    case "invalid":
      return DENIED;
    case "expired":
      return EXPIRED;
    case "valid": {
      const key = fields.get("key") ?? "";
      const folder = `${checked.folder}/`;
      const isIn = key.startsWith(folder) && key.length > folder.length;
      return isIn ? { key, tenant: checked.tenant } : DENIED;
    }
  }
}

const MALFORMED = {
  status: 400,
  code: "MalformedPOSTRequest",
  message: "The body of your POST request is not well-formed multipart/form-data with a file.",
};
const DENIED = {
  status: 403,
  code: "AccessDenied",
  message: "Invalid according to Policy: send the policy, signature and folder of getPolicy.",
};
const EXPIRED = {
  status: 403,
  code: "AccessDenied",
  message: "Invalid according to Policy: Policy expired.",
};
const WRONG_TYPE = {
  status: 400,
  code: "InvalidArgument",
  message: "The type of the file is not known: declare it as x-oss-content-type.",
};
const TAKEN = {
  status: 409,
  code: "FileAlreadyExists",
  message: "The object you specified already exists and can not be overwritten.",
};

function tooLarge(limitBytes: number): Refusal {
  return { status: 400, code: "EntityTooLarge", message: tooLargeDetail(limitBytes) };
}
