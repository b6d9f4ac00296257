/** One request that the documentation accepts, and how its task ends. */
export interface Example {
  readonly models: readonly string[];
  readonly input: Readonly<Record<string, unknown>>;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>>;
  readonly usage: Readonly<Record<string, unknown>>;
  readonly files: readonly string[];
  /** In Beijing, in CNY; null where no price is known. */
  readonly cost: string | null;
}

export const IMAGE = "https://media.example/1.png";
export const VIDEO = "https://media.example/1.mp4";
export const AUDIO = "https://media.example/1.mp3";
export const BASE64 = "data:image/png;base64,iVBORw0KGgo=";

const RESULT = "https://dashscope-result-bj.oss-cn-beijing.aliyuncs.com/x";
export const RESULT_VIDEO = `${RESULT}.mp4?Expires=1795400000&OSSAccessKeyId=x&Signature=y`;
export const RESULT_IMAGE = `${RESULT}.png?Expires=1795400000&OSSAccessKeyId=x&Signature=y`;

/** How most videos come back. */
export const ONE_VIDEO = { output: { video_url: RESULT_VIDEO }, files: ["video.mp4"] } as const;

export function times<Item>(count: number, item: Item): Item[] {
  return Array.from({ length: count }, () => item);
}
