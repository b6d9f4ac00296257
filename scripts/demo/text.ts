import type { GenerationView } from "@dashqueue/queue/internal";

export interface DemoReport {
  readonly generation: GenerationView;
  /** Paths or URLs, for the user. */
  readonly files: readonly string[];
  readonly provider: "simulator" | "dashscope";
  readonly elapsedMs: number;
}

/** The progress line: the state and the elapsed time. */
export function progressText(generation: GenerationView, elapsedMs: number): string {
  return `${stateText(generation)} (${secondsText(elapsedMs)})`;
}

/** The state of a generation, in a text that changes only with it. */
export function stateText(generation: GenerationView): string {
  const { status, task, error } = generation;
  switch (status) {
    case "queued":
      return error === null ? "queued: waiting for a slot" : `queued: ${error.message}`;
    case "submitting":
      return "submitting: create request sent, waiting for the answer";
    case "uncertain":
      return "uncertain: the answer was lost, looking for the task at the provider";
    case "running":
      return `running: ${task?.status ?? "PENDING"} at the provider`;
    case "archiving":
      return "archiving: copying the video before its URL expires";
    case "succeeded":
      return "succeeded";
    case "failed":
      return "failed";
    case "canceled":
      return "canceled";
  }
}

/** The report of a demo that succeeded. */
export function reportText({ generation, files, provider, elapsedMs }: DemoReport): string {
  const { cost, task, attempts } = generation;
  const isSimulated = provider === "simulator";
  const price = priceText(cost);
  const rows: readonly (readonly [string, string])[] = [
    ...files.map((file) => ["video", file] as const),
    ["provider", isSimulated ? "simulator" : "DashScope"],
    ["cost", isSimulated ? `${price} at DashScope; nothing was paid` : price],
    ["attempts", String(attempts)],
    ["polls", String(task?.polls ?? 0)],
    ["generation", generation.id],
    ["task", task?.id ?? "none"],
    ["request", task?.request_id ?? "none"],
  ];
  const lines = rows.map(([name, value]) => `  ${name.padEnd(10)}  ${value}`);
  return [`Done in ${secondsText(elapsedMs)}.`, "", ...lines, ""].join("\n");
}

function priceText(cost: GenerationView["cost"]): string {
  if (cost === null) return "unknown";
  return `${cost.state === "settled" ? "" : "at most "}${cost.amount} ${cost.currency}`;
}

/** One sentence about a generation that did not succeed. */
export function failureText(generation: GenerationView): string {
  const { id, status, error } = generation;
  if (error === null) return `Generation ${id} ended: ${status}.`;
  const charge = {
    true: "it was charged",
    false: "nothing was charged",
    null: "it is unknown whether it was charged",
  };
  return `Generation ${id} ${status} (${error.code}): ${error.message}; ${charge[`${error.charged}`]}.`;
}

/** Seconds with one decimal: `1.2 s`. */
export function secondsText(elapsedMs: number): string {
  return `${(elapsedMs / 1000).toFixed(1)} s`;
}
