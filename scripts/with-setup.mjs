// Installs what is missing, then runs a command. Plain JavaScript for Node >= 20, without
// dependencies:
//
//   node scripts/with-setup.mjs [--redis] <command> [arguments…]
//
// When nothing is missing, it prints nothing and takes a moment.
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { installDependencies } from "./setup/dependencies.mjs";
import { withoutNpmVariables } from "./setup/environment.mjs";
import { findNode } from "./setup/node.mjs";
import { installPnpm } from "./setup/pnpm.mjs";
import { runToEnd, SetupError } from "./setup/run.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

async function main() {
  const [first, ...rest] = process.argv.slice(2);
  const needsRedis = first === "--redis";
  const [command, ...commandArguments] = needsRedis ? rest : [first, ...rest];
  if (command === undefined)
    throw new SetupError("usage: node scripts/with-setup.mjs [--redis] <command> [arguments…]");

  const binFolders = [join(root, "node_modules/.bin"), join(root, ".tools/node_modules/.bin")];
  const environment = withoutNpmVariables(process.env);
  environment.PATH = [...binFolders, environment.PATH].join(delimiter);

  const pnpm = installPnpm(root, environment);
  installDependencies(root, pnpm, environment);
  const node = findNode(root);
  if (node.folder !== null) environment.PATH = [node.folder, environment.PATH].join(delimiter);

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

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
