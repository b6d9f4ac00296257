import type { ByteRange, Download } from "@dashqueue/service";

/** After this many interruptions the download fails and the job waits. */
const MAX_RESUMES = 20;

/** Resumes an interrupted download while the file is the same and every part makes progress. */
export async function* resumed(
  first: Download,
  resume: (rest: ByteRange) => Promise<Download>,
): AsyncGenerator<Buffer, void, undefined> {
  let download = first;
  let received = 0;
  for (let resumes = 0; ; resumes += 1) {
    const before = received;
    try {
      for await (const chunk of download.stream as AsyncIterable<Buffer>) {
        received += chunk.byteLength;
        yield chunk;
      }
      return;
    } catch (error) {
      if (first.etag === null || received === before || resumes === MAX_RESUMES) throw error;
    }
    download = await resume({ fromByte: received, etag: first.etag });
    if (download.status !== 206 || download.fromByte !== received) {
      download.stream.destroy();
      throw new Error(
        `the download was interrupted after ${received} bytes and could not be resumed`,
      );
    }
  }
}
