export const createText = (changes: Readonly<Record<string, unknown>> = {}) =>
  JSON.stringify({
    model: "wan2.1-vace-plus",
    input: {
      function: "image_reference",
      prompt: "a girl in a forest",
      ref_images_url: ["https://example.com/girl.png", "https://example.com/forest.png"],
    },
    parameters: { prompt_extend: false, obj_or_bg: ["obj", "bg"], size: "1280*720" },
    ...changes,
  });
