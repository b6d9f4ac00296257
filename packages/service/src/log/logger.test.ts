import { expect, it } from "vitest";

import { createLogger } from "./logger.ts";

function logged(write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown> {
  const lines: string[] = [];
  write(
    createLogger("test", {
      level: "info",
      pretty: false,
      destination: { write: (line) => lines.push(line) },
    }),
  );
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0]!) as Record<string, unknown>;
}

it("writes no credential in any field of a line (G7)", () => {
  const cause = new Error("no https://h/v?Signature=s3cr3t");
  const error = Object.assign(new Error("outside", { cause }), {
    code: "E_OUTSIDE",
    command: { name: "eval", args: ["s3cr3t"] },
  });
  const line = logged((logger) =>
    logger.info(
      { event: "test-ran", error, password: "s3cr3t", a: { secret: "s3cr3t" } },
      "https://h/v?Signature=s3cr3t",
    ),
  );
  expect(line).toMatchObject({
    name: "test",
    event: "test-ran",
    password: "[redacted]",
    msg: "https://h/v?[redacted]",
  });
  expect(JSON.stringify(line)).not.toContain("s3cr3t");
  expect(JSON.stringify(line)).toContain("no https://h/v");
  expect(line["error"]).toMatchObject({
    type: "Error",
    message: "outside: no https://h/v?[redacted]",
    code: "E_OUTSIDE",
  });
});

it("names the level of a line, and its time as ISO 8601", () => {
  expect(logged((logger) => logger.warn({ event: "test-ran" }, "text"))).toMatchObject({
    level: "warn",
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    msg: "text",
  });
});

it("logs a thrown value that is not an error", () => {
  expect(logged((logger) => logger.info({ error: "text" }))).toMatchObject({ error: "text" });
});

it("writes nothing below its level", () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  createLogger("test", { level: "warn", pretty: false, destination }).info("quiet");
  expect(lines).toEqual([]);
});
