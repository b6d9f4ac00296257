export type { Drain, Replica, ReplicaReport, Replicas, ReplicaState } from "./replicas.ts";
export { createReplicas, replicaStateOf } from "./replicas.ts";
export type { WorkerReport, WorkerReports } from "./worker-reports.ts";
export { createWorkerReports, listWorkerReports, reportedAccounts } from "./worker-reports.ts";
