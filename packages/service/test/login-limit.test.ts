import { expect, it } from "vitest";

import { createLoginLimit } from "../src/index.ts";

const PASSWORD = "right";

function startLimit() {
  const events: unknown[] = [];
  const limit = createLoginLimit({ warn: (line: unknown) => void events.push(line) });
  const login = (address: string, password: string | undefined) =>
    limit.check(address, password, (given) => (given === PASSWORD ? given : null));
  const fail = async (address: string, times: number) => {
    const kinds = [];
    for (let count = 0; count < times; count += 1)
      kinds.push((await login(address, `wrong ${count}`)).kind);
    return kinds;
  };
  return { login, fail, events };
}

it("refuses to check a login after ten wrong ones from its address", async () => {
  const { login, fail, events } = startLimit();
  const kinds = await fail("192.0.2.1", 11);
  expect(kinds).toEqual([...Array.from({ length: 10 }, () => "wrong"), "limited"]);
  const limited = await login("192.0.2.1", PASSWORD);
  expect(limited).toEqual({ kind: "limited", retryAfterSeconds: expect.any(Number) as number });
  expect(limited).toHaveProperty(
    "retryAfterSeconds",
    expect.toSatisfy((s: number) => s > 0),
  );
  expect((await login("192.0.2.2", PASSWORD)).kind).toBe("accepted");
  expect(events).toEqual([{ event: "logins-limited", address: "192.0.2.1" }]);
});

it("counts wrong logins only", async () => {
  const { login, fail } = startLimit();
  for (let count = 0; count < 20; count += 1) {
    expect((await login("192.0.2.1", PASSWORD)).kind).toBe("accepted");
    expect((await login("192.0.2.1", undefined)).kind).toBe("missing");
  }
  expect(await fail("192.0.2.1", 1)).toEqual(["wrong"]);
});

it("keeps accepting a login that this address has used before", async () => {
  const { login, fail } = startLimit();
  await login("192.0.2.1", PASSWORD);
  await fail("192.0.2.1", 10);
  expect((await login("192.0.2.1", PASSWORD)).kind).toBe("accepted");
  expect((await login("192.0.2.1", "another")).kind).toBe("limited");
});

it("counts an IPv6 network as one address, and an IPv4 address in either notation", async () => {
  const { login, fail } = startLimit();
  await fail("2001:db8::1", 10);
  expect((await login("2001:db8::ffff:2", PASSWORD)).kind).toBe("limited");
  expect((await login("2001:db8:0:1::1", PASSWORD)).kind).toBe("accepted");
  await fail("::ffff:192.0.2.1", 10);
  expect((await login("192.0.2.1", PASSWORD)).kind).toBe("limited");
});
