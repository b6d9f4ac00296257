import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { redact, redactEntry, redactText } from "./redaction.ts";

describe("redactText", () => {
  it.each([
    [
      "GET https://b.oss-cn-beijing.aliyuncs.com/1/v.mp4?Expires=1&OSSAccessKeyId=LT&Signature=a%2Fb failed",
      "GET https://b.oss-cn-beijing.aliyuncs.com/1/v.mp4?[redacted] failed",
    ],
    [
      "https://s3.example.com/v?a=1&X-Amz-Signature=ab#part, too",
      "https://s3.example.com/v?[redacted] too",
    ],
    ["https://example.com/v#access_token=ab", "https://example.com/v?[redacted]"],
    ["oss://bucket/key?sig=1", "oss://bucket/key?[redacted]"],
    ['{"a":"http://h/v?x=1","b":2}', '{"a":"http://h/v?[redacted]","b":2}'],
    ['{"a":"{\\"u\\":\\"https://h/v?s=1\\"}"}', '{"a":"{\\"u\\":\\"https://h/v?[redacted]\\"}"}'],
    ["https:\\/\\/h\\/v?Expires=1&x=2", "https:\\/\\/h\\/v?[redacted]"],
    [
      "https://h/v?Expires=1\\u0026Signature=abc",
      "https://h/v?[redacted]\\u0026Signature=[redacted]",
    ],
    ["https%3A%2F%2Fh%2Fv%3FSignature%3Dabc", "https%3A%2F%2Fh%2Fv%3FSignature%3D[redacted]"],
    ["redis://user:pass@h:6379/0", "redis://[redacted]@h:6379/0"],
    ["OSSAccessKeyId=LT&Signature=ab", "OSSAccessKeyId=[redacted]&Signature=[redacted]"],
    ["x-oss-security-token=ab", "x-oss-security-token=[redacted]"],
    ['{"apiKey": "ab", "model": "m"}', '{"apiKey": "[redacted]", "model": "m"}'],
    ["Authorization: Bearer ab.cd-ef", "Authorization: [redacted]"],
    ["authorization: Basic YWI6Y2Q=", "authorization: [redacted]"],
    ["sent Bearer sk-abc.def to it", "sent Bearer [redacted] to it"],
    ["key sk-0123456789abcdef is wrong", "key [redacted] is wrong"],
    ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw=", "[redacted]"],
    ["id LTAI5tExample12345 of Alibaba Cloud", "id [redacted] of Alibaba Cloud"],
  ])("redacts %s (G7)", (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each([
    "gen_01JDA0000000000000000000AA · wan2.1-vace-plus · running · task 0385dc79 RUNNING",
    "content_rejected (DataInspectionFailed): Input data may contain inappropriate content.",
    "https://wanx.alicdn.com/material/20250318/image_reference_2_5_16.png",
    "at file:///work/node_modules/bullmq/dist/worker.js:10:3",
    "Invalid API-key provided. The signature does not match; a task-12345678 and an ask-sk are no keys.",
    "2026-11-22T10:00:00.000Z waits 15000 ms: the task is RUNNING",
  ])("leaves %s unchanged", (text) => {
    expect(redactText(text)).toBe(text);
  });

  const secret = fc.stringMatching(/^[A-Za-z0-9]{20,40}$/);
  const signed = secret.chain((secret) =>
    fc
      .constantFrom(
        `https://bucket.oss.example/video.mp4?Expires=1700000000&OSSAccessKeyId=x&Signature=${secret}`,
        `https://bucket.s3.example/a/b.mp4?X-Amz-Signature=${secret}&X-Amz-Date=1`,
        `http://host/path?anything=${secret}`,
        `https://host/path#${secret}`,
        `rediss://default:${secret}@host:6380`,
        `Signature=${secret}`,
        `X-Amz-Security-Token=${secret}`,
        `"password":"${secret}"`,
        `Authorization: Bearer ${secret}`,
        `sk-${secret}`,
        `whsec_${secret}`,
      )
      .map((text) => ({ secret, text })),
  );
  const anyText = fc.string({ unit: "grapheme", maxLength: 40 });

  it("leaves no secret, whatever text surrounds it (G7)", () => {
    fc.assert(
      fc.property(signed, anyText, anyText, ({ secret, text }, before, after) => {
        expect(redactText(`${before} ${text} ${after}`)).not.toContain(secret);
      }),
      { numRuns: 500 },
    );
  });

  it("is idempotent", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            anyText,
            signed.map(({ text }) => text),
          ),
        ),
        (parts) => {
          const once = redactText(parts.join(" "));
          expect(redactText(once)).toBe(once);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("leaves no secret in a value, however deep (G7)", () => {
    fc.assert(
      fc.property(signed, fc.integer({ min: 0, max: 8 }), ({ secret, text }, depth) => {
        let value: unknown = text;
        for (let level = 0; level < depth; level += 1)
          value = level % 2 === 0 ? [value] : { value };
        expect(JSON.stringify(redact(value))).not.toContain(secret);
      }),
    );
  });

  it("takes linear time on adversarial text", () => {
    // In quadratic time, this text would outlast the test's limit.
    for (const piece of [
      "http://",
      "a.",
      "Signature=",
      "x-amz-",
      "authorization: ",
      '"secret" : ',
      "https:\\/\\/",
      "%3D",
    ])
      expect(redactText(piece.repeat(50_000)).length).toBeGreaterThan(0);
  });
});

describe("redact", () => {
  it("keeps values that are not secret", () => {
    const value = { status: "running", attempts: 1, task_id: null, list: [true, "x"] };
    expect(redact(value)).toEqual(value);
    expect(redact("text")).toBe("text");
    expect(redact(null)).toBeNull();
    expect(redact(undefined)).toBeUndefined();
  });

  it("redacts fields by name, whatever their value (G7)", () => {
    expect(
      redact({ apiKey: "x", password: 1, nested: { Authorization: ["x"], secret: null } }),
    ).toEqual({
      apiKey: "[redacted]",
      password: "[redacted]",
      nested: { Authorization: "[redacted]", secret: null },
    });
  });

  it("redacts what JSON would write for an object (G7)", () => {
    const url = new URL("https://h/v?Signature=1");
    expect(JSON.stringify({ url }, redactEntry)).toBe('{"url":"https://h/v?[redacted]"}');
  });
});
