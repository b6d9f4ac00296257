/** The mount path of Bull Board. */
export const BOARD_PATH = "/queues";

/** The page of a generation. */
export function generationPath(id: string): string {
  return `/generations/${encodeURIComponent(id)}`;
}

/** Sends the webhook message of an attempt again. */
export function redeliverPath(id: string, n: number): string {
  return `${generationPath(id)}/deliveries/${n}/redeliver`;
}

/** The page of a generation, with what comes of a message that was sent again after an attempt. */
export function resentPath(id: string, latest: number): string {
  return `${generationPath(id)}?resent=${latest}#deliveries`;
}

/** One action on all generations of a list. */
export const BULK_PATH = "/bulk";

/** What an action would do with the generations of a list, which is part of a query. */
export function bulkPreviewPath(action: "archive" | "redeliver", list: string): string {
  return `${BULK_PATH}/preview?action=${action}&${list}`;
}

/** How far these operations are. */
export function operationsPath(ids: readonly string[]): string {
  return `${BULK_PATH}?${ids.map((id) => `id=${encodeURIComponent(id)}`).join("&")}`;
}

export function bulkCancelPath(id: string): string {
  return `${BULK_PATH}/${encodeURIComponent(id)}/cancel`;
}

/** What is done with a worker begins with this. */
export function workerPath(id: string): string {
  return `/workers/${encodeURIComponent(id)}`;
}

/** Tries at once what the provider refused. */
export function tryNowPath(scope: "account" | "model" | "collection", name: string): string {
  return `/tries/${scope}/${encodeURIComponent(name)}`;
}

/** Resumes a queue that is paused. */
export function resumePath(queue: string): string {
  return `/resumes/${encodeURIComponent(queue)}`;
}

/** The page of a tenant. */
export function tenantPath(id: string): string {
  return `/tenants/${encodeURIComponent(id)}`;
}

/** The bytes of an archived file. */
export function filePath(id: string, name: string): string {
  return `${generationPath(id)}/files/${encodeURIComponent(name)}`;
}

/** A video that shows its first picture before it is played: Safari shows none at 0 s. */
export function posterPath(file: string): string {
  return `${file}#t=0.001`;
}

/** The page of a queue on the board. */
export function queuePath(queue: string): string {
  return `${BOARD_PATH}/queue/${encodeURIComponent(queue)}`;
}

/** The page of a job on the board. */
export function jobPath(queue: string, id: string): string {
  return `${queuePath(queue)}/${encodeURIComponent(id)}`;
}
