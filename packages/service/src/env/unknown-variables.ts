import { didYouMean, similarTo } from "@dashqueue/dashscope";

import { VARIABLES } from "./variables.ts";

const WORDS = /^[A-Z]+(_[A-Z0-9]+)+$/;

/** Names that only dashqueue's own variables have. */
const OURS = /^(DASHQUEUE|DASHSCOPE|PRODUCER|DASHBOARD)_/;

/** Those of the command line, of the simulator, and of the standards that the apps follow. */
const OTHERS = /^(DASHQUEUE_(URL|TOKEN)|(AWS|OTEL|SIMULATOR)_.*|.*_PROXY)$/;

/** Kubernetes adds these to every container, for each service of its namespace. */
const OF_SERVICES = /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_\w+$/;
const SERVICE_ADDRESS = /^(tcp|udp|sctp):/;

/** A name of one word has too many neighbors: HOME is not HOST. */
const COMPARED = VARIABLES.filter((name) => WORDS.test(name) && !OTHERS.test(name));

/**
 * The variables that look like ours and are none, each with a sentence about it. Their values may
 * be secrets and are not shown (G7).
 */
export function unknownVariables(
  source: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, string> {
  const found = Object.entries(source).flatMap(([name, value = ""]) => {
    const isForeign = OTHERS.test(name) || OF_SERVICES.test(name) || SERVICE_ADDRESS.test(value);
    const upper = name.toUpperCase();
    const isOtherCase = name !== upper && COMPARED.includes(upper);
    if (isForeign || VARIABLES.includes(name) || !(WORDS.test(name) || isOtherCase)) return [];
    const similar = isOtherCase ? [upper] : similarTo(name, COMPARED);
    if (similar.length === 0 && !OURS.test(name)) return [];
    const end = didYouMean(similar, "; .env.example lists every variable");
    return [[name, `${name} is not a variable of dashqueue and has no effect${end}`] as const];
  });
  return new Map(found);
}
