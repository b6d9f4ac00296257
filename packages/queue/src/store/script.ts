import { readFileSync } from "node:fs";

const read = (name: string) =>
  readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), "utf8");

const PRELUDE = read("prelude");

/** A script that can call the functions of `prelude.lua`. */
export function withPrelude(script: string): string {
  return `${PRELUDE}\n${script}`;
}

/** Reads a script of the folder `scripts`. */
export function readScript(name: "accept" | "change" | "forget" | "forget-model"): string {
  return withPrelude(read(name));
}
