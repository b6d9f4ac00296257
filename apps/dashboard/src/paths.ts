/** The mount path of Bull Board. */
export const BOARD_PATH = "/queues";

/** The page of a generation. */
export function generationPath(id: string): string {
  return `/generations/${encodeURIComponent(id)}`;
}

/** The page of a job on the board. */
export function jobPath(queue: string, id: string): string {
  return `${BOARD_PATH}/queue/${encodeURIComponent(queue)}/${encodeURIComponent(id)}`;
}
