// Runs in a folder where only the tarballs are installed, on the machine's own Node.
import { createDashScopeClient, readRequest } from "@dashqueue/dashscope";
import { startSimulator } from "@dashqueue/simulator";

const [body] = process.argv.slice(2);
const simulator = await startSimulator({ pendingMs: 0, runningMs: 0 });
const client = createDashScopeClient({
  baseUrl: simulator.baseUrl,
  apiKey: "sk-simulator",
  timeoutMs: 10_000,
  now: Date.now,
});
const { request } = readRequest(JSON.parse(body));
const { taskId } = await client.create(request);
const { task } = await client.get(taskId);
const video = await fetch(task.files[0].url);
const { byteLength } = await video.arrayBuffer();
client.close();
await simulator.close();
process.stdout.write(JSON.stringify({ status: task.status, bytes: byteLength }));
