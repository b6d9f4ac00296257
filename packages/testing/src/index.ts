export { AppStartError, describeExit, startApp, type AppProcess } from "./app-process.ts";
export { type Exit } from "./child-process.ts";
export { createClock, type Clock } from "./clock.ts";
export { parseLogLine, type LogLine } from "./log-line.ts";
export { findRedisProgram, findRedisServer } from "./redis-program.ts";
export { startRedis, type RedisServer } from "./redis-server.ts";
export { testRedis } from "./test-redis.ts";
export { waitFor } from "./wait-for.ts";
