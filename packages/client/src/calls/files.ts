import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";

import type { Generation, Upload } from "../api/operations.generated.ts";
import { DashqueueError } from "../http/dashqueue-error.ts";
import type { Caller, CallOptions } from "./call.ts";

export type ResultFile = NonNullable<Generation["output"]>["files"][number];

export interface FileCalls {
  /** Stores an image, video or audio file, and returns the `upload://…` URL for requests. */
  upload(file: Blob | Uint8Array<ArrayBuffer>, options?: CallOptions): Promise<Upload>;
  /** The answer with the bytes of a result file. `timeoutMs` covers its headers only. */
  file(id: string, name: string, options?: CallOptions): Promise<Response>;
  /**
   * Writes a result file to this path. It appears there only once it is whole.
   *
   * @throws DashqueueError of the kind `damaged` if its SHA-256 is not that of the record.
   */
  saveFile(id: string, file: ResultFile, path: string, options?: CallOptions): Promise<void>;
}

/** For the whole file. */
const TRANSFER_TIMEOUT_MS = 600_000;

export function fileCalls({ call, send }: Caller): FileCalls {
  return {
    upload: (body, options) =>
      call("uploadFile", {}, { timeoutMs: TRANSFER_TIMEOUT_MS, ...options }, { body }),
    file: (id, name, options) =>
      send("getFile", { path: { id, name } }, async (response) => response, options),
    saveFile: (id, file, path, options) =>
      send(
        "getFile",
        { path: { id, name: file.name } },
        ({ body }) => save(body ?? new Blob([]).stream(), file, path),
        { timeoutMs: TRANSFER_TIMEOUT_MS, ...options },
      ),
  };
}

async function save(
  bytes: AsyncIterable<Uint8Array>,
  { name, sha256 }: ResultFile,
  path: string,
): Promise<void> {
  const partial = `${path}.part`;
  const hash = createHash("sha256");
  try {
    await pipeline(
      bytes,
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(partial),
    );
    if (hash.digest("hex") !== sha256)
      throw new DashqueueError({ kind: "damaged", detail: damage(name) });
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

function damage(name: string): string {
  return `The bytes of ${name} are not those of the record. Download it again; if that repeats, a proxy changes it, or the archive is damaged.`;
}
