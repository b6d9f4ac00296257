// npm tells its scripts all of its settings through variables, and the npm or pnpm they start takes them for its own:
// with warnings at best, with another prefix at worst. What a machine needs to reach a registry is kept.
const keptVariables = new Set([
  "npm_config_cache",
  "npm_config_cafile",
  "npm_config_https_proxy",
  "npm_config_noproxy",
  "npm_config_proxy",
  "npm_config_registry",
  "npm_config_strict_ssl",
  "npm_config_userconfig",
]);

/** A copy of the environment as it was before npm started this script. */
export function withoutNpmVariables(environment) {
  const entries = Object.entries(environment).filter(([name]) => {
    const isOfNpm = name.startsWith("npm_") || name === "NODE" || name === "INIT_CWD";
    return !isOfNpm || keptVariables.has(name);
  });
  return Object.fromEntries(entries);
}
