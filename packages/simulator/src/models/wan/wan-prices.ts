import type { Prices } from "../prices.ts";
import { cny, cnyAndUsd } from "../prices.ts";

/** Source of all prices: DashScope's price list of April 2026, for a second. */
export const LARGE_FRAMES = cnyAndUsd({ 720: "0.60", 1080: "1.00" }, { 720: "0.10", 1080: "0.15" });

const GLOBAL = { currency: "USD", price: { 720: "0.086012", 1080: "0.143353" } } as const;

/** Wan 2.6 outside Asia runs in the global deployment. */
export const WAN26: Prices = { ...LARGE_FRAMES, "us-east-1": GLOBAL, "eu-central-1": GLOBAL };

export const WAN26_US: Prices = {
  "us-east-1": { currency: "USD", price: { 720: "0.10", 1080: "0.15" } },
};

export const WAN26_FLASH = cnyAndUsd(
  { "720 audio": "0.30", "1080 audio": "0.50", "720 silent": "0.15", "1080 silent": "0.25" },
  { "720 audio": "0.05", "1080 audio": "0.075", "720 silent": "0.025", "1080 silent": "0.0375" },
);

export const WAN25 = cnyAndUsd(
  { 480: "0.30", 720: "0.60", 1080: "1.00" },
  { 480: "0.05", 720: "0.10", 1080: "0.15" },
);

export const WAN22_PLUS = cnyAndUsd({ 480: "0.14", 1080: "0.70" }, { 480: "0.02", 1080: "0.10" });

const FLASH_FRAMES = { 480: "0.10", 720: "0.20", 1080: "0.48" };
export const WAN22_FLASH = cnyAndUsd(FLASH_FRAMES, { 480: "0.015", 720: "0.036" });
export const WAN22_KEYFRAMES = cnyAndUsd(FLASH_FRAMES, {
  480: "0.015",
  720: "0.036",
  1080: "0.07",
});

export const WAN21_TURBO = cnyAndUsd("0.24", "0.036");
export const WAN21_PLUS = cnyAndUsd("0.70", "0.10");

export const SPEECH = cny({ 480: "0.5", 720: "0.9" });
