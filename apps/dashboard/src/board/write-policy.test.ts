import { appRoutes } from "@bull-board/api/dist/routes.js";
import { describe, expect, it } from "vitest";

import { judge } from "./write-policy.ts";

const writes = appRoutes.api.flatMap(({ method, route }) =>
  [method]
    .flat()
    .flatMap((method) =>
      method === "get" ? [] : [route].flat().map((route) => ({ method, route })),
    ),
);

describe("judge", () => {
  it("allows reading", () => {
    expect(judge("get", "/api/queues")).toEqual({ allowed: true });
  });

  it("allows to retry, promote, pause and resume, and nothing else that Bull Board can do", () => {
    const allowed = writes.filter(({ method, route }) => judge(method, route).allowed);
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

  it.each(writes.filter(({ method, route }) => !judge(method, route).allowed))(
    "says why not: $method $route",
    ({ method, route }) => {
      const verdict = judge(method, route);
      const reason = verdict.allowed ? "" : verdict.reason;
      expect(reason).toMatch(/^[A-Z].+\.$/);
      expect(reason).not.toBe("This board does not do that.");
    },
  );

  it("refuses what it does not know, and a known route by another method", () => {
    expect(judge("post", "/api/new")).toEqual({
      allowed: false,
      reason: "This board does not do that.",
    });
    expect(judge("post", "/api/queues/pause")).toMatchObject({ allowed: false });
  });
});
