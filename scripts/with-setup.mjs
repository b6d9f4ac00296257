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
import { envFileProblems } from "./setup/env-file.mjs";
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
  const text = readText(file);
  const problems = envFileProblems(text);
  if (problems.length > 0)
    throw new SetupError(
      ["The file .env is invalid. Correct each line, or put # before it:", ...problems].join(
        "\n  ",
      ),
    );
  return chosenVariables(text, readFileSync(join(root, ".env.example"), "utf8"));
}

function readText(file) {
  try {
    // Editors on Windows begin a file with a mark that would become part of the first name.
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw new SetupError(`The file .env cannot be read: ${error.message}`);
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  // A folder that cannot be written, a full disk.
  const isOfMachine = error instanceof Error && "syscall" in error;
  if (!(error instanceof SetupError || isOfMachine)) throw error;
  console.error(isOfMachine ? `The setup cannot go on: ${error.message}` : error.message);
  process.exitCode = 1;
}
