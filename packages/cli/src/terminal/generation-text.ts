import type { Generation } from "@dashqueue/client";

import { tableText } from "./table.ts";

/** One generation for people: what is known, and what to do where it does not go on. */
export function generationText(generation: Generation): string {
  const { id, status, model, created_at, finished_at, waiting, error, output } = generation;
  const rows: readonly (readonly [string, string | null])[] = [
    ["generation", id],
    ["status", status],
    ["model", model],
    ["cost", costText(generation)],
    ["created", created_at],
    ["ended", finished_at],
    ["waits for", waiting && `${waiting.reason}. ${waiting.advice}`],
    ...(waiting?.also ?? []).map(
      ({ reason, advice }) => ["and for", `${reason}. ${advice}`] as const,
    ),
    ["error", error === null ? null : errorText(error)],
    ...(output?.files ?? []).map(
      ({ name, bytes }) => ["file", `${name} (${bytes} bytes)`] as const,
    ),
  ];
  const lines = rows.flatMap(([name, value]) =>
    value === null ? [] : [`${name.padEnd(10)}  ${value}`],
  );
  return lines.join("\n");
}

export function costText({ cost }: Generation): string {
  if (cost === null) return "unknown";
  return `${cost.state === "settled" ? "" : "at most "}${cost.amount} ${cost.currency}`;
}

function errorText({ kind, message, charged }: NonNullable<Generation["error"]>): string {
  const charge = { true: "it was charged", false: "not charged", null: "unknown whether charged" };
  return `${kind}: ${message} (${charge[`${charged}`]})`;
}

/** The rows of `list`. */
export function generationsText(generations: readonly Generation[]): string {
  if (generations.length === 0) return "No generations.";
  const rows = generations.map((generation) => [
    generation.id,
    generation.status,
    generation.model,
    costText(generation),
    generation.created_at,
  ]);
  return tableText(["GENERATION", "STATUS", "MODEL", "COST", "CREATED"], rows);
}
