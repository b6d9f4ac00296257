import { appRoutes } from "@bull-board/api/dist/routes.js";
import { describe, expect, it } from "vitest";

import { checkWrite } from "./write-policy.ts";

const writes = appRoutes.api.flatMap(({ method, route }) =>
  [method]
    .flat()
    .flatMap((method) =>
      method === "get" ? [] : [route].flat().map((route) => ({ method, route })),
    ),
);

describe("checkWrite", () => {
  it("allows reads", () => {
    expect(checkWrite("get", "/api/queues")).toEqual({ allowed: true });
  });

  it("allows retry, promote, pause and resume, and no other write of Bull Board (G10)", () => {
    const allowed = writes.filter(({ method, route }) => checkWrite(method, route).allowed);
    expect(allowed.map(({ route }) => route).sort()).toEqual([
      "/api/queues/:queueName/:jobId/promote",
      "/api/queues/:queueName/:jobId/retry",
      "/api/queues/:queueName/pause",
      "/api/queues/:queueName/promote",
      "/api/queues/:queueName/resume",
      "/api/queues/:queueName/retry/:queueStatus",
      "/api/queues/pause",
      "/api/queues/resume",
    ]);
  });

  it.each(writes.filter(({ method, route }) => !checkWrite(method, route).allowed))(
    "gives a reason for refusing $method $route",
    ({ method, route }) => {
      const verdict = checkWrite(method, route);
      const reason = verdict.allowed ? "" : verdict.reason;
      expect(reason).toMatch(/^[A-Z].+\.$/);
      expect(reason).not.toBe("This board does not support this.");
    },
  );

  it("refuses unknown routes, and known routes with another method", () => {
    expect(checkWrite("post", "/api/new")).toEqual({
      allowed: false,
      reason: "This board does not support this.",
    });
    expect(checkWrite("post", "/api/queues/pause")).toMatchObject({ allowed: false });
  });
});
