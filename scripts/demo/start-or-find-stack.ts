import { logToFiles } from "../stack/app-logs.ts";
import { archiveFolder } from "../stack/archive-folder.ts";
import { readRunningStack } from "../stack/running-stack.ts";
import { usesSimulator, type Environment } from "../stack/environment.ts";
import { startStack } from "../stack/stack.ts";
import { root } from "../stack/workspace.ts";

export type DemoStack = {
  readonly provider: "simulator" | "dashscope";
  /** Where DashScope is, if it is not at its usual address. */
  readonly dashscopeUrl: string | null;
  /** Where the results are on this machine; null when they go elsewhere. */
  readonly archiveFolder: string | null;
  /** Starts what is not there yet. The stack that `npm start` keeps up in this checkout is used as it is. */
  readonly open: () => Promise<OpenDemoStack>;
};

export type OpenDemoStack = {
  readonly producerUrl: string;
  /** Rejects when a part of the stack ends. */
  readonly failed: Promise<never>;
  readonly close: () => Promise<void>;
};

/** The stack that the demo will use, before anything is started. */
export function chooseDemoStack(options: {
  readonly environment: Environment;
  readonly logFolder: string;
  readonly onStep: (text: string) => void;
  readonly signal: AbortSignal;
}): DemoStack {
  const { environment, onStep, signal } = options;
  const running = readRunningStack();
  const runningUrl = running?.command === "start" ? running.producerUrl : null;
  if (running !== null && runningUrl !== null) {
    return {
      provider: running.provider,
      dashscopeUrl: running.dashscopeUrl,
      archiveFolder: running.archiveFolder,
      open: async () => {
        onStep(`using the stack of \`npm start\` (process ${running.pid})`);
        return {
          producerUrl: runningUrl,
          failed: Promise.withResolvers<never>().promise,
          close: async () => {},
        };
      },
    };
  }
  return {
    provider: usesSimulator(environment) ? "simulator" : "dashscope",
    dashscopeUrl: environment["DASHSCOPE_HTTP_BASE_URL"] ?? null,
    archiveFolder: archiveFolder(environment["ARCHIVE_URL"], root),
    open: async () => {
      const log = logToFiles(options.logFolder);
      const stack = await startStack({ command: "demo", environment, log, onStep, signal });
      return { producerUrl: stack.producerUrl, failed: stack.failed, close: stack.stop };
    },
  };
}
