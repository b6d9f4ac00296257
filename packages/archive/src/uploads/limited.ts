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
