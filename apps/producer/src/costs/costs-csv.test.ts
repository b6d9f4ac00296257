import { expect, it } from "vitest";

import { costsCsv } from "./costs-csv.ts";

const SUM = { state: "settled", currency: "CNY", amount: "3.50", generations: 1 };

it("quotes what CSV needs to quote, and leaves out what is not known", () => {
  const rows = [
    { model: "wan", "metadata.project.name": 'a "b", c\nd', ...SUM },
    { model: "wan", "metadata.project.name": null, ...SUM, currency: null, amount: null },
  ];
  expect(costsCsv(rows, ["model", "metadata.project.name"])).toBe(
    "model,metadata.project.name,state,currency,amount,generations\r\n" +
      'wan,"a ""b"", c\nd",settled,CNY,3.50,1\r\n' +
      "wan,,settled,,,1\r\n",
  );
});

it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])(
  "hands no spreadsheet the formula %j",
  (text) => {
    const csv = costsCsv([{ "metadata.a": text, ...SUM }], ["metadata.a"]);
    expect(csv.split("\r\n").slice(1).join("\r\n")).toMatch(/^"?'/);
  },
);

it.each(["line\n=1+1", "line\r=1+1", "line\r\n=1+1"])("begins no record within %j", (text) => {
  const csv = costsCsv([{ "metadata.a": text, ...SUM }], ["metadata.a"]);
  expect(csv).toContain(`\r\n"${text}",settled`);
});
