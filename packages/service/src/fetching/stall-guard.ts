import { Transform } from "node:stream";

import { FetchError } from "./fetch-error.ts";

/** The least that a body must deliver per window. */
export interface LeastPace {
  readonly bytes: number;
  readonly windowMs: number;
}

/**
 * Passes a body through, and fails with `stalled` when it delivers less than this. It covers a host
 * that sends nothing as well as one that sends a byte per second. A slow reader stalls nothing.
 */
export function stallGuard({ bytes: leastBytes, windowMs }: LeastPace): Transform {
  let bytes = 0;
  const guard = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.byteLength;
      done(null, chunk);
    },
  });
  const timer = setInterval(() => {
    const isReaderSlow = guard.readableLength >= guard.readableHighWaterMark;
    if (bytes < leastBytes && !isReaderSlow && !guard.writableEnded)
      guard.destroy(new FetchError("stalled", `the host sent ${bytes} bytes in ${windowMs} ms`));
    bytes = 0;
  }, windowMs);
  timer.unref();
  guard.once("close", () => clearInterval(timer));
  return guard;
}
