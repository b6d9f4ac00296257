import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream";

import { ProblemError } from "@dashqueue/service";
import { Busboy } from "@fastify/busboy";

/** A form whose file has begun: the fields before it, and the file as a stream. */
export interface OpenForm {
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Readable;
  /** The bytes of the file. Fail with a ProblemError if the body ends early. */
  readonly bytes: AsyncIterable<Buffer>;
  /** As the sender declares it. */
  readonly declaredType: string;
}

const LIMITS = { fields: 20, fieldSize: 16 * 1024, files: 1, headerPairs: 20 };

/**
 * Reads a `multipart/form-data` body up to its file, which comes last.
 *
 * @returns null for a body of another form, and for one without a file.
 */
export function openForm(request: IncomingMessage): Promise<OpenForm | null> {
  const parser = parserFor(request);
  if (parser === null) return Promise.resolve(null);
  const { promise, resolve } = Promise.withResolvers<OpenForm | null>();
  const fields = new Map<string, string>();
  let opened: Readable | undefined;
  const end = (cause?: Error | null) => {
    if (cause) opened?.destroy(cause);
    resolve(null);
  };
  parser.on("field", (name, value) => void fields.set(name, value));
  parser.on("file", (_name, file, _fileName, _encoding, declaredType) => {
    opened = file;
    // The parser also emits its error on the file, which may have no reader by then.
    file.on("error", end);
    resolve({ fields, file, bytes: bytesOf(file), declaredType });
  });
  // A body that ends early is an error of the parser after the pipeline has ended.
  parser.on("error", end);
  pipeline(request, parser, end);
  return promise;
}

async function* bytesOf(file: Readable): AsyncGenerator<Buffer> {
  try {
    // A refused file is read to its end, so the stream outlives this reader.
    yield* file.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch (cause) {
    throw new ProblemError(ENDED_EARLY, { cause });
  }
}

const ENDED_EARLY = { status: 400, detail: "The form ends in the middle of its file." };

function parserFor({ headers }: IncomingMessage): InstanceType<typeof Busboy> | null {
  const { "content-type": contentType = "" } = headers;
  if (!/^multipart\/form-data;/i.test(contentType)) return null;
  try {
    return new Busboy({ headers: { ...headers, "content-type": contentType }, limits: LIMITS });
  } catch {
    // The content type names no boundary.
    return null;
  }
}
