import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { readEnvExample } from "@dashqueue/testing";
import { afterAll, describe, expect, it } from "vitest";
import { parseAllDocuments, stringify } from "yaml";

import type { Manifest } from "./kubernetes-schemas.ts";
import { problemsOfManifest, TOOLS } from "./kubernetes-schemas.ts";

const ROOT = path.join(import.meta.dirname, "../..");
const CHART = path.join(ROOT, "ops/helm/dashqueue");
const APPS = ["producer", "worker", "dashboard"] as const;
type App = (typeof APPS)[number];

const folder = mkdtempSync(path.join(tmpdir(), "dashqueue-helm-"));
afterAll(() => rmSync(folder, { recursive: true }));

const HELM = path.join(TOOLS, "node_modules/helm");
const hasHelm = runs(HELM, "version");
const hasPromtool = runs("promtool", "--version");

function runs(program: string, word: string): boolean {
  try {
    execFileSync(program, [word], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef: {
      readonly name: string;
      readonly key: string;
      readonly optional?: boolean;
    };
  };
}

interface Pod {
  readonly terminationGracePeriodSeconds: number;
  readonly enableServiceLinks: boolean;
  readonly volumes: readonly object[];
  readonly containers: readonly [
    {
      readonly command: readonly string[];
      readonly env: readonly EnvVar[];
      readonly volumeMounts: readonly object[];
    },
  ];
}

const REQUIRED = { existingSecret: "own", env: { ARCHIVE_URL: "s3://bucket/prefix" } };

/** Runs Helm with these values, over those that the chart requires. */
function run(command: readonly string[], values: object): string {
  const file = path.join(folder, "values.yaml");
  writeFileSync(file, stringify({ ...REQUIRED, ...values }));
  try {
    return execFileSync(HELM, [...command, CHART, "--values", file], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    throw new Error((error as { readonly stderr: string }).stderr, { cause: error });
  }
}

function render(values: object = {}): readonly Manifest[] {
  return parseAllDocuments(run(["template", "own"], values))
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
}

/** The manifest of this kind, and of this app if there are several. */
function find(manifests: readonly Manifest[], kind: string, app = ""): Manifest {
  const found = manifests.find(
    (manifest) => manifest.kind === kind && manifest.metadata.name.endsWith(app),
  );
  if (found === undefined) throw new Error(`there is no ${kind} ${app}`);
  return found;
}

function podOf(app: App, manifests: readonly Manifest[]): Pod {
  const { spec } = find(manifests, "Deployment", `-${app}`);
  return (spec as { readonly template: { readonly spec: Pod } }).template.spec;
}

const EVERYTHING = {
  archive: { existingClaim: "results" },
  imagePullSecrets: [{ name: "registry" }],
  serviceAccount: { annotations: { "example.com/role": "storage" } },
  podAnnotations: { team: "films" },
  producer: {
    ingress: { enabled: true, className: "nginx", host: "queue.example", tlsSecret: "tls" },
    env: { GATEWAY_STRICT: "true" },
    tolerations: [{ key: "spot", operator: "Exists" }],
    nodeSelector: { disk: "fast" },
  },
  worker: { autoscaling: { enabled: true, selector: 'namespace="films"' } },
  networkPolicy: {
    producerFrom: [{ podSelector: { matchLabels: { app: "shop" } } }],
    extraEgress: [{ to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] }],
  },
};

describe.skipIf(!hasHelm)("the Helm chart (skipped without helm; run `npm run helm-tools`)", () => {
  it.each([
    ["as it is", {}],
    ["with everything", EVERYTHING],
  ])("renders valid manifests %s", async (_name, values) => {
    expect(run(["lint", "--strict"], values)).toContain("0 chart(s) failed");
    const manifests = render(values);
    expect(manifests.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy"]),
    );
    const problems = await Promise.all(manifests.map(problemsOfManifest));
    expect(problems.flat()).toEqual([]);
    // The check itself finds a wrong type and a mistyped field.
    const { spec, ...deployment } = find(manifests, "Deployment");
    const wrong = (change: object) =>
      problemsOfManifest({ ...deployment, spec: { ...(spec as object), ...change } });
    expect(await wrong({ replicas: "two" })).toEqual([expect.stringContaining("replicas")]);
    expect(await wrong({ replica: 2 })).toEqual([
      expect.stringContaining("replica is not a field"),
    ]);
  });

  it.each(APPS)("reaches every variable of the %s, and gives it no foreign secret (G7)", (app) => {
    const variables = Object.keys(readEnvExample(app));
    const [{ command, env }] = podOf(app, render()).containers;
    expect(command).toEqual(["node", `apps/${app}/src/main.ts`]);
    const secrets = env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef.key ?? []);
    const schema = readFileSync(path.join(CHART, "values.schema.json"), "utf8");
    const { definitions } = JSON.parse(schema) as {
      definitions: { env: { propertyNames: { anyOf: [{ enum: string[] }] } } };
    };
    const plain = definitions.env.propertyNames.anyOf[0].enum;
    const fixed = ["HOST", `${app.toUpperCase()}_PORT`];
    const reached = new Set([...secrets, ...plain, ...fixed]);
    expect(variables.filter((name) => !reached.has(name))).toEqual([]);
    const foreign = secrets.filter((name) => !variables.includes(name));
    expect(foreign.filter((name) => !/^(?:AWS|OTEL)_/.test(name))).toEqual([]);
    expect(plain.filter((name) => secrets.includes(name))).toEqual([]);
  });

  it("starts no pod without the address of Redis, and with any other secret left out", () => {
    const env = podOf("worker", render()).containers[0].env;
    const required = env.flatMap(({ valueFrom }) =>
      valueFrom === undefined || valueFrom.secretKeyRef.optional === true
        ? []
        : [valueFrom.secretKeyRef.key],
    );
    expect(required).toEqual(["REDIS_URL"]);
  });

  it("trusts a certificate authority of a ConfigMap", async () => {
    const manifests = render({ certificateAuthority: { configMap: "own-ca", key: "root.pem" } });
    expect((await Promise.all(manifests.map(problemsOfManifest))).flat()).toEqual([]);
    for (const app of APPS) {
      const { volumes, containers } = podOf(app, manifests);
      expect(volumes).toContainEqual({ name: "ca", configMap: { name: "own-ca" } });
      const [{ env, volumeMounts }] = containers;
      expect(volumeMounts).toContainEqual({ name: "ca", mountPath: "/ca", readOnly: true });
      expect(env).toContainEqual({ name: "NODE_EXTRA_CA_CERTS", value: "/ca/root.pem" });
    }
  });

  it("lets traces leave, and takes the credentials of the collector from the Secret", () => {
    const manifests = render();
    for (const app of APPS) {
      const { egress } = find(manifests, "NetworkPolicy", `-${app}`).spec as {
        readonly egress: readonly { readonly ports: readonly { readonly port: number }[] }[];
      };
      const ports = egress.flatMap((rule) => rule.ports.map(({ port }) => port));
      expect(ports).toContain(4318);
      const names = podOf(app, manifests).containers[0].env.map(({ name }) => name);
      expect(names).toContain("OTEL_EXPORTER_OTLP_HEADERS");
    }
  });

  it("passes on variables as they are, and lets an app override them", () => {
    const env = { ...REQUIRED.env, UPLOAD_LIMIT_BYTES: "104857600", LOG_LEVEL: "warn" };
    const manifests = render({ env, worker: { env: { LOG_LEVEL: "debug" } } });
    const valuesOf = (app: App) =>
      Object.fromEntries(
        podOf(app, manifests).containers[0].env.map(({ name, value }) => [name, value]),
      );
    expect(valuesOf("producer")).toMatchObject({ ...env, HOST: "0.0.0.0" });
    expect(valuesOf("worker")).toMatchObject({ ...env, LOG_LEVEL: "debug" });
  });

  it("gives the pods longer than their own grace period, and no variables of Services", () => {
    const env = { ...REQUIRED.env, SHUTDOWN_GRACE_MS: "60500" };
    const manifests = render({ env });
    for (const app of APPS) {
      const pod = podOf(app, manifests);
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(71);
      expect(pod.enableServiceLinks).toBe(false);
    }
    expect(podOf("worker", render()).terminationGracePeriodSeconds).toBe(35);
  });

  it.each([
    [
      "a mistyped variable",
      { env: { ...REQUIRED.env, DAILY_SPENDING_LIMIT: "1 CNY" } },
      /DAILY_SPENDING_LIMIT/,
    ],
    [
      "a secret among the variables",
      { env: { ...REQUIRED.env, PRODUCER_TOKENS: "x" } },
      /PRODUCER_TOKENS/,
    ],
    [
      "a number, which Helm would round",
      { env: { ...REQUIRED.env, UPLOAD_LIMIT_BYTES: 104857600 } },
      /UPLOAD_LIMIT_BYTES/,
    ],
    [
      "credentials of the collector among the variables",
      { env: { ...REQUIRED.env, OTEL_EXPORTER_OTLP_HEADERS: "authorization=x" } },
      /OTEL_EXPORTER_OTLP_HEADERS/,
    ],
    [
      "fewer workers at most than at least",
      { worker: { autoscaling: { enabled: true, minReplicas: 3, maxReplicas: 2 } } },
      /maxReplicas.*minReplicas/,
    ],
    ["an unknown value", { workers: { replicas: 3 } }, /workers/],
    ["no Secret", { existingSecret: "" }, /set existingSecret/],
    ["an archive that no pod shares", { env: {} }, /ARCHIVE_URL.*existingClaim/],
  ])("refuses %s", (_name, values, problem) => {
    expect(() => render(values)).toThrow(problem);
  });

  it.skipIf(!hasPromtool)("scales for tasks in flight and for what lanes have room for", () => {
    const { triggers } = find(render(EVERYTHING), "ScaledObject").spec as {
      readonly triggers: readonly [
        { readonly metadata: { readonly query: string; readonly ignoreNullValues: string } },
      ];
    };
    const { query: expr, ignoreNullValues } = triggers[0].metadata;
    const series = (name: string, labels: string, value: number) =>
      ["worker-1", "worker-2"].map((instance) => ({
        series: `${name}{${labels},namespace="films",instance="${instance}"}`,
        values: String(value),
      }));
    const lane = (model: string) => `account="default",model="${model}"`;
    const test = (waiting: number, value: number) => ({
      interval: "1m",
      input_series: [
        ...series("dashqueue_slots_taken", lane("a"), 5),
        ...series("dashqueue_slots_limit", lane("a"), 8),
        // A lane in which nothing has run yet.
        ...series("dashqueue_slots_limit", lane("b"), 2),
        // Lowered below what is in flight.
        ...series("dashqueue_slots_taken", lane("c"), 3),
        ...series("dashqueue_slots_limit", lane("c"), 1),
        ...series("dashqueue_generations", 'status="queued"', waiting),
        ...series("dashqueue_generations", 'status="archiving"', 4),
      ],
      promql_expr_test: [{ expr, eval_time: "0m", exp_samples: [{ labels: "{}", value }] }],
    });
    const file = path.join(folder, "query.test.yaml");
    // While Redis is away, nothing is known, and KEDA keeps the workers.
    expect(ignoreNullValues).toBe("false");
    const unknown = {
      interval: "1m",
      input_series: series("dashqueue_worker_draining", 'job="dashqueue"', 0),
      promql_expr_test: [{ expr, eval_time: "0m", exp_samples: [] }],
    };
    // 8 in flight, 4 to archive, and of what waits at most the 3 + 2 slots that are free.
    writeFileSync(file, stringify({ tests: [test(2, 14), test(1_000, 17), test(0, 12), unknown] }));
    expect(execFileSync("promtool", ["test", "rules", file], { encoding: "utf8" })).toContain(
      "SUCCESS",
    );
  });
});
