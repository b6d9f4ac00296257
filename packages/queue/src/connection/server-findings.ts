/** What an inspection of Redis found. */
export type ServerFinding =
  /** dashqueue would lose data. */
  | { readonly kind: "refusal"; readonly message: string }
  | { readonly kind: "warning"; readonly event: string; readonly message: string };

/** @param info the answer to `INFO`; "" if Redis does not permit it. */
export function findingsOf(info: string): readonly ServerFinding[] {
  const fields = new Map(
    info.split(/\r?\n/).map((line) => {
      const [name = "", value = ""] = line.split(":", 2);
      return [name, value] as const;
    }),
  );
  const policy = fields.get("maxmemory_policy");
  const appendOnly = fields.get("aof_enabled");
  const findings: ServerFinding[] = [];
  if (policy === undefined || appendOnly === undefined)
    findings.push({
      kind: "warning",
      event: "redis-unchecked",
      message:
        "Redis does not tell its eviction policy or its persistence. Make sure that it has maxmemory-policy noeviction, appendonly yes and appendfsync always.",
    });
  if (policy !== undefined && policy !== "noeviction")
    findings.push({
      kind: "refusal",
      message: `Redis deletes keys when its memory is full (maxmemory-policy ${policy}), generations included: set maxmemory-policy noeviction`,
    });
  if (appendOnly === "0")
    findings.push({
      kind: "warning",
      event: "redis-not-durable",
      message:
        "Redis has no append-only file: when it stops, it loses acknowledged requests and paid tasks. Set appendonly yes and appendfsync always.",
    });
  return findings;
}
