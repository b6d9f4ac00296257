import type { Readable } from "node:stream";

/**
 * A store of whole objects. Keys are relative paths with `/`, without empty segments and without
 * segments that begin with a dot.
 *
 * Every method throws an `ArchiveError` if the storage fails.
 */
export interface Archive {
  /** The archive as people name it: the path of a folder, or a URL without credentials. */
  readonly place: string;
  /**
   * Streams an object into place, over an earlier one. When it resolves, the object is durable and
   * has this size and SHA-256 (G6); until then, nothing is visible under the key.
   *
   * @throws also what the stream throws, and the reason of the signal.
   */
  write(key: string, bytes: Readable, options: WriteOptions): Promise<Written>;
  /** Opens an object, or the bytes of it in a range, for reading; null if there is none. */
  open(key: string, options?: OpenOptions): Promise<OpenObject | null>;
  /** Null if there is no such object. */
  stat(key: string): Promise<ObjectFacts | null>;
  /**
   * A link that anyone can follow until it expires, for the bytes alone; null if this archive has
   * no links. It is a credential (G7).
   */
  link(key: string, options: LinkOptions): Promise<string | null>;
  /** Does nothing if there is no such object. */
  remove(key: string): Promise<void>;
  /** Lists the objects whose keys start with a prefix, in the order of the keys. */
  list(prefix: string, options?: ListOptions): AsyncIterable<Listed>;
  /** Writes and deletes a small object. Null where the space is unknown. */
  probe(): Promise<Space | null>;
  /** Removes what crashed processes left of writes that began before this time (epoch ms). */
  sweep(before: number): Promise<void>;
}

export interface WriteOptions {
  readonly contentType: string;
  readonly signal?: AbortSignal | undefined;
}

export interface Written {
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

export interface OpenOptions {
  /** From the first to the last byte, both inclusive, as in HTTP. It must begin in the object. */
  readonly range?: { readonly from: number; readonly to: number } | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface OpenObject {
  /** Must be read to its end or destroyed. Its error may be any error of the storage. */
  readonly stream: Readable;
  /** Of the whole object. */
  readonly bytes: number;
  /** Epoch milliseconds, by the clock of the storage. */
  readonly modifiedAt: number;
}

export interface ObjectFacts {
  readonly bytes: number;
  /** Null if the storage does not keep it. */
  readonly sha256: string | null;
  readonly modifiedAt: number;
}

export interface LinkOptions {
  readonly expiresInMs: number;
  readonly contentType: string;
  /** Names the file where a browser saves it. */
  readonly fileName: string;
}

export interface ListOptions {
  /** Only keys behind this one. */
  readonly after?: string | undefined;
}

export interface Listed {
  readonly key: string;
  readonly bytes: number;
  readonly modifiedAt: number;
}

/** The space of a disk. */
export interface Space {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** A storage that cannot be read or written. The message says what to do. */
export class ArchiveError extends Error {
  override readonly name = "ArchiveError";
  /** As the storage names it, such as `ENOSPC` or `NoSuchBucket`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** @throws Error if a key could leave the archive, or would be hidden in it. */
export function checkKey(key: string): string {
  const isSafe = key.split("/").every((segment) => /^[^.\\\0][^\\\0]*$/.test(segment));
  if (!isSafe) throw new Error(`the archive has no place for the key ${JSON.stringify(key)}`);
  return key;
}
