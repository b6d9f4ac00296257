import { readFileSync } from "node:fs";

import { parse } from "yaml";

const FILE = new URL("../../../../docker-compose.yml", import.meta.url);

export interface ComposeService {
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
}

/** Returns a service of `docker-compose.yml`, anchors resolved. @throws Error if there is none. */
export function readComposeService(name: string): ComposeService {
  const { services } = parse(readFileSync(FILE, "utf8"), { merge: true }) as {
    services: Readonly<Record<string, ComposeService>>;
  };
  const service = services[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
}
