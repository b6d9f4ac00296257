import { z } from "zod";

import { DURABILITIES } from "./durability.ts";

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where Redis is: at one address, or where Sentinels or the nodes of a Cluster say. */
export type Topology =
  | { readonly kind: "standalone"; readonly address: Address }
  | { readonly kind: "sentinel"; readonly sentinels: readonly Address[]; readonly master: string }
  | { readonly kind: "cluster"; readonly nodes: readonly Address[] };

/** What a URL of Redis says. */
export interface RedisTarget {
  readonly topology: Topology;
  readonly isTls: boolean;
  /** Both are decoded; "" if the URL has none. */
  readonly username: string;
  readonly password: string;
  readonly database: number;
  /** The version of the Internet Protocol; 0 for either. */
  readonly family: number;
}

const URL_PARTS =
  /^(?:redis|valkey)(?<tls>s?)(?:\+(?<kind>sentinel|cluster))?:\/\/(?<authority>[^/?#]*)(?<path>[^?#]*)(?:\?(?<query>.*))?$/is;
const HOST = /^(?<host>\[[\da-f:.]+\]|[\w.-]+)(?::(?<port>\d{1,5}))?$/i;

const SCHEMES =
  "must begin with redis://, redis+sentinel:// or redis+cluster://, or with rediss for TLS, and be like redis://user:password@127.0.0.1:6379/0";
const ENCODING =
  "must be like redis://user:password@127.0.0.1:6379/0. Percent-encode special characters of the user and the password: # as %23, / as %2F, ? as %3F, @ as %40 and % as %25";

/**
 * Parses a URL of Redis, or names every problem of it. No problem repeats a part of the URL: a part
 * of a password that is not encoded is taken for a host, a port or a database (G7).
 */
export function parseRedisUrl(
  url: string,
): { readonly target: RedisTarget } | { readonly problems: readonly string[] } {
  const parts = URL_PARTS.exec(url)?.groups;
  if (parts === undefined) return { problems: [url.includes("#") ? ENCODING : SCHEMES] };
  const { authority = "", path = "", query = "" } = parts;
  const at = authority.lastIndexOf("@");
  const [login, hosts] = [authority.slice(0, Math.max(at, 0)), authority.slice(at + 1)];
  // Where the parts of such a URL end is unknown, so nothing else can be said about them.
  const rest = `${login}${path}${query}`;
  if (rest.includes("@") || !isDecodable(rest)) return { problems: [ENCODING] };

  const kind = (parts["kind"]?.toLowerCase() ?? "standalone") as Topology["kind"];
  const problems: string[] = [];
  const addresses = addressesIn(hosts, kind, problems);
  const { master, database } = readPath(path, kind, problems);
  const family = readQuery(query, problems);
  const [first] = addresses;
  if (problems.length > 0 || first === undefined) return { problems };
  const [username, password] = credentialsIn(login);
  const topology = topologyOf(kind, [first, ...addresses.slice(1)], master);
  const isTls = parts["tls"] !== "";
  return { target: { topology, isTls, username, password, database, family } };
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function credentialsIn(text: string): readonly [username: string, password: string] {
  const [username = "", ...password] = text.split(":");
  return [decodeURIComponent(username), decodeURIComponent(password.join(":"))];
}

function addressesIn(hosts: string, kind: Topology["kind"], problems: string[]): Address[] {
  const defaultPort = kind === "sentinel" ? 26379 : 6379;
  const names = hosts.split(",");
  if (kind === "standalone" && names.length > 1)
    problems.push(
      "must name one host. For several hosts, use redis+sentinel://h1,h2/<master> or redis+cluster://h1,h2",
    );
  const addresses: Address[] = [];
  for (const name of names) {
    const { host, port = defaultPort } = HOST.exec(name)?.groups ?? {};
    if (host !== undefined && Number(port) > 0 && Number(port) < 65_536)
      addresses.push({ host: host.replaceAll(/[[\]]/g, ""), port: Number(port) });
  }
  if (addresses.length < names.length)
    problems.push(
      "must name hosts like redis.example, 10.0.0.1:6379 or [::1]:6379, separated by commas, with ports from 1 to 65535",
    );
  return addresses;
}

function readPath(
  path: string,
  kind: Topology["kind"],
  problems: string[],
): { readonly master: string; readonly database: number } {
  const [, first = "", ...rest] = path.split("/");
  const master = kind === "sentinel" ? decodeURIComponent(first) : "";
  const numbers = kind === "sentinel" ? rest : [first, ...rest];
  const database = numbers.join("/");
  if (kind === "sentinel" && master === "")
    problems.push(
      "must name the master that the Sentinels watch, like redis+sentinel://h1,h2/mymaster",
    );
  if (!/^\d*$/.test(database))
    problems.push("must end with the number of the database, like /0, or without one");
  else if (kind === "cluster" && Number(database) > 0)
    problems.push("must not name a database other than 0: a Redis Cluster has no other");
  return { master, database: Number(database) };
}

function readQuery(query: string, problems: string[]): number {
  const parameters = new URLSearchParams(query);
  const family = parameters.get("family") ?? "0";
  parameters.delete("family");
  if (parameters.size > 0 || !/^[046]$/.test(family))
    problems.push("can have no other parameter than family=4 or family=6");
  return Number(family);
}

function topologyOf(
  kind: Topology["kind"],
  addresses: readonly [Address, ...Address[]],
  master: string,
): Topology {
  switch (kind) {
    case "standalone":
      return { kind, address: addresses[0] };
    case "sentinel":
      return { kind, sentinels: addresses, master };
    case "cluster":
      return { kind, nodes: addresses };
  }
}

/** The URL of Redis. */
export const redisUrl = z.string().superRefine((url, context) => {
  const parsed = parseRedisUrl(url);
  if ("problems" in parsed)
    for (const message of parsed.problems) context.addIssue({ code: "custom", message });
});

/** A prefix with one hash tag, so that a Redis Cluster keeps all keys in one slot. */
export const HASH_TAGGED = /^[^{}\s]*\{[^{}\s]+\}[^{}\s]*$/;

/** The Redis and the key prefix. They must be the same for every process of an installation. */
export const redisEnv = {
  REDIS_URL: redisUrl.default("redis://127.0.0.1:6379"),
  DASHQUEUE_PREFIX: z
    .string()
    .regex(
      HASH_TAGGED,
      "must contain one hash tag in braces, like {dashqueue}, which keeps all keys in one slot of a Redis Cluster",
    )
    .default("{dashqueue}"),
  /** What must hold before a write counts that must survive. */
  REDIS_DURABILITY: z
    .enum(DURABILITIES, `must be one of ${DURABILITIES.join(", ")}`)
    .default("auto"),
};
