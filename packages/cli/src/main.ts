#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

import { runCli } from "./run-cli.ts";

const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => interruption.abort(new Error(`interrupted by ${signal}`)));

// The reader of a pipe, such as `head`, has what it wanted.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

/** In the sources and in the package, it is beside this folder. */
const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");

process.exitCode = await runCli(process.argv.slice(2), {
  version: (JSON.parse(manifest) as { readonly version: string }).version,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isInteractive: process.stderr.isTTY,
  hasColors: process.stdout.isTTY && !process.env["NO_COLOR"],
  readStdin: () => text(process.stdin),
  env: process.env,
  now: Date.now,
  signal: interruption.signal,
});
