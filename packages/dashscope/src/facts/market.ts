import type { Region } from "./region.ts";
import { regionOf } from "./region.ts";

/**
 * The site of Alibaba Cloud where an account is registered: `china` (aliyun.com) is billed in CNY,
 * `international` (alibabacloud.com) in USD.
 */
export const SITES = ["china", "international"] as const;
export type Site = (typeof SITES)[number];

/** Where a request is billed. */
export interface Market {
  /** Undefined for a host that is not the provider's, which counts as Beijing. */
  readonly region: Region | undefined;
  /** By default `china` in Beijing and `international` elsewhere. */
  readonly site?: Site | undefined;
}

/** The market of an account at a host, or of an attempt there. */
export function marketOf(account: {
  readonly baseUrl: string;
  readonly site?: Site | undefined;
}): Market {
  return { region: regionOf(account.baseUrl), site: account.site };
}
