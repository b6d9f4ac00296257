import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

// @ts-expect-error: it has no types
import S3rver from "s3rver";

import { waitFor } from "../time/wait-for.ts";

/** Answers a request itself and returns true, or leaves it to the server. */
export type Intercept = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A real S3 server (s3rver) with an empty bucket named `results`. */
export interface S3Server extends AsyncDisposable {
  /** How a process finds it. */
  readonly env: Readonly<Record<`AWS_${string}`, string>>;
  /** For `ARCHIVE_URL`. */
  readonly archiveUrl: string;
  /** Its bucket on the disk. */
  readonly folder: string;
  /** Every request, as `PUT /results/archive/key?query`. */
  readonly requests: readonly string[];
  /** Puts a fault, or another answer, in front of the server. */
  intercept(intercept: Intercept): void;
}

interface Stored {
  readonly bucket: string;
  readonly key: string;
}

interface S3rverServer {
  readonly store: {
    putObject(object: Stored): Promise<{ readonly size: number }>;
    getResourcePath(bucket: string, key: string, resource: "object"): string;
  };
  configureBuckets(): Promise<unknown>;
  callback(): RequestListener;
}

export async function startS3(): Promise<S3Server> {
  const directory = await mkdtemp(path.join(tmpdir(), "dashqueue-s3-"));
  const configureBuckets = [{ name: "results" }];
  const options = { directory, silent: true, vhostBuckets: false, configureBuckets };
  const s3 = new S3rver(options) as S3rverServer;
  answerOnceWritten(s3);
  await s3.configureBuckets();
  const handle = s3.callback();
  const requests: string[] = [];
  let intercepts: Intercept = () => false;
  const inTurn = createTurns();
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    if (!intercepts(request, response)) inTurn(request, response, () => handle(request, response));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "S3RVER",
      AWS_SECRET_ACCESS_KEY: "S3RVER",
      AWS_REGION: "us-east-1",
    },
    archiveUrl: "s3://results/archive",
    folder: path.join(directory, "results"),
    requests,
    intercept: (intercept) => void (intercepts = intercept),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** s3rver answers when it has read the bytes, and may still be writing them then. */
function answerOnceWritten({ store }: S3rverServer): void {
  const put = store.putObject.bind(store);
  store.putObject = async (object) => {
    const answer = await put(object);
    const file = store.getResourcePath(object.bucket, object.key, "object");
    await waitFor(async () => {
      // Another request may have deleted it.
      const written = await stat(file).catch(() => null);
      return written === null || written.size === answer.size;
    });
    return answer;
  };
}

/**
 * Handles the requests for a record one after the other: s3rver overwrites an object in place, so a
 * read at the same time would get a part of it. S3 replaces objects at once.
 */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return (request: IncomingMessage, response: ServerResponse, work: () => void): void => {
    const [place = ""] = (request.url ?? "").split("?");
    if (!place.endsWith(".json")) return work();
    const before = last.get(place) ?? Promise.resolve();
    const closed = once(response, "close").catch(() => {});
    last.set(place, Promise.all([before, closed]));
    void before.then(work);
  };
}
