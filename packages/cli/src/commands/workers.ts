import type { Worker } from "@dashqueue/client";
import type { Command } from "commander";

import { tableText } from "../terminal/table.ts";
import type { Context } from "./context.ts";

/** The workers that run. They need one of `ADMIN_TOKENS`. */
export function addWorkers(program: Command, { terminal, client, print }: Context): void {
  const { signal } = terminal;
  const workers = program
    .command("workers")
    .description("the workers that run; needs one of ADMIN_TOKENS as the token");
  workers.command("list").action(async () => {
    const all = await client().workers.list({ signal });
    print(all, () => tableText(HEAD, all.map(rowOf)));
  });
  workers
    .command("drain <worker>")
    .description("let a worker finish what it does, and take nothing new")
    .action(async (id: string) => {
      const worker = await client().workers.drain(id, { signal });
      print(worker, () => tableText(HEAD, [rowOf(worker)]));
    });
  workers
    .command("resume <worker>")
    .description("let a worker take jobs again")
    .action(async (id: string) => {
      const worker = await client().workers.resume(id, { signal });
      print(worker, () => tableText(HEAD, [rowOf(worker)]));
    });
}

const HEAD = ["WORKER", "HOST", "VERSION", "STARTED", "STAGES", "RUNNING", "STATE"];

function rowOf(worker: Worker): string[] {
  const { id, host, pid, version, started_at: startedAt, stages, running, state } = worker;
  const jobs = Object.values(running).reduce((sum, count) => sum + count, 0);
  return [id, `${host} ${pid}`, version, startedAt, stages.join(","), String(jobs), state];
}
