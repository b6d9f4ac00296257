// Runs in a folder where only the tarballs are installed, on the machine's own Node.
import { connectProducer } from "@dashqueue/queue";

const [redisUrl, prefix, submission] = process.argv.slice(2);
const queue = await connectProducer({ redisUrl, prefix });
const enqueued = await queue.enqueue(JSON.parse(submission));
await queue.close();
process.stdout.write(JSON.stringify({ node: process.version, enqueued }));
