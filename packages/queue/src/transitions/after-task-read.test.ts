import { expect, it } from "vitest";

import { after, read, SAMPLES, START, SUCCEEDED } from "../../test/fixtures/generations.ts";

it("takes the expiry from the links, at the latest 24 hours after the end", () => {
  expect(SAMPLES.archiving).toMatchObject({ result: { expiresAt: START + 1_000 } });
  const silent = after(SAMPLES.running, read({ ...SUCCEEDED, files: [] }));
  expect(silent).toMatchObject({ result: { expiresAt: START + 500 + 86_400_000 } });
  const [first] = SUCCEEDED.files;
  const files = [
    { ...first!, expiresAt: START + 2_000 },
    { ...first!, expiresAt: START + 1_500 },
  ];
  const batch = after(SAMPLES.running, read({ ...SUCCEEDED, files }));
  expect(batch).toMatchObject({ result: { expiresAt: START + 1_500 } });
  const request = { ...SAMPLES.running.request, model: "Tripo/Tripo-H3.1" };
  const short = after({ ...SAMPLES.running, request }, read({ ...SUCCEEDED, files: [] }));
  expect(short).toMatchObject({ result: { expiresAt: START + 500 + 2 * 3_600_000 } });
  const lasting = SUCCEEDED.files.map((file) => ({ ...file, expiresAt: START * 2 }));
  expect(after(SAMPLES.running, read({ ...SUCCEEDED, files: lasting }))).toMatchObject({
    result: { expiresAt: START + 500 + 86_400_000 },
  });
  const timeless = after(SAMPLES.running, read({ ...SUCCEEDED, files: [], endedAt: null }));
  expect(timeless).toMatchObject({ result: { expiresAt: START + 86_400_000 } });
});
