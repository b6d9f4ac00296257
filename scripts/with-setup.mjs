// Installs what is missing, then runs a command. Plain JavaScript for Node >= 20, without
// dependencies:
//
//   node scripts/with-setup.mjs [--env] [--redis] <command> [arguments…]
//
// When nothing is missing, it prints nothing and takes a moment. With --env, the command gets the
// variables of the file .env; with --redis, Redis can be started.
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installDependencies } from "./setup/dependencies.mjs";
import { chosenVariables, withoutNpmVariables } from "./setup/environment.mjs";
import { findNode } from "./setup/node.mjs";
import { installPnpm } from "./setup/pnpm.mjs";
import { runToEnd, SetupError } from "./setup/run.mjs";

const OPTIONS = new Set(["--env", "--redis"]);
const USAGE = "usage: node scripts/with-setup.mjs [--env] [--redis] <command> [arguments…]";

const root = fileURLToPath(new URL("..", import.meta.url));

async function main() {
  const words = process.argv.slice(2);
  const first = words.findIndex((word) => !word.startsWith("--"));
  const options = words.slice(0, first);
  const [command, ...commandArguments] = words.slice(first);
  if (first === -1 || options.some((option) => !OPTIONS.has(option))) throw new SetupError(USAGE);

  const binFolders = [join(root, "node_modules/.bin"), join(root, ".tools/node_modules/.bin")];
  const environment = {
    ...(options.includes("--env") ? readEnvFile() : {}),
    ...withoutNpmVariables(process.env),
  };
  environment.PATH = [...binFolders, environment.PATH].join(delimiter);

  const pnpm = installPnpm(root, environment);
  installDependencies(root, pnpm, environment);
  const node = findNode(root);
  if (node.folder !== null) environment.PATH = [node.folder, environment.PATH].join(delimiter);

  const needsRedis = options.includes("--redis") && !commandArguments.includes("--help");
  if (needsRedis && !environment.REDIS_URL) {
    const exitCode = await runToEnd(
      node.path,
      [join(root, "scripts/setup/ensure-redis.ts")],
      environment,
    );
    if (exitCode !== 0) return exitCode;
  }
  return runToEnd(command, commandArguments, environment);
}

/** The variables that the user has set in the file .env, if there is one. */
function readEnvFile() {
  const file = join(root, ".env");
  if (!existsSync(file)) return {};
  return chosenVariables(
    readFileSync(file, "utf8"),
    readFileSync(join(root, ".env.example"), "utf8"),
  );
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
