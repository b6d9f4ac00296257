import { UsageError } from "../terminal/exit-code.ts";

/** The media that `submit` has an option for. */
export type MediaKind = "image" | "video" | "audio";

/** The fields that hold one file of a kind, or a list of them. The first of a model counts. */
const FIELDS: Readonly<Record<MediaKind, readonly string[]>> = {
  image: [
    "img_url",
    "first_frame_url",
    "image_url",
    "ref_image_url",
    "base_image_url",
    "ref_img",
    "image",
    "images",
    "ref_images_url",
    "reference_urls",
  ],
  video: ["video_url", "reference_video_urls", "reference_urls"],
  audio: ["audio_url", "file_url", "file_urls"],
};

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly anyOf?: readonly Schema[];
}

/**
 * The part of a model's `input` that these files of one kind belong to.
 *
 * @param request the JSON Schema of its create body.
 * @throws UsageError if the model has no such field, or takes one file only.
 */
export function mediaInput(
  model: string,
  request: object,
  kind: MediaKind,
  files: readonly string[],
): Readonly<Record<string, unknown>> {
  const fields = inputFields(request);
  const name = FIELDS[kind].find((field) => field in fields);
  if (name === undefined) throw new UsageError(noField(model, kind, Object.keys(fields)));
  if (fields[name]?.type === "array") return { [name]: files };
  if (files.length === 1) return { [name]: files[0] };
  throw new UsageError(`${model} takes one ${kind}: pass --${kind} once.`);
}

function inputFields(request: Schema): Readonly<Record<string, Schema>> {
  const variants = request.anyOf ?? [request];
  const inputs = variants.flatMap(({ properties }) => properties?.["input"] ?? []);
  const all = inputs.flatMap((input) => input.anyOf ?? [input]);
  return Object.assign({}, ...all.map(({ properties }) => properties ?? {})) as Record<
    string,
    Schema
  >;
}

function noField(model: string, kind: MediaKind, fields: readonly string[]): string {
  return `${model} has no field of its own for --${kind}. Name it with --input <field>=file:<path>; its fields are ${fields.join(", ")}. \`dashqueue models ${model}\` shows an example.`;
}
