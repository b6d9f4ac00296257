/** The names of the keys of the workers that run. */
export interface WorkerKeys {
  /** The report of a live worker: its limits and the state of its keys. */
  worker(id: string): string;
  /** The ids of the workers that reported. */
  readonly workers: string;
  /** What a live worker is, and what it does. */
  replica(id: string): string;
  /** The ids of those. */
  readonly replicas: string;
  /** Who has asked a worker to take no more jobs. */
  drain(id: string): string;
}

export function workerKeys(prefix: string): WorkerKeys {
  return {
    worker: (id) => `${prefix}:worker:${id}`,
    workers: `${prefix}:workers`,
    replica: (id) => `${prefix}:replica:${id}`,
    replicas: `${prefix}:replicas`,
    drain: (id) => `${prefix}:drain:${id}`,
  };
}
