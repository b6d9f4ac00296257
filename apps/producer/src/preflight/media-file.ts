/** A file that is read in parts. */
export interface MediaFile {
  /** Null if the server does not report it. */
  readonly sizeBytes: number | null;
  /** The first bytes, or all of them. */
  readonly head: Uint8Array;
  /** Returns the bytes from `start` to before `end`. @throws if they cannot be read. */
  read(start: number, end: number): Promise<Uint8Array>;
}
