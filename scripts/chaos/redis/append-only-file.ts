import { execFile } from "node:child_process";
import { open, readdir, stat, truncate } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

/** The file that Redis appends to. */
export interface AppendOnlyFile {
  readonly path: string;
  /** What `redis-check-aof` takes: since Redis 7, the list of the files that belong together. */
  readonly manifest: string;
}

/** @param directory the data folder of Redis, which never rewrote its file. */
export async function findAppendOnlyFile(directory: string): Promise<AppendOnlyFile> {
  const names = await readdir(directory, { recursive: true });
  const name = names.find((name) => /\.incr\.aof$|^appendonly\.aof$/.test(name));
  if (name === undefined) throw new Error(`no append-only file in ${directory}`);
  const file = path.join(directory, name);
  return { path: file, manifest: file.replace(/\.\d+\.incr\.aof$/, ".manifest") };
}

/** In bytes. */
export async function lengthOf({ path }: AppendOnlyFile): Promise<number> {
  return (await stat(path)).size;
}

/** Cuts the file at a random byte after `from`, mostly inside a command. */
export async function cutTail(
  file: AppendOnlyFile,
  from: number,
  random: () => number,
): Promise<void> {
  const length = await lengthOf(file);
  await truncate(file.path, from + Math.floor(random() * (length - from)));
}

/**
 * Flips a bit of the byte at `from`, where a command begins. Inside a value, Redis would not notice
 * it: the file has no checksums.
 */
export async function flipByte(file: AppendOnlyFile, from: number): Promise<void> {
  await using handle = await open(file.path, "r+");
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, from);
  buffer.writeUInt8(buffer.readUInt8() ^ 1);
  await handle.write(buffer, 0, bytesRead, from);
}

/** Does what Redis advises: cuts the file before the first command that it cannot read. */
export async function repairAppendOnlyFile(
  file: AppendOnlyFile,
  serverCommand: string,
): Promise<void> {
  const repair = promisify(execFile)(serverCommand.replace(/-server$/, "-check-aof"), [
    "--fix",
    file.manifest,
  ]);
  repair.child.stdin?.end("y\n");
  await repair;
}
