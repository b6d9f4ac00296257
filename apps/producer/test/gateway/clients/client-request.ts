/** A request as a published client sends it, with what the gateway makes of it. */
export interface ClientRequest {
  /** The client with its version, or the date of the source that the request was read from. */
  readonly client: string;
  readonly what: string;
  /** Below `/api/v1/services/aigc`. */
  readonly path: string;
  readonly body: Fields & { readonly model: string };
  /** Whether the client waits for a task, or for the answer to this request. */
  readonly isSynchronous?: boolean;
  /** The fields that mean nothing to the model. */
  readonly ignored?: readonly string[];
  /** The create request, where it differs by more than ignored fields and nulls. */
  readonly sent?: Fields;
}

export type Fields = Readonly<Record<string, unknown>>;

/** Below `/api/v1/services/aigc`. */
export const PATHS = {
  video: "/video-generation/video-synthesis",
  imageToVideo: "/image2video/video-synthesis",
  fromText: "/text2image/image-synthesis",
  fromImage: "/image2image/image-synthesis",
  messages: "/image-generation/generation",
  multimodal: "/multimodal-generation/generation",
} as const;

export const IMAGE = "https://media.example/cat.png";
export const OTHER_IMAGE = "https://media.example/dog.png";
export const AUDIO = "https://media.example/purr.mp3";
export const VIDEO = "https://media.example/cat.mp4";
/** A PNG of 1 by 1 pixel. */
export const BASE64 =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
export const DATA_URL = `data:image/png;base64,${BASE64}`;
/** A WAV file of eight samples. */
export const SOUND_DATA_URL =
  "data:audio/wav;base64,UklGRiwAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQgAAACAgICAgICAgA==";

/** The input of a message model. */
export const saying = (text: string, ...images: readonly string[]) => ({
  messages: [{ role: "user", content: [...images.map((image) => ({ image })), { text }] }],
});
