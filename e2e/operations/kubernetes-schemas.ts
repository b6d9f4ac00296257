import path from "node:path";
import { pathToFileURL } from "node:url";

/** A workspace of its own, which `npm run helm-tools` installs. */
export const TOOLS = path.join(import.meta.dirname, "../../ops/helm/tools");

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: unknown;
}

/** The validators of an API group, compiled from the schemas of Kubernetes and KEDA. */
type Models = Readonly<Record<string, { readonly prototype: { validate(this: unknown): void } }>>;

/** What the schemas refuse about a manifest, and the fields that they do not know. */
export async function problemsOfManifest(manifest: Manifest): Promise<readonly string[]> {
  const { apiVersion, kind, metadata } = manifest;
  const name = apiVersion.startsWith("keda.sh/") ? "@kubernetes-models/keda" : "kubernetes-models";
  const file = path.join(TOOLS, "node_modules", name, apiVersion, "index.js");
  const models = (await import(pathToFileURL(file).href)) as Models;
  const unread = new Set<string>();
  try {
    models[kind]?.prototype.validate.call(watched(manifest, kind, unread));
  } catch (error) {
    return [`${kind} ${metadata.name}: ${(error as Error).message}`];
  }
  return [...unread].map((field) => `${metadata.name}: ${field} is not a field`);
}

/** A validator accepts what it does not know, without reading it: `unread` keeps these fields. */
function watched(value: unknown, at: string, unread: Set<string>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const fieldOf = (key: string | symbol) => `${at}.${String(key)}`;
  const parts = Object.entries(value).map(([key, part]) => {
    unread.add(fieldOf(key));
    return [key, watched(part, fieldOf(key), unread)] as const;
  });
  const copy = Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
  return new Proxy(copy, {
    get(target, key) {
      unread.delete(fieldOf(key));
      return Reflect.get(target, key) as unknown;
    },
  });
}
