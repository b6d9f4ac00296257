import type { ProbedMedia } from "@dashqueue/dashscope";
import { imageSize } from "image-size";
import type { InputVideoTrack } from "mediabunny";
import {
  ADTS,
  CustomSource,
  FLAC,
  Input,
  MATROSKA,
  MP3,
  MP4,
  OGG,
  QTFF,
  UnsupportedInputFormatError,
  WAVE,
  WEBM,
} from "mediabunny";

import type { MediaFile } from "./media-file.ts";

const UNKNOWN = { format: null, width: null, height: null, seconds: null, framesPerSecond: null };

/** A color profile or thumbnail can precede the dimensions of an image. */
const LONG_HEAD_BYTES = 1024 * 1024;

/** Detects the type and the dimensions of a file. @throws if a needed part cannot be read. */
export async function probeMedia(file: MediaFile): Promise<ProbedMedia> {
  const { sizeBytes, head } = file;
  const image =
    imageOf(head) ?? (isAvi(head) ? { ...UNKNOWN, kind: "video", format: "AVI" } : null);
  if (image === null) return { ...(await streamsOf(file)), sizeBytes };
  if (image.format !== null || sizeBytes === null || sizeBytes <= head.length)
    return { ...image, sizeBytes };
  const longHead = await file.read(0, Math.min(sizeBytes, LONG_HEAD_BYTES));
  return { ...(imageOf(longHead) ?? image), sizeBytes };
}

type Probe = Omit<ProbedMedia, "sizeBytes">;

const IMAGE_FORMATS: Readonly<Record<string, string>> = {
  jpg: "JPEG",
  png: "PNG",
  bmp: "BMP",
  tiff: "TIFF",
  bigtiff: "TIFF",
  webp: "WEBP",
  gif: "GIF",
  heic: "HEIC",
  heif: "HEIF",
  avif: "AVIF",
};

/** Null if it is not an image; `format` is null if the dimensions are beyond the head. */
function imageOf(head: Uint8Array): Probe | null {
  try {
    const { type = "", width, height } = imageSize(head);
    const format = IMAGE_FORMATS[type];
    return format === undefined ? null : { ...UNKNOWN, kind: "image", format, width, height };
  } catch (error) {
    const isOther = error instanceof TypeError && error.message.startsWith("unsupported file type");
    return isOther ? null : { ...UNKNOWN, kind: "image" };
  }
}

/** AVI is the one container that some models accept and mediabunny cannot read. */
function isAvi(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 12)).toString("latin1");
  return text.startsWith("RIFF") && text.endsWith("AVI ");
}

const CONTAINERS = new Map([
  [MP4, "MP4"],
  // QuickTime and MP4 share a structure, and the models accept both as MP4.
  [QTFF, "MP4"],
  [MATROSKA, "MKV"],
  [WEBM, "WEBM"],
  [MP3, "MP3"],
  [WAVE, "WAV"],
  [OGG, "OGG"],
  [FLAC, "FLAC"],
  [ADTS, "AAC"],
]);

/** Probes video and audio files. */
async function streamsOf(file: MediaFile): Promise<Probe> {
  const { sizeBytes } = file;
  if (sizeBytes === null) throw new Error("the server does not report the size of the file");
  using input = new Input({
    formats: [...CONTAINERS.keys()],
    source: new CustomSource({
      getSize: () => sizeBytes,
      read: (start, end) => file.read(start, end),
    }),
  });
  try {
    const format = CONTAINERS.get(await input.getFormat()) ?? null;
    const video = await input.getPrimaryVideoTrack();
    const seconds = await input.getDurationFromMetadata();
    if (video === null) {
      if ((await input.getPrimaryAudioTrack()) === null)
        throw new Error("the file has no video and no audio track");
      return { ...UNKNOWN, kind: "audio", format, seconds };
    }
    return {
      kind: "video",
      format,
      seconds,
      width: await video.getDisplayWidth(),
      height: await video.getDisplayHeight(),
      framesPerSecond: await framesPerSecondOf(video),
    };
  } catch (error) {
    if (error instanceof UnsupportedInputFormatError) return { ...UNKNOWN, kind: "other" };
    throw error;
  }
}

/** Enough to measure the frame rate, few enough to be in the first table of most files. */
const COUNTED_FRAMES = 50;

async function framesPerSecondOf(video: InputVideoTrack): Promise<number | null> {
  const { packetCount, averagePacketRate } = await video.computePacketStats(COUNTED_FRAMES);
  return packetCount > 1 && Number.isFinite(averagePacketRate) ? averagePacketRate : null;
}
