import { z } from "zod";

import { classify } from "../failure/classify.ts";
import type { Failure } from "../failure/failure.ts";
import { withoutSecrets } from "../failure/without-secrets.ts";

const text = z.string().nullish().catch(null);

/** The fields of every DashScope body. All are optional, because answers are read leniently. */
const envelope = z.object({
  code: z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    .catch(null),
  message: text,
  msg: text,
  request_id: text,
});

export interface Envelope {
  /** The error code; null if there is none or it means success. */
  readonly code: string | null;
  readonly message: string;
  readonly requestId: string | null;
  /** The whole body. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Reads a body as DashScope's JSON object; null if it is not one. Never throws. */
export function readEnvelope(body: string): Envelope | null {
  const json = parseJson(body);
  const read = envelope.safeParse(json);
  if (!read.success) return null;
  const { code, message, msg, request_id: requestId } = read.data;
  return {
    code: isError(code) ? code : null,
    message: message ?? msg ?? "",
    requestId: requestId ?? null,
    json: json as Readonly<Record<string, unknown>>,
  };
}

/** A success can have a code too; the provider's own command line tool accepts these two. */
function isError(code: string | null | undefined): code is string {
  return (
    typeof code === "string" && code !== "" && code !== "200" && code.toLowerCase() !== "success"
  );
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** The failure of a body with an error code. */
export function failureOf(
  status: number,
  { code, message, requestId }: Envelope,
  charged: boolean | null,
): Failure {
  const kind = classify({ status, code: code ?? "", message });
  return {
    kind,
    code: code ?? "",
    message: message === "" ? `the provider returned status ${status}` : withoutSecrets(message),
    requestId,
    charged,
  };
}

/** The failure of a response that cannot be parsed. */
export function unreadable(status: number, requestId: string | null): Failure {
  const message = `the provider returned status ${status} with a body that is not a DashScope response`;
  return { kind: "unreadable", code: "", message, requestId, charged: null };
}
