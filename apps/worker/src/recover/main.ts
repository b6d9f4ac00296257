import type { Archive } from "@dashqueue/archive";
import { openArchive } from "@dashqueue/archive";
import { findModel } from "@dashqueue/dashscope";
import {
  connectFailingFast,
  createAccountGate,
  createGenerationStore,
  createKeys,
  MACHINE,
  openSharedClock,
  waitUntilReady,
} from "@dashqueue/queue/internal";
import { createUntrustedFetch, parseEnv } from "@dashqueue/service";
import { readOptions } from "@dashqueue/service/command-line";

import { accountsOf, placeOf } from "../accounts/accounts.ts";
import { createClients } from "../accounts/clients.ts";
import { queryIntervalMs } from "../accounts/query-turn.ts";
import { resultHosts } from "../accounts/result-hosts.ts";
import { storeFile } from "../archiving/store-file.ts";
import { workerEnv } from "../env/env.ts";
import { createArchivedAs, indexByDay } from "./archive-index.ts";
import { paceQuery } from "./query-pace.ts";
import type { RecoveredTask } from "./recovery.ts";
import { recover } from "./recovery.ts";

const PROGRAM = {
  usage: "npm run recover -- [options], or in a container recover [options]",
  about:
    "Lists the tasks of the last 24 hours at the provider, with the generations that own them. It\n" +
    "reads the environment of a worker; .env.example lists it.",
  options: {
    archive: {
      type: "boolean",
      default: false,
      description: "downloads the results that no generation owns",
    },
    disown: {
      type: "boolean",
      default: false,
      description: "records that the tasks without a generation belong to another system",
    },
    index: {
      type: "boolean",
      default: false,
      description: "names the records in the archive by their day, where they are not",
    },
  },
} as const;

const HOW_TO_DOWNLOAD =
  "To download the results that no generation owns: npm run recover -- --archive, or in a container recover --archive";
const REDIS_TIMEOUT_MS = 3_000;
const print = (text: string) => process.stdout.write(`${text}\n`);

async function run(): Promise<void> {
  const { archive, disown, index } = readOptions(PROGRAM);
  const env = parseEnv(workerEnv, process.env);
  const redis = connectFailingFast(env.REDIS_URL, env.DASHQUEUE_PREFIX);
  redis.on("error", () => {});
  const isReady = await waitUntilReady(redis, REDIS_TIMEOUT_MS);
  const keys = createKeys(env.DASHQUEUE_PREFIX);
  const clock = openSharedClock({ redis, machine: MACHINE });
  if (isReady) await clock.read();
  const store = createGenerationStore(redis, keys, clock.now);
  const gate = createAccountGate(redis, keys);
  const accounts = accountsOf(env);
  const timeoutMs = env.DASHSCOPE_TIMEOUT_MS;
  const clients = createClients(accounts, { timeoutMs, findModel, proxy: env, now: clock.now });
  const files = {
    fetch: createUntrustedFetch(resultHosts(env, accounts), { proxy: env }),
    archive: await openArchive(env.ARCHIVE_URL),
    now: clock.now,
  };
  const never = new AbortController().signal;
  const intervalMs = queryIntervalMs(env.DASHSCOPE_QUERY_QPS);
  if (!isReady && disown)
    throw new Error("Redis at REDIS_URL does not answer: start it, then repeat this.");
  if (!isReady) print("Redis at REDIS_URL does not answer: the owners of the tasks are unknown.");
  const archivedAs = createArchivedAs(files.archive, clock.now, print);
  try {
    if (index) await printIndex(files.archive);
    for (const account of accounts) {
      const client = clients.at(placeOf(account));
      if (client === null) continue;
      const reserve = () => gate.reserveQuery(account.name, intervalMs);
      let found = 0;
      const tasks = recover({
        client,
        turn: () => paceQuery({ reserve, now: clock.now }, never),
        ownersOf: async (ids) => (isReady ? store.ownersOf(ids) : ids.map(() => null)),
        archivedAs,
        store: archive ? (folder, file) => storeFile(files, folder, file, never) : null,
      });
      const unowned: string[] = [];
      for await (const task of tasks) {
        found += 1;
        if (task.owner === null) unowned.push(task.taskId);
        print(lineOf(task, files.archive.place));
      }
      if (disown)
        print(`Recorded that ${await store.disown(unowned)} of them belong to another system.`);
      print(
        `Found ${found} tasks of the last 24 hours of account ${account.name} at ${account.baseUrl}.`,
      );
    }
    if (!archive) print(HOW_TO_DOWNLOAD);
  } finally {
    clock.close();
    clients.close();
    redis.disconnect();
  }
}

/** Names the records in the archive by their day, where they are not. */
async function printIndex(archive: Archive): Promise<void> {
  const counts = { added: 0, known: 0, unreadable: 0 };
  for await (const indexed of indexByDay(archive)) {
    counts[indexed.kind] += 1;
    if (indexed.kind === "unreadable") print(indexed.reason);
  }
  const { added, known, unreadable } = counts;
  print(
    `Found ${added + known} records in the archive; ${added} of them were not named by day. ${unreadable} more cannot be read.`,
  );
}

/** One line per task, and one more for each of its files. */
function lineOf(
  { taskId, model, status, createdAt, owner, archivedAs, prompt, files }: RecoveredTask,
  archive: string,
): string {
  const made = createdAt === null ? "unknown time" : new Date(createdAt).toISOString();
  const known = owner ?? (archivedAs && `${archivedAs}, in the archive`);
  const about = known ?? `no generation${prompt === null ? "" : `: ${excerptOf(prompt)}`}`;
  const stored = files.map((file) =>
    file.kind === "stored"
      ? `\n    ${archive}/recovered-${taskId}/${file.file.name} (${file.file.bytes} bytes)`
      : `\n    not copied: ${file.failure.message}`,
  );
  return `${made}  ${status.padEnd(9)}  ${taskId}  ${model ?? "unknown model"}  ${about}${stored.join("")}`;
}

function excerptOf(prompt: string): string {
  return prompt.replaceAll(/\s+/g, " ").slice(0, 60);
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
