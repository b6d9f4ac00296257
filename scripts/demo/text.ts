import type { GenerationView } from "@dashqueue/queue/internal";

export type DemoReport = {
  readonly generation: GenerationView;
  /** Where the files are, in words that can be opened. */
  readonly files: readonly string[];
  readonly provider: "simulator" | "dashscope";
  readonly elapsedMs: number;
};

/** What the progress line says about a generation. */
export function progressText(generation: GenerationView, elapsedMs: number): string {
  return `${stateText(generation)} (${secondsText(elapsedMs)})`;
}

/** Where a generation is, without anything that changes by itself. */
export function stateText(generation: GenerationView): string {
  const { status, task, error } = generation;
  switch (status) {
    case "queued":
      return error === null ? "queued: waits for a slot" : `queued: ${error.message}`;
    case "submitting":
      return "submitting: the create request is on its way";
    case "uncertain":
      return "uncertain: the answer was lost, asking the provider what it knows";
    case "running":
      return `running: ${task?.status ?? "PENDING"} at the provider`;
    case "archiving":
      return "archiving: copying the video before its link expires";
    case "succeeded":
      return "succeeded";
    case "failed":
      return "failed";
    case "canceled":
      return "canceled";
  }
}

/** The end of a good demo. */
export function reportText({ generation, files, provider, elapsedMs }: DemoReport): string {
  const { cost, task, attempts } = generation;
  const isSimulated = provider === "simulator";
  const price = priceText(cost);
  const rows: readonly (readonly [string, string])[] = [
    ...files.map((file) => ["video", file] as const),
    ["from", isSimulated ? "the simulator" : "DashScope"],
    ["cost", isSimulated ? `${price}, as DashScope would charge; nothing was paid` : price],
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
  if (cost === null) return "not known";
  return `${cost.state === "settled" ? "" : "at most "}${cost.amount} ${cost.currency}`;
}

/** One sentence about a generation that did not succeed. */
export function failureText(generation: GenerationView): string {
  const { id, status, error } = generation;
  if (error === null) return `Generation ${id} ended as ${status}.`;
  const charge = {
    true: "it was charged",
    false: "nothing was charged",
    null: "whether it was charged is not known",
  };
  return `Generation ${id} ${status} (${error.code}): ${error.message}; ${charge[`${error.charged}`]}.`;
}

/** `1.2 s`: seconds with one decimal. */
export function secondsText(elapsedMs: number): string {
  return `${(elapsedMs / 1000).toFixed(1)} s`;
}
