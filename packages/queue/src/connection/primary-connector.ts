import { Socket, connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";

import type { RedisOptions } from "ioredis";
import { AbstractConnector } from "ioredis";

import type { Address } from "./redis-url.ts";

type Stream = Awaited<ReturnType<AbstractConnector["connect"]>>;

/**
 * Makes a connection of ioredis lead to the primary, which `locate` finds for each attempt.
 *
 * A Sentinel and a Cluster are used alike: as one connection to one server. All keys of an
 * installation are in one slot, and so commands without a key, such as `TIME`, `INFO` and `WAIT`,
 * reach the node that holds them. ioredis' Cluster would send them to any node.
 */
export function createPrimaryConnector(
  locate: () => Promise<Address>,
): NonNullable<RedisOptions["Connector"]> {
  return class PrimaryConnector extends AbstractConnector {
    readonly #options: RedisOptions;

    constructor(options: unknown) {
      const own = options as RedisOptions;
      super(own.disconnectTimeout ?? 0);
      this.#options = own;
    }

    async connect(): Promise<Stream> {
      this.connecting = true;
      const found = await locate().catch((error: unknown) => error as Error);
      // A rejection ends the connection for good, as `disconnect()` asked.
      if (!this.connecting) throw new Error("Connection is closed.");
      this.stream = found instanceof Error ? new Socket().destroy() : this.#open(found);
      // ioredis reports the error of a stream that is closed already, and tries again later.
      if (found instanceof Error) this.firstError = found;
      this.stream.once("error", (error) => (this.firstError = error));
      return this.stream;
    }

    /** @param info the fields of `INFO`. A replica is left again. */
    override check({ role = "master" }: { readonly role?: string }): boolean {
      return role === "master";
    }

    #open({ host, port }: Address): Stream {
      const { family, tls } = this.#options;
      const at = { host, port, ...(family === undefined ? {} : { family }) };
      return tls === undefined ? connectTcp(at) : connectTls({ ...at, ...tls });
    }
  };
}
