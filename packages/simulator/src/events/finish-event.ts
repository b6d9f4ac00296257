import { publicNumber } from "../ids/public-number.ts";
import type { Task } from "../tasks/task.ts";
import { apiUniqueKey } from "../tasks/task.ts";
import { formatBeijing } from "../time/beijing-time.ts";

export interface EventFacts {
  readonly id: string;
  readonly status: "SUCCEEDED" | "FAILED";
  readonly region: string;
  readonly endedAt: number;
  readonly now: number;
}

/**
 * The event that DashScope sends through EventBridge when a task has ended. The times in `data` are
 * in Beijing time, to the second.
 * Source: DashScope's documentation, "异步任务回调".
 */
export function finishEvent(task: Task, { id, status, region, endedAt, now }: EventFacts) {
  const account = publicNumber(task.account, 16);
  const at = new Date(now).toISOString();
  return {
    datacontenttype: "application/json;charset=utf-8",
    aliyunaccountid: account,
    aliyunoriginalaccountid: account,
    aliyunpublishtime: at,
    aliyuneventbusname: "default",
    aliyunregionid: region,
    specversion: "1.0",
    id,
    source: "acs.dashscope",
    type: "dashscope:System:AsyncTaskFinish",
    time: at,
    data: {
      start_time: formatBeijing(task.submittedAt).slice(0, 19),
      end_time: formatBeijing(endedAt).slice(0, 19),
      user_api_unique_key: apiUniqueKey(task),
      task_status: status,
      contain_result: false,
      task_id: task.id,
      region,
      request_id: task.requestId,
      api_key_id: task.apiKeyId,
    },
  };
}
