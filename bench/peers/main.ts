import { readOptions, wholeNumberOption } from "@dashqueue/service/command-line";

import { runAiSdk, runAiSdkThroughDashqueue } from "./clients/ai-sdk.ts";
import { runFal } from "./clients/fal.ts";
import { runReplicate } from "./clients/replicate.ts";
import { measure } from "./measure.ts";
import { startPostgres } from "./postgres.ts";
import { restateSystem } from "./restate.ts";
import type { ClientResult, Kills, PeerResult } from "./result.ts";
import { dashqueueSystem, workerSystem } from "./systems.ts";
import { tableOf } from "./table.ts";

const say = (text: string) => process.stderr.write(`${text}\n`);

const systems = [
  dashqueueSystem("dashqueue"),
  dashqueueSystem("dashqueue, account declared as exclusive", { DASHSCOPE_EXCLUSIVE: "true" }),
  workerSystem("BullMQ 6.7.0", "bullmq.ts"),
  workerSystem("BullMQ 6.7.0 on PostgreSQL", "bullmq-postgres.ts"),
  workerSystem("DBOS 5.3.0", "dbos.ts"),
  workerSystem("graphile-worker 0.18.0", "graphile-worker.ts"),
  workerSystem("openworkflow 0.10.1", "openworkflow.ts"),
  restateSystem("Restate 1.7.12"),
];
const clients: readonly [string, (calls: number) => Promise<ClientResult>, Kills][] = [
  ["AI SDK 7.0.173, @ai-sdk/alibaba 2.0.58", runAiSdk, "no workers"],
  ["the same AI SDK through dashqueue", runAiSdkThroughDashqueue, "as dashqueue"],
  ["replicate 1.4.0 (own protocol)", runReplicate, "no workers"],
  ["@fal-ai/client 1.10.1 (own protocol)", runFal, "no workers"],
];

const names = [...systems.map(({ name }) => name), ...clients.map(([name]) => name)];

const { requests, kills, busy, only } = readOptions(
  {
    usage: "npm run bench:peers -- [options]",
    about: "Counts payments for the same work with dashqueue and with the usual alternatives.",
    options: {
      requests: { type: "string", default: "5", description: "how many lose their answers" },
      kills: { type: "string", default: "3", description: "how many workers are killed" },
      busy: {
        type: "string",
        default: "500",
        description: "how many requests more measure the throughput",
      },
      only: { type: "string", default: "", description: "the systems whose names begin with this" },
    },
  },
  (values) => ({
    requests: wholeNumberOption("requests", values.requests, 1),
    kills: wholeNumberOption("kills", values.kills, 0),
    busy: wholeNumberOption("busy", values.busy, 0),
    only: beginningOf(values.only),
  }),
);

function beginningOf(only: string): string {
  if (names.some((name) => name.startsWith(only))) return only;
  throw new Error(`--only must be the beginning of one of: ${names.join("; ")}`);
}

await using postgres = await startPostgres();
// The workers end with this process, PostgreSQL does not.
process.once("SIGINT", () => {
  void postgres[Symbol.asyncDispose]().then(() => process.exit(130));
});
let databases = 0;
const createDatabase = () => postgres.createDatabase(`bench_${(databases += 1)}`);

const results: PeerResult[] = [];
for (const system of systems.filter(({ name }) => name.startsWith(only))) {
  say(`${system.name}: losing answers, killing the worker ${kills * 2} times …`);
  results.push(await measure(system, { requests, kills, busy, createDatabase }));
}
for (const [name, run, kills] of clients.filter(([name]) => name.startsWith(only))) {
  say(`${name}: losing answers …`);
  const lostAnswers = { calls: requests, ...(await run(requests)) };
  results.push({ name, lostAnswers, killedInCreate: kills, killedInPoll: kills, perSecond: null });
}
process.stdout.write(`${tableOf(results)}\n`);
