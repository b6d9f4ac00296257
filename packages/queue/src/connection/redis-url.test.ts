import { expect, it } from "vitest";

import { parseRedisUrl, redisEnv } from "./redis-url.ts";

it.each([
  ["{dashqueue}", true],
  ["{a}:staging", true],
  ["staging:{a}", true],
  ["{}", false],
  ["{a}{b}", false],
  ["{a b}", false],
  ["plain", false],
])("DASHQUEUE_PREFIX %j is valid: %j", (prefix, valid) => {
  expect(redisEnv.DASHQUEUE_PREFIX.safeParse(prefix).success).toBe(valid);
});

const at = (host: string, port = 6379) => ({ host, port });

it.each<[string, object]>([
  ["redis://127.0.0.1:6380", { topology: { kind: "standalone", address: at("127.0.0.1", 6380) } }],
  [
    "redis://redis",
    { topology: { address: at("redis") }, isTls: false, database: 0, username: "" },
  ],
  ["redis://redis:6379/", { database: 0 }],
  [
    "rediss://user:secret@redis.example.com:6380/2",
    { isTls: true, username: "user", password: "secret", database: 2 },
  ],
  ["redis://:secret@h:6379?family=6", { username: "", password: "secret", family: 6 }],
  ["redis://user@h", { username: "user", password: "" }],
  ["redis://[::1]:6379", { topology: { address: at("::1") } }],
  ["valkeys://h", { isTls: true, topology: { kind: "standalone" } }],
  [
    `redis://${encodeURIComponent("a:b")}:${encodeURIComponent("a#b/c?d@e%f:g")}@h:6379/15`,
    { username: "a:b", password: "a#b/c?d@e%f:g", database: 15 },
  ],
  [
    "redis+sentinel://ann:secret@h1:26379,h2,h3:7/my%20master/3",
    {
      topology: {
        kind: "sentinel",
        sentinels: [at("h1", 26379), at("h2", 26379), at("h3", 7)],
        master: "my master",
      },
      password: "secret",
      database: 3,
    },
  ],
  ["rediss+sentinel://h/m", { isTls: true, topology: { kind: "sentinel", master: "m" } }],
  [
    "redis+cluster://h1,[::1]:7/0",
    { isTls: false, topology: { kind: "cluster", nodes: [at("h1"), at("::1", 7)] } },
  ],
  [
    "rediss+cluster://ann:secret@h",
    { isTls: true, username: "ann", topology: { kind: "cluster" } },
  ],
])("reads REDIS_URL %j", (url, target) => {
  expect(parseRedisUrl(url)).toMatchObject({ target });
  expect(redisEnv.REDIS_URL.safeParse(url).data).toBe(url);
});

const [HOSTS, DATABASE] = ["must name hosts", "must end with the number"];

it.each<[string, string[]]>([
  ["localhost:6379", ["must begin with"]],
  ["https://redis.example.com", ["must begin with"]],
  ["redis+sentinels://h/m", ["must begin with"]],
  ["redis://", [HOSTS]],
  ["redis://h:70000", [HOSTS]],
  ["redis://h:0/a?x=1", [HOSTS, DATABASE, "can have no other parameter"]],
  ["redis://h/a", [DATABASE]],
  ["redis://h?family=5", ["can have no other parameter"]],
  ["redis://h1,h2", ["must name one host"]],
  ["redis+sentinel://h1,,h2", [HOSTS, "must name the master"]],
  ["redis+sentinel://h/m/a/1", [DATABASE]],
  ["redis+cluster://h:x/1", [HOSTS, "must not name a database other than 0"]],
])("names every problem of REDIS_URL %j", (url, problems) => {
  const issues = redisEnv.REDIS_URL.safeParse(url).error?.issues ?? [];
  expect(issues.map(({ message }) => message)).toEqual(
    problems.map((problem) => expect.stringContaining(problem) as string),
  );
});

it.each(["#", "/", "?", "@", "%x", "%g1", "%ff", "#12", "/12", "?12"])(
  "refuses a password that contains %j, without repeating any part of it (G7)",
  (special) => {
    for (const scheme of ["redis", "redis+cluster", "rediss+sentinel"])
      for (const user of ["", "user"])
        for (const password of [`s3cr3t${special}t3rc3s`, `123${special}456`, `s3cr3t${special}`]) {
          const url = `${scheme}://${user}:${password}@h:6379/0`;
          const messages = redisEnv.REDIS_URL.safeParse(url).error?.issues ?? [];
          expect(messages).toEqual([
            expect.objectContaining({
              message: expect.stringContaining("Percent-encode") as string,
            }),
          ]);
          expect(JSON.stringify(messages)).not.toMatch(/s3cr3t|t3rc3s|123|456/);
        }
  },
);
