import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const ROOT = path.join(import.meta.dirname, "../..");

interface Service {
  readonly profiles?: readonly string[];
  readonly image?: string;
  readonly build?: string | { readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
}
const { services, volumes } = parse(readFileSync(path.join(ROOT, "docker-compose.yml"), "utf8"), {
  merge: true,
}) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
};
const all = Object.entries(services);

describe("docker-compose.yml", () => {
  it("starts only Redis and the apps without a profile", () => {
    const names = all.filter(([, { profiles }]) => profiles === undefined).map(([name]) => name);
    expect(names.toSorted()).toEqual(["dashboard", "producer", "redis", "worker"]);
  });

  it.each([
    ["simulator", ["simulator"]],
    ["s3", ["s3"]],
    ["monitoring", ["prometheus", "grafana"]],
  ])("the profile %s adds %j", (profile, names) => {
    const added = all.filter(([, { profiles }]) => profiles?.includes(profile));
    expect(added.map(([name]) => name)).toEqual(names);
  });

  it("mounts and builds what is there, and publishes ports on the loopback only", () => {
    for (const [name, { volumes: mounts = [], build, ports = [] }] of all) {
      for (const mount of mounts) {
        const [source = ""] = mount.split(":");
        if (source.startsWith(".")) expect(existsSync(path.join(ROOT, source)), mount).toBe(true);
        else expect(volumes, `${name}: ${mount}`).toHaveProperty(source);
      }
      if (typeof build === "object")
        expect(existsSync(path.join(ROOT, build.dockerfile))).toBe(true);
      for (const port of ports) expect(port, name).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it("passes on every variable of tracing, except for the name that each app has of its own", () => {
    const guide = readFileSync(path.join(ROOT, "docs/operations/tracing.md"), "utf8");
    const rows = guide.split("\n").filter((line) => line.startsWith("| `OTEL_"));
    const listed = new Set(rows.flatMap((row) => row.match(/OTEL_\w+/g) ?? []));
    listed.delete("OTEL_SERVICE_NAME");
    for (const app of ["producer", "worker", "dashboard"]) {
      const given = new Set(Object.keys(services[app]?.environment ?? {}));
      expect([...listed.difference(given)], app).toEqual([]);
    }
  });

  it("runs images of a stated version", () => {
    const others = all.filter(([, { build }]) => build === undefined);
    for (const [name, { image }] of others) expect(image, name).toMatch(/:.*\d/);
  });

  it("passes on every variable of the simulator, except for its port", () => {
    const readme = readFileSync(path.join(ROOT, "packages/simulator/README.md"), "utf8");
    const rows = readme.split("\n").filter((line) => line.startsWith("| `SIMULATOR_"));
    const listed = rows.flatMap((row) => row.split("|")[1]?.match(/SIMULATOR_\w+/g) ?? []);
    const given = [...Object.keys(services["simulator"]?.environment ?? {}), "SIMULATOR_PORT"];
    expect(given.toSorted()).toEqual(listed.toSorted());
  });
});
