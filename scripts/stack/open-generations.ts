import type { Status } from "@dashqueue/queue/internal";

const OPEN: readonly Status[] = ["queued", "submitting", "uncertain", "running", "archiving"];
const LIMIT_MS = 2_000;

/** Reads what has not ended from a worker's metrics; null if that is nothing, or unknown. */
export async function readOpenGenerations(workerUrl: string): Promise<string | null> {
  try {
    const answer = await fetch(`${workerUrl}/metrics`, { signal: AbortSignal.timeout(LIMIT_MS) });
    return openText(await answer.text());
  } catch {
    return null;
  }
}

/** A sentence about the generations that have not ended, from metrics; null if there are none. */
export function openText(metrics: string): string | null {
  const rows = metrics.matchAll(/^dashqueue_generations\{status="(\w+)"\} (\d+)$/gm);
  const counts = new Map([...rows].map(([, status = "", count]) => [status, Number(count)]));
  const open = OPEN.map((status) => ({ status, count: counts.get(status) ?? 0 }));
  const named = open.filter(({ count }) => count > 0);
  if (named.length === 0) return null;
  const list = named.map(({ status, count }) => `${count} ${status}`).join(", ");
  return `Not ended: ${list}. They are kept, and \`npm start\` continues them. Tasks at the provider go on meanwhile.`;
}
