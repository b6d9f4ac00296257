import { expect, test } from "vitest";

import { withoutNpmVariables } from "./environment.mjs";

test("removes npm's variables, and keeps the registry settings and the user's variables", () => {
  const kept = {
    PATH: "/bin",
    NPM_CONFIG_LOGLEVEL: "warn",
    npm_config_registry: "https://registry",
    npm_config_cache: "/cache",
  };
  const added = {
    npm_config_nodedir: "/usr",
    npm_config_prefix: "/usr",
    npm_lifecycle_event: "demo",
    npm_package_json: "/package.json",
    NODE: "/usr/bin/node",
    INIT_CWD: "/",
  };
  expect(withoutNpmVariables({ ...added, ...kept })).toEqual(kept);
});
