import { createServer } from "node:http";

/** Behaves like an app: listens, logs JSON lines, exits on SIGTERM. */
const mode = process.env["MODE"];
if (mode === "refuse") {
  process.stderr.write("invalid configuration: PORT\n");
  process.exit(78);
}

const server = createServer((_, response) => response.end(JSON.stringify(process.env)));
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  process.stdout.write("a line that is not JSON\n");
  if (mode === "silent") return;
  log({ event: "stand-in-listening", url: `http://127.0.0.1:${address.port}` });
  setTimeout(() => log({ event: "later", number: 7 }), 20);
});

process.on("SIGTERM", () => {
  if (mode === "stubborn") return;
  log({ event: "stopping" });
  server.close();
  server.closeAllConnections();
});

function log(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
