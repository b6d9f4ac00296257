import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/** Where Debian's package `faketime` installs its library, in a folder per architecture. */
const LIBRARIES = "/usr/lib";

export function canFakeClocks(): boolean {
  return findLibrary() !== undefined;
}

/** The variables that make a process's clock wrong by this much; none without libfaketime. */
export function fakeClock(offsetSeconds: number): Readonly<Record<string, string>> {
  const library = findLibrary();
  if (library === undefined) return {};
  return {
    LD_PRELOAD: library,
    FAKETIME: `${offsetSeconds >= 0 ? "+" : ""}${offsetSeconds}s`,
    // cspell:ignore DONT
    // Timers measure durations, which stay right on a machine whose date is wrong.
    DONT_FAKE_MONOTONIC: "1",
  };
}

function findLibrary(): string | undefined {
  if (!existsSync(LIBRARIES)) return undefined;
  return readdirSync(LIBRARIES)
    .map((folder) => path.join(LIBRARIES, folder, "faketime/libfaketime.so.1"))
    .find((file) => existsSync(file));
}
