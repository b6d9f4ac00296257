import type {
  Archiving,
  CollectionBlock,
  CollectionGate,
  Failure,
} from "@dashqueue/queue/internal";
import { adviceOf } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { ArchiveCheck } from "./archive-check.ts";
import type { PathCheckPorts, ResultSource } from "./path-check.ts";
import { createPathCheck } from "./path-check.ts";
import type { Stored } from "./store-file.ts";

export interface CollectionWatchPorts extends Pick<PathCheckPorts, "reach"> {
  readonly accounts: readonly ResultSource[];
  readonly archive: ArchiveCheck;
  readonly gate: CollectionGate;
  /** Lets the results of these accounts be copied now if they wait. */
  resumeCopies(isMeant: (account: string) => boolean, signal: AbortSignal): Promise<void>;
  /** Tells the workers apart. */
  readonly worker: string;
  readonly logger: Pick<Logger, "error" | "info">;
  /** The time between two calls of `check`. */
  readonly intervalMs: number;
  now(): number;
}

/** Finds out whether this worker can store and download results, for all that submit (G11). */
export interface CollectionWatch {
  /** Records whether one file could be stored. */
  observed(
    archiving: Pick<Archiving, "id" | "attempt">,
    url: string,
    stored: Stored,
  ): Promise<void>;
  /**
   * Checks the archive, and the path to the result hosts of every account until it works. Then lets
   * the results be copied that can be again: their next try may be minutes away.
   */
  check(signal: AbortSignal): Promise<void>;
  /** Whether no worker reports that this account's results cannot be collected. */
  isCollectable(account: string): Promise<boolean>;
}

/** A look at the archive counts for this long. */
const FRESH_MS = 2_000;
const FULL = new Set(["ENOSPC", "EDQUOT"]);

export function createCollectionWatch(ports: CollectionWatchPorts): CollectionWatch {
  const { archive, gate } = ports;
  const blockMs = Math.max(3 * ports.intervalMs, 15_000);
  const resuming = createResuming(ports);
  const { block, unblock } = announcedBlocks(ports, resuming.expect);
  const path = { reach: ports.reach, block, unblock, blockMs };
  const paths = ports.accounts.map((account) => createPathCheck(account, path));
  let checkedAt = -Infinity;
  let first: Promise<void> | null = null;

  async function checkArchive(): Promise<void> {
    const failure = await archive.failure();
    checkedAt = ports.now();
    await (failure === null ? unblock(null) : block(null, failure, blockMs));
  }

  async function look(): Promise<void> {
    await checkArchive();
    await Promise.all(paths.map((path) => path.check()));
  }

  return {
    async check(signal) {
      await look();
      await resuming.resume(signal);
    },
    async isCollectable(account) {
      // A rejected check is repeated: the next caller must not take it for a passed one.
      await (first ??= look().catch((error: unknown) => {
        first = null;
        throw error;
      }));
      if (ports.now() - checkedAt > FRESH_MS) await checkArchive();
      return !isBlocked(await gate.blocks(), account);
    },
    async observed({ id, attempt }, url, stored) {
      if (stored.kind === "stored") archive.stored();
      else if (stored.cause === "archive") {
        if (FULL.has(stored.failure.code)) await archive.wasFull();
        await checkArchive();
      }
      await paths.find(({ account }) => account === attempt.account)?.observed(id, url, stored);
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
function announcedBlocks(
  { gate, worker, logger, intervalMs }: CollectionWatchPorts,
  unblocked: (account: string | null) => void,
) {
  return {
    async block(account: string | null, failure: Failure, forMs: number): Promise<void> {
      if (!(await gate.block({ worker, account }, failure, forMs, intervalMs))) return;
      const { kind, code, message } = failure;
      logger.error(
        { event: "collection-blocked", account, kind, code, reason: message },
        `results cannot be ${kind === "storage" ? "stored" : "downloaded"}, so no create request is sent. ${adviceOf(failure)}`,
      );
    },
    async unblock(account: string | null): Promise<void> {
      if (!(await gate.unblock({ worker, account }))) return;
      unblocked(account);
      logger.info(
        { event: "collection-unblocked", account },
        "results can be collected again, submission resumes",
      );
    },
  };
}

/** Resumes what waited for a block, whichever worker reported it: that one may have died. */
function createResuming({ gate, resumeCopies }: CollectionWatchPorts) {
  // To begin with, all: the process may have been restarted to remove a block.
  const expected = new Set<string | null>([null]);
  return {
    /** A block that began and ended between two calls of `resume`. */
    expect: (account: string | null) => void expected.add(account),
    async resume(signal: AbortSignal): Promise<void> {
      const blocks = await gate.blocks();
      const isFree = (account: string | null) =>
        account === null
          ? blocks.every((one) => one.account !== null)
          : !isBlocked(blocks, account);
      const free = new Set([...expected].filter(isFree));
      for (const { account } of blocks) expected.add(account);
      if (free.size === 0) return;
      const isMeant = (account: string) => (free.has(null) || free.has(account)) && isFree(account);
      await resumeCopies(isMeant, signal);
      for (const account of free) expected.delete(account);
    },
  };
}
