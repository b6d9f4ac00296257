import { expect, it } from "vitest";

import { TRANSLATIONS } from "../texts/translate.ts";
import {
  formatBytes,
  formatConsoleTime,
  formatDuration,
  formatTime,
  sentence,
  shorten,
} from "./format.ts";

it.each([
  [-5, "0 ms"],
  [0, "0 ms"],
  [999.4, "999 ms"],
  [1_000, "1 s"],
  [4_260, "4.2 s"],
  [59_999, "59.9 s"],
  [60_000, "1 min"],
  [185_000, "3 min 5 s"],
  [7_800_000, "2 h 10 min"],
  [86_400_000 * 3 + 60_000, "3 d"],
])("formats %d ms as %s", (durationMs, text) => {
  expect(formatDuration(durationMs, TRANSLATIONS.en)).toBe(text);
});

it("formats a duration in Chinese", () => {
  expect(formatDuration(185_000, TRANSLATIONS.zh)).toBe("3 分钟 5 秒");
});

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1 kB"],
  [1_440_000, "1.4 MB"],
  [2e9, "2 GB"],
  [5e12, "5000 GB"],
])("formats %d bytes as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it("formats a time with its time zone", () => {
  expect(formatTime(Date.UTC(2026, 10, 22, 10))).toBe("2026-11-22 10:00:00.000 UTC");
});

it.each([
  [" a girl\n in  a forest ", 20, "a girl in a forest"],
  ["a girl", 6, "a girl"],
  ["😀😀😀", 2, "😀😀…"],
  ["", 5, ""],
])("shortens %j to %d characters: %s", (text, longest, shown) => {
  expect(shorten(text, longest)).toBe(shown);
});

it.each([
  ["the archive is full", "The archive is full."],
  ["wan2.6-t2v is not open", "wan2.6-t2v is not open."],
  ["Access denied.", "Access denied."],
  ['the provider answered "It failed."', 'The provider answered "It failed."'],
])("writes %s as the sentence %s", (message, text) => {
  expect(sentence(message, TRANSLATIONS.en)).toBe(text);
});

it.each([
  ["归档 /data 出错：EIO", "归档 /data 出错：EIO。"],
  ["DashScope 没有响应：try again.", "DashScope 没有响应：try again。"],
  ["请几分钟后再试。", "请几分钟后再试。"],
  ["Access denied.", "“Access denied”。"],
  ["model not open", "“model not open”。"],
])("writes %s as the Chinese sentence %s", (message, text) => {
  expect(sentence(message, TRANSLATIONS.zh)).toBe(text);
});

it("adds the time of DashScope's console, with the day if that is another one", () => {
  const timeAt = (hour: number) =>
    formatConsoleTime(Date.UTC(2026, 10, 28, hour, 5, 39, 454), TRANSLATIONS.en);
  expect(timeAt(15)).toBe("2026-11-28 15:05:39.454 UTC (23:05:39 in Beijing)");
  expect(timeAt(18)).toBe("2026-11-28 18:05:39.454 UTC (2026-11-29 02:05:39 in Beijing)");
});
