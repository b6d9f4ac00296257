// Runs in a folder where only the tarballs are installed, on the machine's own Node.
import { createDashqueueClient } from "@dashqueue/client";

const [url, submission] = process.argv.slice(2);
const client = createDashqueueClient({ url });
const { id, status, output } = await client.submitAndWait(JSON.parse(submission));
const [file] = output.files;
await client.saveFile(id, file, file.name);
process.stdout.write(JSON.stringify({ status, name: file.name, bytes: file.bytes }));
