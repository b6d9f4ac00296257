import { describe, expect, it } from "vitest";

import { AUDIO, times } from "../example.ts";
import { requestOf } from "../../../test/fixtures/examples.ts";
import type { RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { NOT_A_URL, problemsOf } from "../../../test/fixtures/request-problems.ts";

const MANY = "fun-asr";
const ONE = "qwen3-asr-flash-filetrans";

describe("transcription requests", () => {
  it.each<RejectedRow>([
    [MANY, { file_urls: [] }, {}, ["input.file_urls must have at least 1 entry"]],
    [MANY, { file_urls: times(101, AUDIO) }, {}, ["input.file_urls must have at most 100 entries"]],
    [MANY, { file_urls: ["/1.mp3"] }, {}, [`input.file_urls[0] ${NOT_A_URL}`]],
    [MANY, {}, { speaker_count: 1 }, ["parameters.speaker_count must be at least 2"]],
    [ONE, { file_url: undefined }, {}, ["input.file_url is required"]],
    [ONE, {}, { channel_id: [-1] }, ["parameters.channel_id[0] must be at least 0"]],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });
});
