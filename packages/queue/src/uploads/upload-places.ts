import type { Redis } from "ioredis";

import type { AccountModel } from "../generation/lane.ts";
import type { Keys } from "../store/keys.ts";

/**
 * The provider keeps an upload for 48 hours; we use it for half of that. Source: DashScope's
 * documentation, "upload a local file".
 */
const FRESH_MS = 24 * 60 * 60 * 1000;

/** The URLs of uploads at the provider, each valid for one model on one account. */
export interface UploadPlaces {
  placeOf(where: AccountModel, uploadId: string): Promise<string | null>;
  keepPlace(where: AccountModel, uploadId: string, url: string): Promise<void>;
}

export function createUploadPlaces(redis: Redis, keys: Keys): UploadPlaces {
  return {
    placeOf: (where, id) => redis.get(keys.upload(where, id)),
    keepPlace: async (where, id, url) =>
      void (await redis.set(keys.upload(where, id), url, "PX", FRESH_MS)),
  };
}
