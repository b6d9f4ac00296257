import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Reads each request, counts it as paid and closes the connection without an answer. */
export interface DroppingServer extends AsyncDisposable {
  readonly url: string;
  paid(): number;
}

export async function startDroppingServer(): Promise<DroppingServer> {
  let paid = 0;
  const server = createServer((request) => {
    request.resume();
    request.on("end", () => {
      paid += 1;
      request.socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paid: () => paid,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
