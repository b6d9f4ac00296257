import { rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";

import { expect, it } from "vitest";

import { archiveFiles } from "./fixtures/archived.ts";
import { AUTHORIZATION, startDashboard } from "./running-dashboard.ts";

const VIDEO = { name: "video.mp4", contentType: "video/mp4", content: "0123456789" };
const PAGE = { name: "page.html", contentType: "text/html", content: "<script>alert(1)</script>" };
const DRAWING = {
  name: "1.svg",
  contentType: "image/svg+xml",
  content: "<svg onload='alert(1)'/>",
};

it("sends the archived bytes, and the ranges that a player seeks", async () => {
  await using dashboard = await startDashboard();
  const file = `/generations/${await archiveFiles(dashboard, [VIDEO])}/files/video.mp4`;
  const answer = await dashboard.get(file);
  expect([answer.status, await answer.text()]).toEqual([200, "0123456789"]);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "accept-ranges": "bytes",
    "cache-control": "private, max-age=31536000, immutable",
    "content-disposition": 'inline; filename="video.mp4"',
    "content-length": "10",
    "content-type": "video/mp4",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
  });
  const part = await dashboard.get(file, { range: "bytes=2-4" });
  expect([part.status, await part.text(), part.headers.get("content-range")]).toEqual([
    206,
    "234",
    "bytes 2-4/10",
  ]);
  const etag = answer.headers.get("etag") ?? "";
  const same = await dashboard.get(file, { "if-none-match": etag, "cache-control": "max-age=0" });
  expect(same.status).toBe(304);
  expect((await dashboard.get(file, { range: "bytes=10-" })).status).toBe(416);
  const head = await fetch(dashboard.url + file, {
    method: "HEAD",
    headers: { authorization: AUTHORIZATION },
  });
  expect([head.status, head.headers.get("content-length")]).toEqual([200, "10"]);
});

it("lets a browser only save what it might run", async () => {
  await using dashboard = await startDashboard();
  const id = await archiveFiles(dashboard, [PAGE, DRAWING]);
  for (const { name, contentType } of [PAGE, DRAWING]) {
    const { headers } = await dashboard.get(`/generations/${id}/files/${name}`);
    expect(headers.get("content-type")).toContain(contentType);
    expect(headers.get("content-disposition")).toBe(`attachment; filename="${name}"`);
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  }
});

it("sends only files of the record, and only after the login", async () => {
  await using dashboard = await startDashboard();
  const id = await archiveFiles(dashboard, [VIDEO]);
  await writeFile(path.join(dashboard.archiveFolder, id, "unlisted.mp4"), "bytes of a film");
  await writeFile(path.join(dashboard.archiveFolder, "outside.mp4"), "bytes of a film");
  const names = ["unlisted.mp4", "..%2Foutside.mp4", "%2e%2e%2foutside.mp4", "video.mp4%00", "."];
  for (const path of [...names.map((name) => `${id}/files/${name}`), "gen_1/files/video.mp4"]) {
    const answer = await dashboard.get(`/generations/${path}`);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(await answer.text()).not.toContain("bytes of a film");
  }
  const file = `/generations/${id}/files/video.mp4`;
  expect((await dashboard.get(file, { authorization: "" })).status).toBe(401);
});

it("says on the page, and instead of the file, that the archive lost it", async () => {
  await using dashboard = await startDashboard();
  const id = await archiveFiles(dashboard, [VIDEO, { ...VIDEO, name: "2.mp4" }]);
  await rm(path.join(dashboard.archiveFolder, id, "video.mp4"));
  await writeFile(path.join(dashboard.archiveFolder, id, "2.mp4"), "other");
  const page = await (await dashboard.get(`/generations/${id}`)).text();
  expect(page.match(/The archive no longer has this file/g)).toHaveLength(2);
  for (const name of ["video.mp4", "2.mp4"]) {
    const answer = await dashboard.get(`/generations/${id}/files/${name}`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("The archive no longer has this file");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(dashboard.log).toContainEqual(
      expect.objectContaining({ event: "file-missing", generation_id: id, file: name }),
    );
  }
});

it("shows the page, and answers 503 for the file, while the archive fails", async () => {
  await using dashboard = await startDashboard();
  const id = await archiveFiles(dashboard, [VIDEO]);
  const file = path.join(dashboard.archiveFolder, id, "video.mp4");
  await rm(file);
  await symlink(file, file);
  const page = await dashboard.get(`/generations/${id}`);
  expect([page.status, await page.text()]).toEqual([
    200,
    expect.stringContaining("The archive does not respond."),
  ]);
  const answer = await dashboard.get(`/generations/${id}/files/video.mp4`);
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain("The archive cannot be read");
  expect(dashboard.log).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ event: "archive-unreadable" }),
      expect.objectContaining({ event: "file-unreadable", code: "ELOOP" }),
    ]),
  );
});
