import { z } from "zod";

import type { Failure } from "../failure/failure.ts";
import { classify } from "../failure/failure-table.ts";
import { withoutSecrets } from "./provider-text.ts";
import { retryAfterMs } from "./retry-after.ts";

/** What came back over HTTP, before anybody believed it. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

const text = z.string().nullish().catch(null);

/** Every body of DashScope has some of these; all of them are optional here, because answers are read leniently. */
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
  /** The error's code; null where there is none, or one that means success. */
  readonly code: string | null;
  readonly message: string;
  readonly requestId: string | null;
  /** The whole body. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** Reads a body as DashScope's JSON object; null when it is none. Total: no text makes it throw. */
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

/** A success may carry a code too; these two were seen in the official command line's own reading. */
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

/** The failure in a body that says `code`. */
export function failureOf(
  status: number,
  { code, message, requestId }: Envelope,
  charged: boolean | null,
): Failure {
  const kind = classify({ status, code: code ?? "", message });
  return {
    kind,
    code: code ?? "",
    message: message === "" ? `the provider answered ${status}` : withoutSecrets(message),
    requestId,
    charged,
  };
}

/** The failure of an answer that nobody can read. */
export function unreadable(status: number, requestId: string | null): Failure {
  const message = `the provider answered ${status} with a body that is not its own`;
  return { kind: "unreadable", code: "", message, requestId, charged: null };
}

/** A query that brought nothing. */
export type Refusal =
  /** It says nothing about what was asked: ask again. */
  | {
      readonly kind: "unavailable";
      readonly failure: Failure;
      readonly retryAfterMs: number | null;
    }
  /** The provider refuses to say, until something is mended. */
  | { readonly kind: "refused"; readonly failure: Failure };

/** Reads an answer to a query that is not the one hoped for. */
export function readRefusal(
  { status, headers }: HttpAnswer,
  envelope: Envelope | null,
  now: number,
): Refusal {
  const said = envelope !== null && envelope.code !== null;
  const failure = said
    ? failureOf(status, envelope, null)
    : unreadable(status, envelope?.requestId ?? null);
  const passing = !said || status < 400 || status >= 500 || status === 408 || status === 429;
  return passing
    ? { kind: "unavailable", failure, retryAfterMs: retryAfterMs(headers, now) }
    : { kind: "refused", failure };
}
