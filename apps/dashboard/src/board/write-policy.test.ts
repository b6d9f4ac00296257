import { appRoutes } from "@bull-board/api/dist/routes.js";
import { describe, expect, it } from "vitest";

import { checkWrite } from "./write-policy.ts";

const OPERATOR = { name: "ann", role: "operator" } as const;

const writes = appRoutes.api.flatMap(({ method, route }) =>
  [method]
    .flat()
    .flatMap((method) =>
      method === "get" ? [] : [route].flat().map((route) => ({ method, route })),
    ),
);

describe("checkWrite", () => {
  it("allows nothing to a viewer, and says who can change that", () => {
    const verdicts = writes.map(({ method, route }) =>
      checkWrite({ name: "bob", role: "viewer" }, method, route),
    );
    expect(verdicts.filter(({ allowed }) => allowed)).toEqual([]);
    expect(verdicts).toContainEqual({
      allowed: false,
      reason:
        "bob has the role viewer, and this needs the role operator. Ask an administrator to change DASHBOARD_USERS.",
    });
  });

  it("allows retry, promote, pause and resume, and no other write of Bull Board (G10)", () => {
    const allowed = writes.filter(
      ({ method, route }) => checkWrite(OPERATOR, method, route).allowed,
    );
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

  it.each(writes.filter(({ method, route }) => !checkWrite(OPERATOR, method, route).allowed))(
    "gives a reason for refusing $method $route",
    ({ method, route }) => {
      const verdict = checkWrite(OPERATOR, method, route);
      const reason = verdict.allowed ? "" : verdict.reason;
      expect(reason).toMatch(/^[A-Z].+\.$/);
      expect(reason).not.toBe("This board does not support this.");
    },
  );

  it("refuses unknown routes, and known routes with another method", () => {
    expect(checkWrite(OPERATOR, "post", "/api/new")).toEqual({
      allowed: false,
      reason: "This board does not support this.",
    });
    expect(checkWrite(OPERATOR, "post", "/api/queues/pause")).toMatchObject({ allowed: false });
  });
});
