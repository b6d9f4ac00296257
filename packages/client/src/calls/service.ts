import type { Caller, CallOptions } from "./call.ts";

/** Whether the server runs and accepts requests, and its clock. */
export interface ServerState {
  readonly status: string;
  /** By the server's clock, epoch milliseconds, to the second. */
  readonly at: number;
  readonly [detail: string]: unknown;
}

export interface ServiceCalls {
  /** Whether Redis accepts writes: rejects with status 503 if it does not. */
  ready(options?: CallOptions): Promise<ServerState>;
}

export function serviceCalls({ send }: Caller): ServiceCalls {
  return {
    ready: (options) =>
      send(
        "isReady",
        {},
        async (response) => ({
          ...((await response.json()) as { readonly status: string }),
          at: Date.parse(response.headers.get("Date") ?? ""),
        }),
        options,
      ),
  };
}
