import { logToFiles, logToTerminal } from "../log/app-logs.ts";
import { listenForInterruption } from "./interruption.ts";
import { reportFailure } from "./report-failure.ts";
import type { Stack } from "./start-stack.ts";
import { startStack } from "./start-stack.ts";
import { LOG_FOLDER, shortPath } from "./workspace.ts";

// `npm start`: runs the whole stack until Ctrl-C.

async function main(): Promise<number> {
  const { signal } = listenForInterruption();
  const files = logToFiles(LOG_FOLDER);
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
      console.error("stopping …");
      await stack.stop();
    }
    return 0;
  } catch (error) {
    if (signal.aborted) return 0;
    return reportFailure(error, LOG_FOLDER);
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}

function welcome(stack: Stack): string {
  const { url, user, password } = stack.dashboard;
  const login = password === null ? "password from DASHBOARD_PASSWORD" : `password ${password}`;
  const provider =
    stack.simulatorUrl === null
      ? "DashScope; every generation that succeeds costs money"
      : `simulator at ${stack.simulatorUrl}; free, because DASHSCOPE_API_KEY is not set`;
  const authorization = process.env["PRODUCER_TOKENS"]
    ? " -H 'authorization: Bearer <one of PRODUCER_TOKENS>'"
    : "";
  return `
dashqueue is running. Press Ctrl-C to stop it.

  API        ${stack.producerUrl}
  dashboard  ${url} (user ${user}, ${login})
  worker     ${stack.workerUrl}/metrics
  provider   ${provider}
  Redis      ${stack.redis}; key prefix ${stack.prefix}
  logs       ${shortPath(LOG_FOLDER)}/*.log

Submit a generation:

  curl ${stack.producerUrl}/v1/generations -H 'content-type: application/json'${authorization} -d @examples/image-reference.json
`;
}

process.exitCode = await main();
