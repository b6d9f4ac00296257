import type { FailureKind } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { TRANSLATIONS } from "../../texts/translate.ts";
import { accountHeadline, blockHeadline, modelHeadline } from "./causes.ts";

const { en, zh } = TRANSLATIONS;

it.each<[FailureKind, string, string]>([
  ["arrears", "Account paris is in arrears: DashScope refuses it", "账号 paris 欠费，"],
  ["authentication", "The API key of the account paris is not valid: D", "账号 paris 的 API Key"],
  ["access_denied", "Account paris has no access to Model Studio", "账号 paris 没有百炼"],
  ["quota_exhausted", "The quota of the account paris is used up", "账号 paris 的额度"],
  ["unreadable", "DashScope refuses the account paris", "DashScope 拒绝账号 paris"],
])("the headline of a refused account names the cause: %s", (kind, english, chinese) => {
  expect(accountHeadline(kind, "paris", en)).toContain(english);
  expect(accountHeadline(kind, "paris", zh)).toContain(chinese);
});

it.each<[FailureKind, string, string, string]>([
  ["model_denied", "AccessDenied", "wan9 is not activated on the account paris", "未开通 wan9"],
  [
    "model_denied",
    "AllocationQuota.FreeTierOnly",
    "The free quota of wan9 is used up on the account paris",
    "wan9 的免费额度已用完",
  ],
  [
    "configuration",
    "ModelNotFound",
    "DashScope has no model wan9 for the account paris",
    "没有模型",
  ],
  ["spend_limit", "", "wan9 waits for room in the spending limit", "消费限额"],
  ["tenant_limit", "", "Generations of wan9 wait for room in a limit", "租户限额"],
  ["network", "", "No generation of wan9 is submitted", "wan9 的生成任务没有提交"],
])("the headline of a model names the cause: %s %s", (kind, code, english, chinese) => {
  expect(modelHeadline({ kind, code }, "wan9", ["paris"], en)).toContain(english);
  expect(modelHeadline({ kind, code }, "wan9", ["paris"], zh)).toContain(chinese);
});

it("does not say which of several accounts has refused a model", () => {
  const denied = { kind: "model_denied", code: "" } as const;
  const text = modelHeadline(denied, "wan9", ["paris", "rome"], en);
  expect(text).toBe("wan9 is not activated on the account paris / rome");
});

it.each<[string | null, FailureKind, string, string]>([
  [null, "storage", "ENOSPC", "The archive is full: nothing is submitted"],
  [null, "storage", "EACCES", "The archive cannot be written: nothing is submitted"],
  [null, "download", "", "Results cannot be downloaded: nothing is submitted"],
  [null, "network", "", "Nothing is submitted"],
  ["paris", "download", "", "Results of paris cannot be downloaded: nothing is submitted to it"],
  ["paris", "network", "", "Nothing is submitted to paris"],
])("the headline of a block names the cause: %s %s %s", (account, kind, code, text) => {
  expect(blockHeadline({ account, kind, code }, en)).toBe(text);
  expect(blockHeadline({ account, kind, code }, zh)).toContain("停止");
});
