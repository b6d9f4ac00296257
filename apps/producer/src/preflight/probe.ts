import type { ProbedMedia } from "@dashqueue/dashscope";
import { imageSize } from "image-size";
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
  type InputVideoTrack,
} from "mediabunny";

import type { MediaFile } from "./media-file.ts";

const UNKNOWN = { format: null, width: null, height: null, seconds: null, framesPerSecond: null };

/** A profile or a thumbnail may stand before the size of an image. */
const LONG_HEAD_BYTES = 1024 * 1024;

/** What a file is. @throws when parts of it cannot be read. */
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

type Found = Omit<ProbedMedia, "sizeBytes">;

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

/** Null for what is no image; without a format where the size stands further behind. */
function imageOf(head: Uint8Array): Found | null {
  try {
    const { type = "", width, height } = imageSize(head);
    const format = IMAGE_FORMATS[type];
    return format === undefined ? null : { ...UNKNOWN, kind: "image", format, width, height };
  } catch (error) {
    const isOther = error instanceof TypeError && error.message.startsWith("unsupported file type");
    return isOther ? null : { ...UNKNOWN, kind: "image" };
  }
}

/** The one container that is allowed somewhere and not read here. */
function isAvi(head: Uint8Array): boolean {
  const text = Buffer.from(head.subarray(0, 12)).toString("latin1");
  return text.startsWith("RIFF") && text.endsWith("AVI ");
}

const CONTAINERS = new Map([
  [MP4, "MP4"],
  // What reads one reads the other, and the names of files do not tell them apart.
  [QTFF, "MP4"],
  [MATROSKA, "MKV"],
  [WEBM, "WEBM"],
  [MP3, "MP3"],
  [WAVE, "WAV"],
  [OGG, "OGG"],
  [FLAC, "FLAC"],
  [ADTS, "AAC"],
]);

/** Videos and sounds. */
async function streamsOf(file: MediaFile): Promise<Found> {
  const { sizeBytes } = file;
  if (sizeBytes === null) throw new Error("nobody says how large the file is");
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
        throw new Error("no pictures and no sound are found in it");
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

/** Enough to know the rate, and no more than a table of most files. */
const COUNTED_FRAMES = 50;

async function framesPerSecondOf(video: InputVideoTrack): Promise<number | null> {
  const { packetCount, averagePacketRate } = await video.computePacketStats(COUNTED_FRAMES);
  return packetCount > 1 && Number.isFinite(averagePacketRate) ? averagePacketRate : null;
}
