import type { Command } from "commander";

import type { Finding } from "../doctor/finding.ts";
import { findingText } from "../doctor/finding.ts";
import { EXIT } from "../terminal/exit-code.ts";
import type { Context } from "./context.ts";

export function addDoctor(program: Command, context: Context): void {
  program
    .command("doctor")
    .description(
      "check the producer, the token and the clocks, and what REDIS_URL, ARCHIVE_URL and DASHSCOPE_API_KEY name",
    )
    .action(() => doctor(context));
}

async function doctor(context: Context): Promise<void> {
  const { terminal, client, url, token, isJson, print, exitWith } = context;
  // Loaded only where it is used: the clients of Redis and of storages take a while.
  const { examine } = await import("../doctor/examine.ts");
  const findings: Finding[] = [];
  const patient = { url: url(), token: token(), client: client({ retries: 0 }), terminal };
  for await (const finding of examine(patient)) {
    findings.push(finding);
    if (!isJson()) terminal.out(`${findingText(finding, terminal.hasColors)}\n`);
  }
  if (isJson()) print(findings, () => "");
  if (findings.some(({ state }) => state === "fail")) exitWith(EXIT.failed);
}
