import type { Added, UploadStore } from "@dashqueue/archive";
import { ArchiveError } from "@dashqueue/archive";
import type { StoreFile } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import { ProblemError } from "@dashqueue/service";

import { typeOfFile } from "./upload-type.ts";

export interface StoringPorts {
  readonly uploads: Pick<UploadStore, "add" | "use">;
  readonly uploadLimitBytes: number;
  readonly logger: Pick<Logger, "error">;
}

/**
 * Stores an upload, and logs a storage that cannot take it.
 *
 * @throws ProblemError (507) then, and what the stream of bytes throws.
 */
export async function storing(
  { logger }: Pick<StoringPorts, "logger">,
  add: () => Promise<Added>,
): Promise<Added> {
  try {
    return await add();
  } catch (cause) {
    if (!(cause instanceof ArchiveError)) throw cause;
    logger.error(
      { event: "upload-failed", code: cause.code, reason: cause.message },
      "an upload could not be stored. Free space in the archive, or give the producer write access to it.",
    );
    throw new ProblemError(NOT_STORED, { cause });
  }
}

/** Stores the files that requests hold in base64. */
export function createStoreFile(ports: StoringPorts): StoreFile {
  const { uploads, uploadLimitBytes: limitBytes } = ports;
  return (id, { bytes, declaredType }) =>
    storing(ports, async () => {
      const known = await uploads.use(id);
      if (known !== null) return { kind: "added", upload: known };
      const typeOf = (head: Buffer) => typeOfFile(head, declaredType);
      return uploads.add(id, inOnePiece(bytes), { limitBytes, typeOf });
    });
}

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

const NOT_STORED = {
  status: 507,
  detail:
    "The file could not be stored: the archive is full or cannot be written. Try again later.",
};
