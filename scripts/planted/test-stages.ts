/** Tests that may find a bug, run together. */
export interface TestStage {
  readonly name: string;
  readonly project: "unit" | "interleavings" | "integration";
  /** Folders or files. */
  readonly filters: readonly string[];
}

const INTERLEAVING: TestStage = {
  name: "interleavings",
  project: "interleavings",
  filters: ["apps/worker/test/interleaving"],
};

const QUEUE: TestStage = {
  name: "queue with Redis",
  project: "integration",
  filters: ["packages/queue/test"],
};

const WORKER: TestStage = {
  name: "worker with Redis",
  project: "integration",
  filters: ["apps/worker/test"],
};

/** The limits of tenants hold where a producer accepts. */
const TENANTS: TestStage = {
  name: "tenants of a producer",
  project: "integration",
  filters: ["apps/producer/test/tenants"],
};

/** The stages for a file, the fastest first. Nothing but a real Redis runs a script. */
export function stagesFor(file: string): readonly TestStage[] {
  const [source] = /^(apps|packages)\/\w+\/src\/\w+/.exec(file) ?? [];
  if (source === undefined) throw new Error(`${file} is not in a room of an app or a package`);
  if (file.endsWith(".lua") || file.includes("/gate/")) return [QUEUE, WORKER, TENANTS];
  const unit = (...filters: string[]): TestStage => ({ name: "unit", project: "unit", filters });
  const all = unit("packages/queue/src", "apps/worker/src");
  return [unit(source), all, INTERLEAVING, QUEUE, WORKER];
}
