import type { Failure } from "../failure/failure.ts";
import type { HttpAnswer } from "../http/http-answer.ts";
import type { Outgoing, Sent, Transport } from "../http/transport.ts";

/** The provider's API at one base URL, with one API key. */
export interface Connection {
  /** Sends a request to a path below the base URL, with the API key. */
  send(
    path: string,
    request: Pick<Outgoing, "method" | "body" | "timeoutMs" | "signal"> & {
      readonly headers?: Readonly<Record<string, string>>;
    },
  ): Promise<Sent>;
  /** Sends a request to another host, without the API key (G7). */
  sendElsewhere(request: Omit<Outgoing, "headers">): Promise<Sent>;
}

/** What the provider's clock showed. All times are epoch milliseconds. */
export interface DateReading {
  /** Our clock before the request, and when the answer had arrived. */
  readonly askedAt: number;
  readonly answeredAt: number;
  /** The `Date` header of the answer, in whole seconds. */
  readonly date: number;
}

export interface ConnectionOptions {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The workspace of the account that all requests are about; by default that of the key. */
  readonly workspace?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Called with the date of every answer that has one. */
  readonly onDate?: ((reading: DateReading) => void) | undefined;
  readonly now: () => number;
}

export function createConnection(
  transport: Transport,
  { baseUrl, apiKey, workspace, userAgent, onDate, now }: ConnectionOptions,
): Connection {
  const common = userAgent === undefined ? {} : { "user-agent": userAgent };
  const authorized = {
    ...common,
    authorization: `Bearer ${apiKey}`,
    ...(workspace === undefined ? {} : { "x-dashscope-workspace": workspace }),
  };
  return {
    async send(path, request) {
      const askedAt = now();
      const sent = await transport.send({
        ...request,
        url: `${baseUrl}${path}`,
        headers: { ...authorized, ...request.headers },
      });
      const date = sent.kind === "answered" ? dateOf(sent.answer) : null;
      if (date !== null) onDate?.({ askedAt, answeredAt: now(), date });
      return sent;
    },
    sendElsewhere: (request) => transport.send({ ...request, headers: common }),
  };
}

function dateOf({ headers }: HttpAnswer): number | null {
  const date = Date.parse(String(headers["date"]));
  return Number.isNaN(date) ? null : date;
}

/** Reads the answer to a query; one that was not answered says nothing about its subject. */
export function answerOf<Answer>(sent: Sent, read: (answer: HttpAnswer) => Answer) {
  return sent.kind === "answered"
    ? read(sent.answer)
    : ({
        kind: "unavailable",
        failure: networkFailure(sent, null),
        retryAfterMs: null,
      } as const);
}

export function networkFailure(
  { code, message }: Exclude<Sent, { kind: "answered" }>,
  charged: boolean | null,
): Failure {
  return { kind: "network", code, message, requestId: null, charged };
}
