import { logToFiles } from "../log/app-logs.ts";
import { archivePlace } from "../stack/archive-place.ts";
import type { Environment } from "../stack/environment.ts";
import { usesSimulator } from "../stack/environment.ts";
import { readRunningStack } from "../stack/running-stack.ts";
import { startStack } from "../stack/start-stack.ts";
import { ROOT } from "../stack/workspace.ts";

export interface DemoStack {
  readonly provider: "simulator" | "dashscope";
  /** A configured base URL of DashScope. */
  readonly dashscopeUrl: string | null;
  /** The path of the folder of results, or the URL of the storage. */
  readonly archivePlace: string;
  /** Starts the stack, or connects to the one that `npm start` runs in this checkout. */
  readonly open: () => Promise<OpenDemoStack>;
}

export interface OpenDemoStack {
  readonly producerUrl: string;
  /** Rejects when a part of the stack ends. */
  readonly failed: Promise<never>;
  readonly close: () => Promise<void>;
}

/** Decides which stack the demo uses, without starting anything. */
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
      archivePlace: running.archivePlace,
      open: async () => {
        onStep(`using the running stack of \`npm start\` (process ${running.pid})`);
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
    archivePlace: archivePlace(environment["ARCHIVE_URL"], ROOT),
    open: async () => {
      const log = logToFiles(options.logFolder);
      const stack = await startStack({ command: "demo", environment, log, onStep, signal });
      return { producerUrl: stack.producerUrl, failed: stack.failed, close: stack.stop };
    },
  };
}
