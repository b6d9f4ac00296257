import type { ProviderError } from "./provider-error.ts";

/** An answer of the API without its `request_id`. */
export interface Reply {
  readonly status: number;
  /** The code of an error, for the request log. */
  readonly code: string | null;
  readonly body: Readonly<Record<string, unknown>>;
  readonly taskId?: string;
}

/** Source of the flat error body: DashScope's documentation, "错误码". */
export function refuse({ status, code, message }: ProviderError): Reply {
  return { status, code, body: { code, message } };
}

export function succeed(body: Readonly<Record<string, unknown>>, taskId?: string): Reply {
  return { status: 200, code: null, body, ...(taskId === undefined ? {} : { taskId }) };
}
