import type { Operations } from "./operations.generated.ts";
import { ROUTES } from "./operations.generated.ts";

export type OperationName = keyof Operations;

/** What an operation takes: the parts of its path, its query and its JSON body. */
export type Given<Name extends OperationName> = Omit<Operations[Name], "answer">;

/** The JSON of its answer; undefined if it has none. */
export type Answer<Name extends OperationName> = Operations[Name] extends {
  readonly answer: infer Body;
}
  ? Body
  : undefined;

/** An HTTP request that can be sent as often as needed. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Blob | Uint8Array<ArrayBuffer>;
  /** Whether a second one of the same changes nothing, and buys nothing. */
  readonly isRepeatable: boolean;
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface Parts {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Query;
  readonly body?: unknown;
}

/** POST requests that do the same if they are sent twice. */
const REPEATABLE: ReadonlySet<OperationName> = new Set([
  "cancelGeneration",
  "pollGeneration",
  "archiveGeneration",
  "cancelBatch",
  "cancelBulk",
  "cancelTenantBulk",
  "disableTenant",
  "enableTenant",
  // A second upload of a file costs nothing and expires.
  "uploadFile",
]);

/** @param baseUrl of the producer; a path in it is kept. */
export function requestFor<Name extends OperationName>(
  baseUrl: string,
  name: Name,
  given: Given<Name>,
  headers: Readonly<Record<string, string>> = {},
): OutgoingRequest {
  const { path = {}, query = {}, body } = given as Parts;
  const { method, path: template } = ROUTES[name];
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, part: string) =>
    encodeURIComponent(path[part] ?? ""),
  );
  const hasKey = "Idempotency-Key" in headers;
  return {
    method,
    url: `${baseUrl.replace(/\/+$/, "")}${filled}${searchOf(query)}`,
    headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isRepeatable: method !== "POST" || hasKey || REPEATABLE.has(name),
  };
}

function searchOf(query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
}
