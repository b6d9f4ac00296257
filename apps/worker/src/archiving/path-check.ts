import type { Failure } from "@dashqueue/queue/internal";

import { problemOf } from "./fetch-problem.ts";
import type { Stored } from "./store-file.ts";

/** An account, with origins that may serve its results. */
export interface ResultSource {
  readonly name: string;
  readonly origins: readonly string[];
}

export interface PathCheckPorts {
  /** Resolves if the host answers anything. @throws if it does not. */
  reach(origin: string): Promise<void>;
  block(account: string, failure: Failure, forMs: number): Promise<void>;
  unblock(account: string): Promise<void>;
  /** How long a host counts as unreachable after a check. */
  readonly blockMs: number;
}

/** Whether the results of one account can be downloaded. */
export interface PathCheck {
  readonly account: string;
  /** Asks the result hosts until one has answered. */
  check(): Promise<void>;
  /** Records whether a file could be stored. */
  observed(generationId: string, url: string, stored: Stored): Promise<void>;
}

/** If this many generations fail in a row, the cause is not a single file. */
const FAILED_GENERATIONS = 3;
/** More than the five minutes after which an archive job tries again at the latest. */
const UNDELIVERED_MS = 10 * 60_000;

export function createPathCheck(source: ResultSource, ports: PathCheckPorts): PathCheck {
  const { name } = source;
  let { origins } = source;
  let hasAnswered = false;
  /** The generations that got no whole file since the last one that did. */
  const failed = new Set<string>();

  async function check(): Promise<void> {
    if (hasAnswered || origins.length === 0) return;
    try {
      await Promise.any(origins.map(ports.reach));
    } catch (error) {
      const [problem] = (error as AggregateError).errors as readonly unknown[];
      return ports.block(name, unreachable(origins, problem), ports.blockMs);
    }
    await answered();
  }

  async function answered(): Promise<void> {
    if (!hasAnswered) await ports.unblock(name);
    hasAnswered = true;
  }

  return {
    account: name,
    check,
    async observed(generationId, url, stored) {
      if (stored.kind === "stored") {
        if (failed.size >= FAILED_GENERATIONS) await ports.unblock(name);
        failed.clear();
        return answered();
      }
      switch (stored.cause) {
        case "archive":
          return;
        case "gone":
          return answered();
        case "unreachable":
          origins = [new URL(url).origin];
          hasAnswered = false;
          await check();
          break;
        case "undelivered":
          await answered();
      }
      failed.add(generationId);
      if (hasAnswered && failed.size >= FAILED_GENERATIONS)
        await ports.block(name, stored.failure, UNDELIVERED_MS);
    },
  };
}

function unreachable(origins: readonly string[], error: unknown): Failure {
  const hosts = origins.map((origin) => new URL(origin).host).join(", ");
  const message = `no answer from the host of the results (${hosts}): ${problemOf(error)}`;
  return { kind: "download", code: "", message, requestId: null, charged: false };
}
