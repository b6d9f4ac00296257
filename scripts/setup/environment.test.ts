import { expect, test } from "vitest";

import { chosenVariables, withoutNpmVariables } from "./environment.mjs";

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

test("reads what an env file sets, and ignores values that are those of the example", () => {
  const example = "REDIS_URL=redis://127.0.0.1:6379\nLOG_LEVEL=info\nDAILY_SPEND_LIMIT=\n";
  const text = `# mine
REDIS_URL=redis://127.0.0.1:6379
LOG_LEVEL=debug
DAILY_SPEND_LIMIT="100 CNY" # per day
DASHSCOPE_ACCOUNTS={"main":{"apiKey":"sk-1"}}
DASHSCOPE_API_KEY=
`;
  expect(chosenVariables(text, example)).toEqual({
    LOG_LEVEL: "debug",
    DAILY_SPEND_LIMIT: "100 CNY",
    DASHSCOPE_ACCOUNTS: '{"main":{"apiKey":"sk-1"}}',
  });
});
