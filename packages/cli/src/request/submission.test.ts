import { describe, expect, it } from "vitest";

import { UsageError } from "../terminal/exit-code.ts";
import { submissionOf } from "./submission.ts";

describe("submissionOf", () => {
  it("makes a request of options", () => {
    const options = {
      model: "wan2.6-t2v",
      prompt: "Rain",
      negativePrompt: "text",
      input: ["audio_url=upload://upl_1", "shots=[1,2]"],
      parameter: ["duration=5", "size=1280*720", "watermark=false"],
      metadata: ["order=17", "note=a=b"],
      priority: 3,
      webhookUrl: "https://shop.example/hook",
    };
    expect(submissionOf(null, options)).toEqual({
      model: "wan2.6-t2v",
      input: {
        prompt: "Rain",
        negative_prompt: "text",
        audio_url: "upload://upl_1",
        shots: [1, 2],
      },
      parameters: { duration: 5, size: "1280*720", watermark: false },
      metadata: { order: "17", note: "a=b" },
      priority: 3,
      webhook_url: "https://shop.example/hook",
    });
  });

  it("lets options win over the file, and keeps the rest", () => {
    const file = { model: "one", input: { prompt: "Rain", seed: 1 }, parameters: { n: 1 } };
    const options = { model: "other", prompt: "Snow" };
    expect(submissionOf(JSON.stringify(file), options)).toEqual({
      model: "other",
      input: { prompt: "Snow", seed: 1 },
      parameters: { n: 1 },
    });
  });

  it.each([
    ["{", {}, /not JSON/],
    ["[]", {}, /JSON object/],
    ["null", {}, /JSON object/],
    ["{}", {}, /No model: pass --model/],
    [null, { model: "one", parameter: ["duration"] }, /--parameter duration: write it as/],
  ])("says what is wrong with %j and %j", (json, options, message) => {
    expect(() => submissionOf(json, options)).toThrow(UsageError);
    expect(() => submissionOf(json, options)).toThrow(message);
  });
});
