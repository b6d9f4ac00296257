import { describe, expect, it } from "vitest";

import { IMAGE } from "../example.ts";
import { problemsOf } from "../../../test/fixtures/request-problems.ts";

const view = { type: "png", file_token: IMAGE };
const ONE_SOURCE = "input must have exactly one of prompt, image and images";

describe("Tripo requests", () => {
  it.each<readonly [object, readonly string[]]>([
    [{ prompt: "a chair" }, []],
    [{ image: IMAGE }, []],
    [{ images: [view, {}, view, {}] }, []],
    [{}, [ONE_SOURCE]],
    [{ prompt: "a chair", image: IMAGE }, [ONE_SOURCE]],
    [{ images: [view, view] }, ["input.images must have at least 4 entries"]],
    [
      { images: [view, view, {}, { type: "png" }] },
      ["input.images[3] must have both a type and a file_token, or neither"],
    ],
    [
      { images: [view, {}, {}, {}] },
      ["input.images must have at least two images; {} is an absent view"],
    ],
  ])("with %j have the problems %j", (input, problems) => {
    expect(problemsOf({ model: "Tripo/Tripo-H3.1", input: { ...input } })).toEqual(problems);
  });
});
