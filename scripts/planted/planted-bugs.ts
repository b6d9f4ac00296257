import { ADMISSION_BUGS } from "./bugs/admission-bugs.ts";
import { LATE_TASK_BUGS } from "./bugs/late-task-bugs.ts";
import { QUOTA_BUGS } from "./bugs/quota-bugs.ts";
import { RESTART_BUGS } from "./bugs/restart-bugs.ts";
import { EVIDENCE_BUGS } from "./bugs/evidence-bugs.ts";
import { POLLING_BUGS } from "./bugs/polling-bugs.ts";
import { SETTLING_BUGS } from "./bugs/settling-bugs.ts";
import { ATTEMPT_BUGS } from "./bugs/attempt-bugs.ts";
import { ACCEPTANCE_BUGS } from "./bugs/acceptance-bugs.ts";
import { DISCLOSURE_BUGS } from "./bugs/disclosure-bugs.ts";
import { SCRIPT_BUGS } from "./bugs/script-bugs.ts";
import { TASK_BUGS } from "./bugs/task-bugs.ts";
import { UPKEEP_BUGS } from "./bugs/upkeep-bugs.ts";
import type { PlantedBug } from "./planted-bug.ts";

/** Bugs that the tests must find, each planted alone. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...ATTEMPT_BUGS,
  ...TASK_BUGS,
  ...SCRIPT_BUGS,
  ...ACCEPTANCE_BUGS,
  ...ADMISSION_BUGS,
  ...SETTLING_BUGS,
  ...EVIDENCE_BUGS,
  ...POLLING_BUGS,
  ...LATE_TASK_BUGS,
  ...QUOTA_BUGS,
  ...RESTART_BUGS,
  ...UPKEEP_BUGS,
  ...DISCLOSURE_BUGS,
];
