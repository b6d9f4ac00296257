/** More than any signature of a media file needs. */
const HEAD_BYTES = 64 * 1024;

/** Reads the first bytes of a stream, at least 64 KiB unless it ends before. */
export async function headOf(bytes: AsyncIterator<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let length = 0; length < HEAD_BYTES; length += parts.at(-1)?.byteLength ?? 0) {
    const next = await bytes.next();
    if (next.done === true) break;
    parts.push(next.value);
  }
  return Buffer.concat(parts);
}

/** The bytes from the head on, up to a limit. @throws TooLargeError behind it. */
export async function* limited(
  head: Buffer,
  rest: AsyncIterator<Buffer>,
  limitBytes: number,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  let chunk = head;
  try {
    for (;;) {
      bytes += chunk.byteLength;
      if (bytes > limitBytes) throw new TooLargeError();
      yield chunk;
      const next = await rest.next();
      if (next.done === true) return;
      chunk = next.value;
    }
  } finally {
    await rest.return?.();
  }
}

export class TooLargeError extends Error {}
