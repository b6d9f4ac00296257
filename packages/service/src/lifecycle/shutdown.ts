import { setTimeout as delay } from "node:timers/promises";

/** The resources that a process closes before it exits. */
export interface Shutdown {
  /**
   * Registers a resource. Resources are closed in reverse order; one that is added during the
   * shutdown is closed at once.
   */
  add(name: string, close: () => Promise<void> | void): void;
  /** Aborts when the shutdown begins. */
  readonly signal: AbortSignal;
}

/** The result of a shutdown, by the names of the resources. */
export interface ShutdownResult {
  /** Still open when the grace period ended. */
  readonly open: readonly string[];
  readonly failed: readonly { readonly name: string; readonly error: unknown }[];
}

interface Entry {
  readonly name: string;
  readonly close: () => Promise<void> | void;
  closing?: Promise<void>;
}

/** A shutdown as its owner sees it. */
export interface ShutdownController extends Shutdown {
  /**
   * Closes everything, one resource after the other. Resolves when all are closed or the grace
   * period has ended; never rejects.
   */
  run(graceMs: number): Promise<ShutdownResult>;
  /** The names of the resources that are not closed yet. */
  open(): readonly string[];
}

export function createShutdown(): ShutdownController {
  const entries: Entry[] = [];
  const failed: { name: string; error: unknown }[] = [];
  const controller = new AbortController();

  async function close(entry: Entry): Promise<void> {
    try {
      await entry.close();
    } catch (error) {
      failed.push({ name: entry.name, error });
    }
    entries.splice(entries.indexOf(entry), 1);
  }

  async function closeAll(): Promise<void> {
    for (let entry = entries.at(-1); entry !== undefined; entry = entries.at(-1)) {
      await (entry.closing ??= close(entry));
    }
  }

  const open = () => entries.map(({ name }) => name);

  return {
    signal: controller.signal,
    open,
    add(name, closeResource) {
      const entry: Entry = { name, close: closeResource };
      entries.push(entry);
      if (controller.signal.aborted) entry.closing = close(entry);
    },
    async run(graceMs) {
      controller.abort();
      const timer = new AbortController();
      await Promise.race([
        closeAll(),
        delay(graceMs, undefined, { signal: timer.signal }).catch(() => {}),
      ]);
      timer.abort();
      return { open: open(), failed };
    },
  };
}
