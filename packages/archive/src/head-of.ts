/** Reads the first bytes of a stream: at least this many, unless it ends before. */
export async function headOf(bytes: AsyncIterator<Buffer>, atLeast: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let length = 0; length < atLeast; length += parts.at(-1)?.byteLength ?? 0) {
    const next = await bytes.next();
    if (next.done === true) break;
    parts.push(next.value);
  }
  return Buffer.concat(parts);
}
