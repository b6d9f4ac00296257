/** A file of which only some parts are read. */
export interface MediaFile {
  /** Null where nobody says. */
  readonly sizeBytes: number | null;
  /** Its first bytes, or all of them. */
  readonly head: Uint8Array;
  /** The bytes from `start` to before `end`. @throws when they cannot be had. */
  read(start: number, end: number): Promise<Uint8Array>;
}

const DATA = /^data:[^,]*;base64,/;

/** The file that a `data:` URL is. */
export function dataFile(url: string): MediaFile {
  const bytes = Buffer.from(url.replace(DATA, ""), "base64");
  return {
    sizeBytes: bytes.length,
    head: bytes,
    read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
  };
}
