import util from "node:util";
import { SetupError } from "./run.mjs";

// npm passes its settings to scripts as variables, and a nested npm or pnpm adopts them: it prints
// warnings, or installs to the wrong prefix. Only the settings for reaching a registry are kept.
const KEPT_VARIABLES = new Set([
  "npm_config_cache",
  "npm_config_cafile",
  "npm_config_https_proxy",
  "npm_config_noproxy",
  "npm_config_proxy",
  "npm_config_registry",
  "npm_config_strict_ssl",
  "npm_config_userconfig",
]);

/** Returns the environment without the variables that npm added. */
export function withoutNpmVariables(environment) {
  const entries = Object.entries(environment).filter(([name]) => {
    const isOfNpm = name.startsWith("npm_") || name === "NODE" || name === "INIT_CWD";
    return !isOfNpm || KEPT_VARIABLES.has(name);
  });
  return Object.fromEntries(entries);
}

/**
 * Returns the variables of an env file that are set and differ from those of the example. The
 * example shows the defaults of the apps, and the local stack has some of its own: a copy of the
 * example changes nothing.
 */
export function chosenVariables(text, example) {
  // Node 20.12 or later has it.
  if (util.parseEnv === undefined)
    throw new SetupError(
      `Node ${process.versions.node} cannot read the file .env. Update Node, or set the variables in the shell.`,
    );
  const defaults = util.parseEnv(example);
  const chosen = Object.entries(util.parseEnv(text)).filter(
    ([name, value]) => value !== "" && value !== defaults[name],
  );
  return Object.fromEntries(chosen);
}
