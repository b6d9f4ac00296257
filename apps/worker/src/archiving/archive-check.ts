import type { Archive, Space } from "@dashqueue/archive";
import type { Failure } from "@dashqueue/queue/internal";

export interface ArchiveCheck {
  /** Why the archive cannot store a result; null if it can. */
  failure(): Promise<Failure | null>;
  /** A result did not fit: from now on there must be more space than now. */
  wasFull(): Promise<void>;
  /** A result was stored. */
  stored(): void;
}

/** Less free space than this, or than 5 % of a small disk, cannot take the results in flight. */
const LEAST_FREE_BYTES = 256 * 1024 * 1024;

export function createArchiveCheck(archive: Pick<Archive, "probe">): ArchiveCheck {
  let fullAtBytes: number | null = null;
  return {
    async failure() {
      try {
        const space = await archive.probe();
        return space === null ? null : shortageOf(space, fullAtBytes);
      } catch (error) {
        const { code = "", message } = error as NodeJS.ErrnoException;
        return storageFailure(code, message);
      }
    },
    async wasFull() {
      fullAtBytes = (await archive.probe().catch(() => null))?.freeBytes ?? 0;
    },
    stored() {
      fullAtBytes = null;
    },
  };
}

function shortageOf({ freeBytes, totalBytes }: Space, fullAtBytes: number | null): Failure | null {
  const leastBytes = Math.min(LEAST_FREE_BYTES, totalBytes / 20);
  const isShort = freeBytes < leastBytes || (fullAtBytes !== null && freeBytes <= fullAtBytes);
  return isShort
    ? storageFailure("ENOSPC", `the archive has only ${freeBytes} bytes of free space`)
    : null;
}

function storageFailure(code: string, message: string): Failure {
  return { kind: "storage", code, message, requestId: null, charged: false };
}
