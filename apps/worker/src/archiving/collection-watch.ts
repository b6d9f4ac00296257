import type {
  Archiving,
  CollectionBlock,
  CollectionGate,
  Failure,
} from "@dashqueue/queue/internal";
import { FAILURE_POLICY } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { ArchiveCheck } from "./archive-check.ts";
import { problemOf } from "./fetch-problem.ts";
import type { Stored } from "./store-file.ts";

export interface CollectionWatchPorts {
  /** The accounts, each with origins that may serve its results. */
  readonly accounts: readonly { readonly name: string; readonly origins: readonly string[] }[];
  readonly archive: ArchiveCheck;
  /** Resolves if the host answers anything. @throws if it does not. */
  reach(origin: string): Promise<void>;
  readonly gate: Pick<CollectionGate, "block" | "unblock" | "blocks">;
  /** Tells the workers apart. */
  readonly worker: string;
  readonly logger: Pick<Logger, "error" | "info">;
  /** The time between two calls of `check`. */
  readonly intervalMs: number;
  now(): number;
}

/** Finds out whether this worker can store and download results, for all that submit (G11). */
export interface CollectionWatch {
  /** Takes note of what became of one file. */
  observed(
    archiving: Pick<Archiving, "id" | "attempt">,
    url: string,
    stored: Stored,
  ): Promise<void>;
  /** Checks the archive, and the path to the result hosts of every account until it works. */
  check(): Promise<void>;
  /** Whether this account's results can be collected, as far as any worker knows now. */
  isCollectable(account: string): Promise<boolean>;
}

/** A look at the archive counts for this long. */
const FRESH_MS = 2_000;
/** So many generations in a row show that it is not about one file. */
const FAILED_GENERATIONS = 3;
/** More than the five minutes after which an archive job tries again at the latest. */
const UNDELIVERED_MS = 10 * 60_000;
const FULL = new Set(["ENOSPC", "EDQUOT"]);

interface AccountState {
  readonly name: string;
  origins: readonly string[];
  /** Whether a result host has answered. */
  answers: boolean;
  /** The generations that got no whole file since the last one that did. */
  readonly failed: Set<string>;
}

export function createCollectionWatch(ports: CollectionWatchPorts): CollectionWatch {
  const { archive, gate } = ports;
  const accounts = ports.accounts.map((account): AccountState => ({
    ...account,
    answers: false,
    failed: new Set(),
  }));
  const { block, unblock } = announcedBlocks(ports);
  const blockMs = Math.max(3 * ports.intervalMs, 15_000);
  let checkedAt = -Infinity;
  let first: Promise<void> | null = null;

  async function checkArchive(): Promise<void> {
    const failure = await archive.failure();
    checkedAt = ports.now();
    await (failure === null ? unblock(null) : block(null, failure, blockMs));
  }

  async function checkPath(state: AccountState): Promise<void> {
    if (state.answers || state.origins.length === 0) return;
    try {
      await Promise.any(state.origins.map(ports.reach));
    } catch (error) {
      const [problem] = (error as AggregateError).errors as readonly unknown[];
      return block(state.name, unreachable(state.origins, problem), blockMs);
    }
    await answered(state);
  }

  async function answered(state: AccountState): Promise<void> {
    if (!state.answers) await unblock(state.name);
    state.answers = true;
  }

  async function check(): Promise<void> {
    await checkArchive();
    await Promise.all(accounts.map(checkPath));
  }

  async function observedFailure(
    generationId: string,
    state: AccountState,
    url: string,
    { cause, failure }: Extract<Stored, { kind: "failed" }>,
  ): Promise<void> {
    switch (cause) {
      case "archive":
        if (FULL.has(failure.code)) await archive.wasFull();
        return checkArchive();
      case "unreachable":
        state.origins = [new URL(url).origin];
        state.answers = false;
        return checkPath(state);
      case "gone":
        return answered(state);
      case "undelivered":
        await answered(state);
        state.failed.add(generationId);
        if (state.failed.size >= FAILED_GENERATIONS)
          await block(state.name, failure, UNDELIVERED_MS);
    }
  }

  return {
    check,
    async isCollectable(account) {
      // A rejected check is repeated: the next caller must not take it for a passed one.
      await (first ??= check().catch((error: unknown) => {
        first = null;
        throw error;
      }));
      if (ports.now() - checkedAt > FRESH_MS) await checkArchive();
      return !isBlocked(await gate.blocks(), account);
    },
    async observed({ id, attempt }, url, stored) {
      const state = accounts.find(({ name }) => name === attempt.account);
      if (stored.kind === "stored") archive.stored();
      if (state === undefined) return;
      if (stored.kind === "failed") return observedFailure(id, state, url, stored);
      if (state.failed.size >= FAILED_GENERATIONS) await unblock(state.name);
      state.failed.clear();
      await answered(state);
    },
  };
}

/** Whether one of these concerns the account. */
export function isBlocked(
  blocks: readonly Pick<CollectionBlock, "account">[],
  account: string,
): boolean {
  return blocks.some((block) => block.account === null || block.account === account);
}

/** Blocks and unblocks, and logs each change once. */
function announcedBlocks({ gate, worker, logger }: CollectionWatchPorts) {
  return {
    async block(account: string | null, failure: Failure, forMs: number): Promise<void> {
      if (!(await gate.block({ worker, account }, failure, forMs))) return;
      const { kind, code, message } = failure;
      logger.error(
        { event: "collection-blocked", account, kind, code, reason: message },
        `results cannot be ${kind === "storage" ? "stored" : "downloaded"}, so no create request is sent. ${FAILURE_POLICY[kind].advice}`,
      );
    },
    async unblock(account: string | null): Promise<void> {
      if (await gate.unblock({ worker, account }))
        logger.info(
          { event: "collection-unblocked", account },
          "results can be collected again, submission resumes",
        );
    },
  };
}

function unreachable(origins: readonly string[], error: unknown): Failure {
  const hosts = origins.map((origin) => new URL(origin).host).join(", ");
  const message = `no answer from the host of the results (${hosts}): ${problemOf(error)}`;
  return { kind: "download", code: "", message, requestId: null, charged: false };
}
