export const REGIONS = ["cn-beijing", "ap-southeast-1", "us-east-1", "eu-central-1"] as const;
/** A region of DashScope. */
export type Region = (typeof REGIONS)[number];

export const BEIJING: readonly Region[] = ["cn-beijing"];
export const SINGAPORE: readonly Region[] = ["ap-southeast-1"];
export const VIRGINIA: readonly Region[] = ["us-east-1"];
export const ASIA: readonly Region[] = ["cn-beijing", "ap-southeast-1"];
