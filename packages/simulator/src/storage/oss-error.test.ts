import { expect, test } from "vitest";

import { START_TIME } from "../../test/fixtures/task.ts";
import { OSS_ERRORS, ossErrorXml } from "./oss-error.ts";

test("formats errors as OSS's XML", () => {
  const xml = ossErrorXml(OSS_ERRORS.expired, { requestId: "id", host: "host", now: START_TIME });
  expect(xml).toContain("<Code>AccessDenied</Code>\n  <Message>Request has expired.</Message>");
  expect(xml).toContain("<RequestId>id</RequestId>\n  <HostId>host</HostId>");
});
