import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { readOptions } from "@dashqueue/service/command-line";

const PROGRAM = {
  usage: "npm run example <file> [words]",
  about:
    "Runs a TypeScript file on the Node that the setup installed, such as examples/ai-sdk.ts.\n" +
    "examples/README.md describes each.",
  options: {},
  takesWords: true,
} as const;

const words = readOptions(PROGRAM, (_values, [file, ...more]) => {
  if (file === undefined) throw new Error("name a file");
  if (!existsSync(file)) throw new Error(`there is no file ${file}`);
  return [path.resolve(file), ...more] as const;
});
// As if Node had been started with them.
process.argv.splice(1, process.argv.length, ...words);
await import(pathToFileURL(words[0]).href);
