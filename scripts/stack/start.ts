import path from "node:path";
import { logToFiles, logToTerminal } from "./app-logs.ts";
import { reportFailure } from "./failure-report.ts";
import { listenForInterruption } from "./interruption.ts";
import { startStack, type Stack } from "./stack.ts";
import { dataFolder, shortPath } from "./workspace.ts";

// `npm start`: the whole stack, until Ctrl-C.

const logFolder = path.join(dataFolder, "logs");

async function main(): Promise<number> {
  const { signal } = listenForInterruption();
  const files = logToFiles(logFolder);
  const terminal = logToTerminal(process.env["LOG_LEVEL"] || undefined);
  try {
    const stack = await startStack({
      command: "start",
      environment: process.env,
      log: (app, line) => {
        files(app, line);
        terminal(app, line);
      },
      onStep: (text) => console.error(`${text} …`),
      signal,
    });
    console.log(welcome(stack));
    try {
      await Promise.race([stack.failed, aborted(signal)]);
    } finally {
      console.error("closing …");
      await stack.stop();
    }
    return 0;
  } catch (error) {
    if (signal.aborted) return 0;
    return reportFailure(error, logFolder);
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}

function welcome(stack: Stack): string {
  const hasTokens = Boolean(process.env["PRODUCER_TOKENS"]);
  const { url, user, password } = stack.dashboard;
  const provider =
    stack.simulatorUrl === null
      ? "DashScope: every generation that succeeds costs money"
      : `the simulator at ${stack.simulatorUrl} (no DASHSCOPE_API_KEY is set: nothing costs money)`;
  return `
dashqueue is up; Ctrl-C closes it.

  API        ${stack.producerUrl}
  dashboard  ${url}  (user ${user}, ${password === null ? "the password of DASHBOARD_PASSWORD" : `password ${password}`})
  worker     ${stack.workerUrl}/metrics
  provider   ${provider}
  Redis      ${stack.redis}; keys under ${stack.prefix}
  logs       ${shortPath(logFolder)}/*.log

Send it something:

  curl ${stack.producerUrl}/v1/generations -H 'content-type: application/json' ${hasTokens ? "-H 'authorization: Bearer <one of PRODUCER_TOKENS>' " : ""}-d @examples/image-reference.json
`;
}

process.exitCode = await main();
