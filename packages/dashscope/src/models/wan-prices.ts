import type { Price } from "../facts/price.ts";
import { inAsia, perSecond, usd } from "../facts/price.ts";

/** Prices that several families share. DashScope's documentation: "model pricing". */

const ASIA = inAsia({ "720": "0.6", "1080": "1.0" }, { "720": "0.10", "1080": "0.15" });
const GLOBAL = usd({ "720": "0.086012", "1080": "0.143353" });

export const WAN_27_PRICE: Price = perSecond(ASIA);
export const WAN_26_PRICE: Price = perSecond({
  ...ASIA,
  "eu-central-1": GLOBAL,
  "us-east-1": GLOBAL,
});
export const WAN_26_US_PRICE: Price = perSecond({
  "us-east-1": usd({ "720": "0.10", "1080": "0.15" }),
});
/** Silent videos cost half. */
export const WAN_26_FLASH_PRICE: Price = perSecond(
  inAsia(
    { "720": "0.15", "1080": "0.25", "720 audio": "0.3", "1080 audio": "0.5" },
    { "720": "0.025", "1080": "0.0375", "720 audio": "0.05", "1080 audio": "0.075" },
  ),
);
export const WAN_25_PRICE: Price = perSecond(
  inAsia(
    { "480": "0.3", "720": "0.6", "1080": "1.0" },
    { "480": "0.05", "720": "0.10", "1080": "0.15" },
  ),
);
export const WAN_22_PLUS_PRICE: Price = perSecond(
  inAsia({ "480": "0.14", "1080": "0.70" }, { "480": "0.02", "1080": "0.10" }),
);
export const WAN_21_TURBO_PRICE: Price = perSecond(inAsia("0.24", "0.036"));
export const WAN_21_PLUS_PRICE: Price = perSecond(inAsia("0.70", "0.10"));
