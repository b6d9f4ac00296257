import { readFileSync } from "node:fs";

/** In the sources and in the package, it is beside this folder. */
const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");

/** The version of dashqueue; all its packages have the same. */
export const VERSION = (JSON.parse(manifest) as { readonly version: string }).version;
