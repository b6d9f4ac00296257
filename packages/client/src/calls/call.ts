import type { Answer, Given, OperationName, OutgoingRequest } from "../api/operation.ts";
import { requestFor } from "../api/operation.ts";
import type { ExchangeOptions, ExchangePorts, Read } from "../http/exchange.ts";
import { exchange } from "../http/exchange.ts";
import { readJson } from "../http/read-json.ts";

/** Options of every call. */
export type CallOptions = ExchangeOptions;

/** Options of a call that buys. */
export interface BuyOptions extends CallOptions {
  /**
   * The same key with the same request is one generation, however often it is sent. By default each
   * call makes its own key, so that its retries are safe.
   */
  readonly idempotencyKey?: string | undefined;
}

/** Parts of a request that are not in its description. */
export interface Extras {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Blob | Uint8Array<ArrayBuffer>;
}

export interface Caller {
  /** Calls an operation and returns the JSON of its answer. */
  call<Name extends OperationName>(
    name: Name,
    given: Given<Name>,
    options?: CallOptions,
    extras?: Extras,
  ): Promise<Answer<Name>>;
  /** Calls an operation and reads its answer in another way. */
  send<Name extends OperationName, Result>(
    name: Name,
    given: Given<Name>,
    read: Read<Result>,
    options?: CallOptions,
    extras?: Extras,
  ): Promise<Result>;
  readonly newId: () => string;
}

export interface CallerPorts extends ExchangePorts {
  readonly url: string;
  readonly token: string | undefined;
  readonly newId: () => string;
}

export function createCaller(ports: CallerPorts): Caller {
  const { url, token, newId } = ports;
  const authorization: Readonly<Record<string, string>> =
    token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const send: Caller["send"] = (name, given, read, options = {}, { headers, body } = {}) => {
    const request = requestFor(url, name, given, { ...authorization, ...headers });
    const outgoing: OutgoingRequest = body === undefined ? request : { ...request, body };
    return exchange(ports, outgoing, read, options);
  };
  return {
    send,
    newId,
    call: async <Name extends OperationName>(
      name: Name,
      given: Given<Name>,
      options?: CallOptions,
      extras?: Extras,
    ) => (await send(name, given, readJson, options, extras)) as Answer<Name>,
  };
}
