import fs from "node:fs";
import fsPromises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import path from "node:path";

const WRITES = [
  "appendFile",
  "copyFile",
  "cp",
  "mkdir",
  "mkdtemp",
  "rename",
  "rm",
  "rmdir",
  "symlink",
  "truncate",
  "unlink",
  "writeFile",
];

/** Vitest itself writes the coverage of each test file there. */
const COVERAGE = path.resolve(import.meta.dirname, "../../../../coverage");

/**
 * Unit tests are pure: one that opens a socket or changes a file fails at the line that does so.
 */
function refuse(what: string): never {
  throw new Error(`a unit test ${what}: move it to the package's test/ folder`);
}

/** Replaces a function of a file system module by one that only works for Vitest. */
function guard(module: object, name: string): void {
  const original: unknown = Reflect.get(module, name);
  if (typeof original !== "function") throw new Error(`node:fs has no function ${name}`);
  Reflect.set(module, name, (...given: readonly unknown[]): unknown =>
    String(given[0]).startsWith(COVERAGE)
      ? Reflect.apply(original, module, given)
      : refuse(`called ${name}`),
  );
}

net.Socket.prototype.connect = () => refuse("opened a socket");
for (const name of WRITES) {
  guard(fs, name);
  guard(fs, `${name}Sync`);
  guard(fsPromises, name);
}
guard(fs, "createWriteStream");
syncBuiltinESMExports();
