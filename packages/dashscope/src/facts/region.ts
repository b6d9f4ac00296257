/** Where an account, its API keys and its tasks exist; none of them is valid in another region. */
export type Region =
  | "cn-beijing"
  | "ap-southeast-1"
  | "us-east-1"
  | "eu-central-1"
  | "ap-northeast-1"
  | "cn-hongkong";

/** Names for people. */
export const REGION_NAMES: Readonly<Record<Region, string>> = {
  "cn-beijing": "Beijing",
  "ap-southeast-1": "Singapore",
  "us-east-1": "Virginia",
  "eu-central-1": "Frankfurt",
  "ap-northeast-1": "Tokyo",
  "cn-hongkong": "Hong Kong",
};

export const REGIONS: readonly Region[] = Object.keys(REGION_NAMES) as Region[];

const SHARED_HOSTS: ReadonlyMap<string, Region> = new Map([
  ["dashscope.aliyuncs.com", "cn-beijing"],
  ["dashscope-intl.aliyuncs.com", "ap-southeast-1"],
  ["dashscope-us.aliyuncs.com", "us-east-1"],
  ["cn-hongkong.dashscope.aliyuncs.com", "cn-hongkong"],
]);

const WORKSPACE_HOST =
  /\.(cn-beijing|ap-southeast-1|us-east-1|eu-central-1|ap-northeast-1|cn-hongkong)\.maas\.aliyuncs\.com$/;

/**
 * The region of a base URL, by its host; undefined for another host. DashScope's documentation:
 * "Base URL".
 */
export function regionOf(baseUrl: string): Region | undefined {
  const { hostname } = new URL(baseUrl);
  return SHARED_HOSTS.get(hostname) ?? (WORKSPACE_HOST.exec(hostname)?.[1] as Region | undefined);
}
