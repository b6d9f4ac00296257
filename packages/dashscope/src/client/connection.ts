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

export function createConnection(
  transport: Transport,
  {
    baseUrl,
    apiKey,
    userAgent,
  }: { baseUrl: string; apiKey: string; userAgent?: string | undefined },
): Connection {
  const common = userAgent === undefined ? {} : { "user-agent": userAgent };
  return {
    send: (path, request) =>
      transport.send({
        ...request,
        url: `${baseUrl}${path}`,
        headers: { ...common, authorization: `Bearer ${apiKey}`, ...request.headers },
      }),
    sendElsewhere: (request) => transport.send({ ...request, headers: common }),
  };
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
