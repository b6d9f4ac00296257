import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { findFreePort } from "@dashqueue/testing";

/** A private PostgreSQL on a free port. Its temporary folder is removed with it. */
export interface PostgresServer extends AsyncDisposable {
  /** Creates an empty database and returns its URL. */
  createDatabase(name: string): string;
}

/** @throws Error that names the package to install if there is no PostgreSQL. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = findBinaries();
  const folder = await mkdtemp(path.join(tmpdir(), "dashqueue-postgres-"));
  // PostgreSQL refuses to run as root, so the user of its Debian package owns the folder.
  const isRoot = process.getuid?.() === 0;
  await chmod(folder, 0o755);
  const run = (program: string, ...options: string[]) => {
    const command = [path.join(bin, program), ...options];
    const all = isRoot ? ["runuser", "-u", "postgres", "--", ...command] : command;
    const { status, stderr } = spawnSync(all[0] ?? "", all.slice(1), {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "ignore", "pipe"],
    });
    if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
  };
  if (isRoot) spawnSync("chown", ["postgres", folder]);
  const port = await findFreePort();
  const data = path.join(folder, "data");
  run("initdb", "-D", data, "-U", "bench", "--auth=trust");
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
  run("pg_ctl", "-D", data, "-o", options, "-l", path.join(folder, "log"), "-w", "start");
  return {
    createDatabase(name) {
      run("createdb", "-h", "127.0.0.1", "-p", String(port), "-U", "bench", name);
      return `postgresql://bench@127.0.0.1:${port}/${name}`;
    },
    async [Symbol.asyncDispose]() {
      run("pg_ctl", "-D", data, "-m", "immediate", "stop");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function findBinaries(): string {
  const folders = [
    ...globSync("/usr/lib/postgresql/*/bin"),
    ...(process.env["PATH"] ?? "").split(path.delimiter),
  ];
  const found = folders.find((folder) => existsSync(path.join(folder, "initdb")));
  if (found === undefined)
    throw new Error("PostgreSQL is not installed. Run `apt-get install postgresql`.");
  return found;
}
