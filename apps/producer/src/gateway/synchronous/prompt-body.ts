import { z } from "zod";

const messageBody = z.looseObject({
  input: z.looseObject({
    messages: z.tuple([z.looseObject({ content: z.tuple([z.looseObject({ text: z.string() })]) })]),
  }),
  parameters: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * The body of the asynchronous text-to-image interface for a call with a message: the text becomes
 * the prompt, and the negative prompt moves to the input. Null if the call is not one message of
 * one text. DashScope's documentation: "Qwen text to image", both interfaces.
 */
export function promptBodyOf(body: unknown): unknown {
  const read = messageBody.safeParse(body);
  if (!read.success) return null;
  const { messages, ...input } = read.data.input;
  const { negative_prompt: negativePrompt, ...parameters } = read.data.parameters ?? {};
  const prompt = messages[0].content[0].text;
  return {
    ...read.data,
    input: {
      ...input,
      prompt,
      ...(negativePrompt === undefined ? {} : { negative_prompt: negativePrompt }),
    },
    parameters,
  };
}
