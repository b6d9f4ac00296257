import { describe, expect, it } from "vitest";

import { classify } from "./classify.ts";
import type { FailureKind } from "./failure.ts";

describe("classify", () => {
  it.each<[number, string, string, FailureKind]>([
    [
      400,
      "InvalidParameter",
      "ref_images_url and obj_or_bg must be the same length.",
      "invalid_request",
    ],
    [400, "InvalidParameter", "url error, please check url！", "configuration"],
    [400, "InvalidParameter", "Model not exist.", "configuration"],
    [404, "ModelNotFound", "", "configuration"],
    [403, "Endpoint.AccessDenied", "", "configuration"],
    [400, "InvalidParameter.DataInspection", "", "media_unreachable"],
    [400, "InvalidURL.Timeout", "", "media_unreachable"],
    [400, "InvalidURL", "", "media_rejected"],
    [200, "InvalidImage.NoHumanFace", "", "media_rejected"],
    [200, "InvalidFile.Duration", "", "media_rejected"],
    [400, "DataInspectionFailed", "", "content_rejected"],
    [400, "data_inspection_failed", "", "content_rejected"],
    [400, "IPInfringementSuspect", "", "content_rejected"],
    [400, "Arrearage", "", "arrears"],
    [429, "PostpaidBillOverdue", "", "arrears"],
    [429, "CommodityNotPurchased", "", "arrears"],
    [401, "InvalidApiKey", "", "authentication"],
    [401, "invalid access token or token expired", "", "authentication"],
    [403, "AccessDenied.Unpurchased", "", "access_denied"],
    [403, "AllocationQuota.FreeTierOnly", "", "quota_exhausted"],
    [429, "Throttling", "", "rate_limited"],
    [429, "Throttling.RateQuota", "", "rate_limited"],
    [429, "throttling.burstrate", "", "rate_limited"],
    [429, "Throttling.AllocationQuota", "", "quota_exhausted"],
    [429, "insufficient_quota", "", "quota_exhausted"],
    [429, "Throttling.Concurrency", "", "concurrency_limited"],
    [500, "InternalError.Timeout", "", "provider_error"],
    [500, "ModelServiceFailed", "", "provider_error"],
    [401, "SomethingNew", "", "authentication"],
    [403, "SomethingNew", "", "access_denied"],
    [404, "SomethingNew", "", "configuration"],
    [429, "SomethingNew", "", "rate_limited"],
    [418, "SomethingNew", "", "invalid_request"],
    [500, "SomethingNew", "", "provider_error"],
    [200, "SomethingNew", "", "provider_error"],
  ])("classifies %i %s %s as %s", (status, code, message, kind) => {
    expect(classify({ status, code, message })).toBe(kind);
  });
});
