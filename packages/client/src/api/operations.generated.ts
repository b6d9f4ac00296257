// Made from the OpenAPI document of the producer. To regenerate it:
// npm test -- apps/producer/test/docs/client-types.test.ts --update

export interface Operations {
  /**
   * List or find generations, the newest first
   */
  listGenerations: {
    query?: {
      /**
       * Of queued, submitting, uncertain, running, archiving, succeeded, failed, canceled: one, or several with commas.
       */
      status?: string;
      model?: string;
      /**
       * An entry of `metadata`; any number of them.
       */
      "metadata.{key}"?: string;
      created_after?: string;
      created_before?: string;
      /**
       * The id of a batch.
       */
      batch?: string;
      /**
       * The message about the end was given up, or an attempt failed and another one follows.
       */
      webhook?: "failed" | "pending";
      /**
       * Words of the prompt, in any order and case.
       */
      q?: string;
      /**
       * For operators, with one of `ADMIN_TOKENS`.
       */
      tenant?: string;
      limit?: number;
      /**
       * The `next_cursor` of the page before.
       */
      cursor?: string;
    };
    answer: GenerationList;
  };
  /**
   * Submit a request: the only operation, with `regenerate`, that spends money
   */
  submitGeneration: {
    body: Submission;
    answer: (Quote | Generation) | Generation;
  };
  /**
   * Submit the request of an ended generation again, and pay for it again
   */
  regenerateGeneration: {
    path: {
      /**
       * The id of the generation.
       */
      id: string;
    };
    answer: Generation;
  };
  /**
   * Read a generation, even after Redis has forgotten it
   */
  getGeneration: {
    path: {
      /**
       * The id of the generation.
       */
      id: string;
    };
    answer: Generation;
  };
  /**
   * Delete an ended generation with its files
   */
  deleteGeneration: {
    path: {
      /**
       * The id of the generation.
       */
      id: string;
    };
  };
  /**
   * Cancel a generation, if the provider still allows it
   */
  cancelGeneration: {
    path: {
      /**
       * The id of the generation.
       */
      id: string;
    };
    answer: Generation;
  };
  /**
   * State what became of a lost create request
   */
  resolveGeneration: {
    path: {
      /**
       * The id of the generation.
       */
      id: string;
    };
    body:
      | {
          task_id: string;
        }
      | {
          created: false;
        };
    answer: Generation;
  };
  /**
   * Query the task of a `running` generation now
   */
  pollGeneration: {
    path: {
      /**
       * The id of the generation.
       */
      id: string;
    };
    answer: Generation;
  };
  /**
   * Copy the files of an `archiving` generation now
   */
  archiveGeneration: {
    path: {
      /**
       * The id of the generation.
       */
      id: string;
    };
    answer: Generation;
  };
  /**
   * Submit up to 10,000 requests: all are accepted, or none
   */
  submitBatch: {
    query?: {
      /**
       * Return the quote and store nothing.
       */
      dry_run?: "true" | "false";
    };
    body: {
      /**
       * @minItems 1
       * @maxItems 10000
       */
      generations: Submission[];
      dry_run?: boolean;
    };
    answer: BatchQuote | Batch;
  };
  /**
   * Read how far a batch is and what it costs so far
   */
  getBatch: {
    path: {
      /**
       * The id of the batch.
       */
      id: string;
    };
    answer: Batch;
  };
  /**
   * Read all generations of a batch, one a line, in the order of its lines
   */
  getBatchResults: {
    path: {
      /**
       * The id of the batch.
       */
      id: string;
    };
  };
  /**
   * Cancel every generation of a batch that has not ended
   */
  cancelBatch: {
    path: {
      /**
       * The id of the batch.
       */
      id: string;
    };
    answer: Batch;
  };
  /**
   * Do one thing to all generations that a filter finds
   */
  startBulk: {
    body: {
      action: "cancel" | "delete" | "regenerate" | "archive" | "redeliver";
      /**
       * At least one entry.
       */
      filter: {
        status?: string | string[];
        model?: string;
        tenant?: string;
        webhook?: "failed" | "pending";
        batch?: string;
        created_after?: string;
        created_before?: string;
        q?: string;
        metadata?: {
          [k: string]: string;
        };
      };
      /**
       * Return the preview and do nothing.
       */
      dry_run?: boolean;
      /**
       * That of the preview. `regenerate` and `delete` need it.
       */
      confirm?: {
        /**
         * Generations that ended later are left out.
         */
        as_of: string;
        count: number;
        estimate: {
          /**
           * A decimal number.
           */
          amount: string;
          currency: "CNY" | "USD";
        }[];
        unpriced: number;
      };
    };
    answer: BulkPreview | BulkOperation;
  };
  /**
   * Read how far a bulk operation is
   */
  getBulk: {
    path: {
      /**
       * The id of the operation.
       */
      id: string;
    };
    answer: BulkOperation;
  };
  /**
   * List the bulk operations of all tenants that have not finished
   */
  listTenantBulk: {
    answer: {
      data: BulkOperation[];
    };
  };
  /**
   * End a bulk operation of any tenant before its next generations
   */
  cancelTenantBulk: {
    path: {
      /**
       * The id of the operation.
       */
      id: string;
    };
    answer: BulkOperation;
  };
  /**
   * End a bulk operation before its next generations
   */
  cancelBulk: {
    path: {
      /**
       * The id of the operation.
       */
      id: string;
    };
    answer: BulkOperation;
  };
  /**
   * Follow a generation: every step as a server-sent event, the record at the end
   */
  followGeneration: {
    path: {
      /**
       * The id of the generation.
       */
      id: string;
    };
    query?: {
      /**
       * `false`: every event is a plain message; `event` in its data names it.
       */
      event_names?: "true" | "false";
    };
  };
  /**
   * Get a result file
   */
  getFile: {
    path: {
      /**
       * The id of the generation.
       */
      id: string;
      name: string;
    };
  };
  /**
   * Store an image, video or audio file for requests
   */
  uploadFile: {
    answer: Upload;
  };
  /**
   * List the models with their limits, prices and request schemas
   */
  listModels: {
    answer: ModelList;
  };
  /**
   * Read a model: what its fields mean, their defaults and units, and an example
   */
  getModel: {
    path: {
      /**
       * Write `/` in it as `%2F`.
       */
      id: string;
    };
    answer: ModelWithExample;
  };
  /**
   * Read what was spent, in groups, as JSON or CSV
   */
  listCosts: {
    query?: {
      /**
       * UTC; 29 days before `to` by default.
       */
      from?: string;
      /**
       * UTC; today by default.
       */
      to?: string;
      /**
       * Any of `day`, `account`, `model`, `tenant` and `metadata.<key>`, with commas. Metadata are null for generations that are no longer in Redis.
       */
      group_by?: string;
      /**
       * By default as `Accept` asks.
       */
      format?: "json" | "csv";
    };
    answer: Costs;
  };
  /**
   * List the tenants
   */
  listTenants: {
    answer: {
      data: Tenant[];
    };
  };
  /**
   * Create a tenant with its first key
   */
  createTenant: {
    body?: {
      id: string;
      name?: string | null;
      weight?: number;
      limits?: {
        max_in_flight?: number | null;
        max_queued?: number | null;
        submits_per_minute?: number | null;
        models?: string[] | null;
        daily_spend?: {
          amount: string;
          currency: "CNY" | "USD";
        } | null;
        monthly_spend?: {
          amount: string;
          currency: "CNY" | "USD";
        } | null;
        allow_unbounded_cost?: true | null;
      };
    };
    answer: NewTenant;
  };
  /**
   * Read a tenant and its keys
   */
  getTenant: {
    path: {
      /**
       * The id of the tenant.
       */
      tenant: string;
    };
    answer: TenantWithKeys;
  };
  /**
   * Change a tenant; a limit that is null is taken away
   */
  changeTenant: {
    path: {
      /**
       * The id of the tenant.
       */
      tenant: string;
    };
    body?: {
      name?: string | null;
      weight?: number;
      limits?: {
        max_in_flight?: number | null;
        max_queued?: number | null;
        submits_per_minute?: number | null;
        models?: string[] | null;
        daily_spend?: {
          amount: string;
          currency: "CNY" | "USD";
        } | null;
        monthly_spend?: {
          amount: string;
          currency: "CNY" | "USD";
        } | null;
        allow_unbounded_cost?: true | null;
      };
    };
    answer: Tenant;
  };
  /**
   * Refuse the keys of a tenant
   */
  disableTenant: {
    path: {
      /**
       * The id of the tenant.
       */
      tenant: string;
    };
    answer: Tenant;
  };
  /**
   * Accept the keys of a tenant again
   */
  enableTenant: {
    path: {
      /**
       * The id of the tenant.
       */
      tenant: string;
    };
    answer: Tenant;
  };
  /**
   * Add a key; the others stay valid
   */
  addApiKey: {
    path: {
      /**
       * The id of the tenant.
       */
      tenant: string;
    };
    body?: {
      expires_at?: string | null;
    };
    answer: NewApiKey;
  };
  /**
   * Remove a key
   */
  removeApiKey: {
    path: {
      /**
       * The id of the tenant.
       */
      tenant: string;
      key: string;
    };
  };
  /**
   * List the secrets that sign the webhooks of a tenant, the newest first
   */
  listWebhookSecrets: {
    path: {
      /**
       * The id of the tenant.
       */
      tenant: string;
    };
    answer: {
      data: WebhookSecret[];
    };
  };
  /**
   * Add a webhook secret; the others sign as well, until they expire or are removed
   */
  addWebhookSecret: {
    path: {
      /**
       * The id of the tenant.
       */
      tenant: string;
    };
    body?: {
      expires_at?: string | null;
    };
    answer: NewWebhookSecret;
  };
  /**
   * Remove a webhook secret
   */
  removeWebhookSecret: {
    path: {
      /**
       * The id of the tenant.
       */
      tenant: string;
      secret: string;
    };
  };
  /**
   * List the limits that operators have set
   */
  listLimits: {
    answer: {
      data: LiveLimit[];
    };
  };
  /**
   * Set the limits of a model on an account, or pause it
   */
  setLimit: {
    path: {
      /**
       * The name of the account: `default`, or one of DASHSCOPE_ACCOUNTS.
       */
      account: string;
      /**
       * A model, or `*` for all models of the account.
       */
      model: string;
    };
    body?: {
      /**
       * 0 pauses the model.
       */
      max_in_flight: number;
      submits_per_second: number;
    };
    answer: LiveLimit;
  };
  /**
   * Remove a limit: what is configured holds again
   */
  removeLimit: {
    path: {
      /**
       * The name of the account: `default`, or one of DASHSCOPE_ACCOUNTS.
       */
      account: string;
      /**
       * A model, or `*` for all models of the account.
       */
      model: string;
    };
  };
  /**
   * List the workers that run
   */
  listWorkers: {
    answer: {
      data: Worker[];
    };
  };
  /**
   * Let a worker finish what it does, and take nothing new
   */
  drainWorker: {
    path: {
      /**
       * Its `id` in the list of workers.
       */
      worker: string;
    };
    answer: Worker;
  };
  /**
   * Let a worker take jobs again
   */
  resumeWorker: {
    path: {
      /**
       * Its `id` in the list of workers.
       */
      worker: string;
    };
    answer: Worker;
  };
  /**
   * List the latest attempts to deliver the webhook messages of a generation
   */
  listDeliveries: {
    path: {
      /**
       * The id of the generation.
       */
      id: string;
    };
    answer: {
      data: Delivery[];
    };
  };
  /**
   * Send the message of an attempt once more
   */
  redeliver: {
    path: {
      /**
       * The id of the generation.
       */
      id: string;
      /**
       * The number of the attempt.
       */
      n: string;
    };
    answer: Delivery;
  };
  /**
   * List the webhook endpoints that failed lately
   */
  listWebhookEndpoints: {
    answer: {
      data: WebhookEndpoint[];
    };
  };
  /**
   * Take DashScope's event that a task has ended, as a hint
   */
  receiveCallback: {
    body?: {
      [k: string]: unknown;
    };
    answer: {};
  };
  /**
   * Whether the process runs
   */
  isAlive: {
    answer: {
      status: "ok";
    };
  };
  /**
   * Whether Redis accepts writes
   */
  isReady: {
    answer: {
      status: "ok";
      [k: string]: unknown;
    };
  };
  /**
   * Metrics in the Prometheus text format
   */
  readMetrics: {};
  /**
   * This document
   */
  readDocument: {
    answer: {
      openapi: string;
      [k: string]: unknown;
    };
  };
  /**
   * Links to this document
   */
  readHome: {};
  /**
   * This document as a page, to read and to try
   */
  readDocs: {};
}
export interface GenerationList {
  data: Generation[];
  /**
   * For the next page; null on the last one.
   */
  next_cursor: string | null;
}
export interface Generation {
  id: string;
  status:
    | "queued"
    | "submitting"
    | "uncertain"
    | "running"
    | "archiving"
    | "succeeded"
    | "failed"
    | "canceled";
  /**
   * Who submitted it; `default` without tenants.
   */
  tenant: string;
  model: string;
  /**
   * DashScope's create body, with the URLs of uploads in place of embedded files.
   */
  request: {
    model: string;
    input: {
      [k: string]: unknown;
    };
    parameters?: {
      [k: string]: unknown;
    };
  };
  /**
   * The fields of the request that mean nothing to the model and were left out.
   */
  ignored: string[];
  priority: number;
  metadata: {
    [k: string]: string;
  };
  created_at: string;
  updated_at: string;
  finished_at: string | null;
  /**
   * It ends as `failed` if it was not submitted by then; null without a deadline.
   */
  submit_by: string | null;
  /**
   * While it waits in the line; only in `GET /v1/generations/{id}`.
   */
  queue: {
    /**
     * In the line of its tenant, from 1.
     */
    position: number;
    /**
     * Seconds until it gets a slot, if the lanes continue as they are. Null if it cannot be estimated: too few tasks were observed, no worker runs, or something blocks the model.
     */
    eta_seconds: {
      /**
       * Half of all wait at most this long.
       */
      p50: number;
      /**
       * Nine of ten wait at most this long.
       */
      p90: number;
    } | null;
  } | null;
  /**
   * Why it is not submitted yet, while it is `queued`; later, why its next step waits: an operator has paused its queue, or no worker takes it.
   */
  waiting: {
    reason:
      | "slot"
      | "spending"
      | "tenant_limit"
      | "account"
      | "paused"
      | "worker"
      | "check"
      | "backoff"
      | "collection";
    /**
     * The message of the failure that holds it up.
     */
    message: string | null;
    /**
     * What to do.
     */
    advice: string;
    /**
     * The page that explains it: a path of this server.
     */
    help: string;
    since: string;
    /**
     * Its place in the line of its model and tenant, from 1; null where it has none.
     */
    position: number | null;
    next_try: string | null;
    /**
     * What else holds it up; `reason` is what needs a person, or lasts longest.
     */
    also: {
      reason:
        | "slot"
        | "spending"
        | "tenant_limit"
        | "account"
        | "paused"
        | "worker"
        | "check"
        | "backoff"
        | "collection";
      /**
       * The message of the failure that holds it up.
       */
      message: string | null;
      /**
       * What to do.
       */
      advice: string;
      /**
       * The page that explains it: a path of this server.
       */
      help: string;
    }[];
  } | null;
  task: {
    id: string;
    /**
     * The provider's own word.
     */
    status: string;
    /**
     * Of the create request.
     */
    request_id: string | null;
    submitted_at: string;
    polls: number;
  } | null;
  /**
   * The batch that it was submitted with.
   */
  batch: string | null;
  /**
   * The id of the generation whose request this one submits again.
   */
  regenerates: string | null;
  /**
   * Create requests so far.
   */
  attempts: number;
  cancel: ("requested" | "confirmed" | "refused") | null;
  output: {
    files: {
      name: string;
      /**
       * A path of this server.
       */
      url: string;
      bytes: number;
      sha256: string;
      content_type: string;
    }[];
    /**
     * The results of a batch that failed, by their position among all of them.
     */
    failed: {
      index: number;
      code: string;
      message: string;
    }[];
    /**
     * The results that are not in the archive: not yet, or lost once it `succeeded`.
     */
    missing: {
      name: string;
      kind:
        | "invalid_request"
        | "content_rejected"
        | "media_rejected"
        | "media_unreachable"
        | "rate_limited"
        | "concurrency_limited"
        | "quota_exhausted"
        | "arrears"
        | "authentication"
        | "access_denied"
        | "model_denied"
        | "configuration"
        | "provider_error"
        | "network"
        | "unreadable"
        | "expired"
        | "unresolved"
        | "storage"
        | "download"
        | "spend_limit"
        | "tenant_limit"
        | "deadline_exceeded"
        | "unchecked";
      code: string;
      message: string;
    }[];
    orig_prompt: string | null;
    /**
     * The prompt that the model used.
     */
    actual_prompt: string | null;
  } | null;
  usage: {
    [k: string]: unknown;
  } | null;
  /**
   * The most that it can cost; the actual cost once it is `settled`.
   */
  cost: {
    /**
     * A decimal number.
     */
    amount: string;
    currency: "CNY" | "USD";
    state: "estimated" | "held" | "at_risk" | "settled";
  } | null;
  /**
   * Why it failed, is uncertain, or still waits.
   */
  error: {
    kind:
      | "invalid_request"
      | "content_rejected"
      | "media_rejected"
      | "media_unreachable"
      | "rate_limited"
      | "concurrency_limited"
      | "quota_exhausted"
      | "arrears"
      | "authentication"
      | "access_denied"
      | "model_denied"
      | "configuration"
      | "provider_error"
      | "network"
      | "unreadable"
      | "expired"
      | "unresolved"
      | "storage"
      | "download"
      | "spend_limit"
      | "tenant_limit"
      | "deadline_exceeded"
      | "unchecked";
    /**
     * The provider's own code, or empty.
     */
    code: string;
    message: string;
    request_id: string | null;
    /**
     * Null if that is unknown.
     */
    charged: boolean | null;
    /**
     * The page that explains its kind: a path of this server.
     */
    help: string;
  } | null;
  /**
   * What became of the webhook; null without one.
   */
  webhook: {
    /**
     * Of the message about the end: `waiting` until the generation has ended, `paused` while its endpoint is, `failed` if no attempt follows, `skipped` if it ended in a status that is not among `events`.
     */
    state: "waiting" | "pending" | "paused" | "delivered" | "failed" | "skipped";
    /**
     * The statuses of which it notifies.
     */
    events: ("running" | "uncertain" | "archiving" | "succeeded" | "failed" | "canceled")[];
    attempts: number;
    last_error: string | null;
    next_at: string | null;
    /**
     * What to do; null if there is nothing to do.
     */
    advice: string | null;
    /**
     * The page that explains it: a path of this server.
     */
    help: string;
  } | null;
}
export interface Submission {
  model: string;
  input: {
    [k: string]: unknown;
  };
  parameters?: {
    [k: string]: unknown;
  };
  /**
   * Asks for a quote. Nothing is stored, and no key is used up.
   */
  dry_run?: boolean;
  priority?: number;
  metadata?: {
    [k: string]: string;
  };
  webhook_url?: string | null;
  /**
   * The statuses of which the webhook notifies; by default those of the end.
   */
  webhook_events?:
    ("running" | "uncertain" | "archiving" | "succeeded" | "failed" | "canceled")[] | null;
  /**
   * Ends as `failed` with `deadline_exceeded`, and without a charge, if it was not submitted by then.
   */
  max_queue_seconds?: number | null;
}
export interface Quote {
  dry_run: true;
  model: string;
  /**
   * The most that it can cost; null if the price is unknown.
   */
  estimate: {
    /**
     * A decimal number.
     */
    amount: string;
    currency: "CNY" | "USD";
    /**
     * In the price list of the region, whose currency may be another one.
     */
    basis: {
      /**
       * The most that may be billed.
       */
      units: number;
      unit: "second" | "image" | "million tokens";
      per_unit: {
        /**
         * A decimal number.
         */
        amount: string;
        currency: "CNY" | "USD";
      };
      /**
       * What else decides the price, such as `720`.
       */
      tier: string | null;
      region: string;
      /**
       * The date of the price list.
       */
      as_of: string;
    };
  } | null;
  /**
   * The fields that would be left out.
   */
  ignored: string[];
  /**
   * Why the tenant may not submit it now; null if it may.
   */
  refused: {
    reason: "disabled" | "model" | "max_queued" | "submits_per_minute";
    /**
     * Null without a limit.
     */
    limit: number | null;
    resets_in_seconds: number | null;
  } | null;
  /**
   * Why it would wait for more than a slot: its tenant's budget has no room for it now, or its model is paused. Null if neither.
   */
  waiting: {
    reason:
      | "slot"
      | "spending"
      | "tenant_limit"
      | "account"
      | "paused"
      | "worker"
      | "check"
      | "backoff"
      | "collection";
    /**
     * Which limit it is, and how much that allows.
     */
    message: string | null;
    /**
     * When the limit resets, if that helps.
     */
    next_try: string | null;
    advice: string;
    /**
     * The page that explains it, a path of this server.
     */
    help: string;
  } | null;
  limits: {
    /**
     * The lanes that admit the model; none while no worker runs.
     */
    lanes: {
      account: string;
      max_in_flight: number;
      in_flight: number;
    }[];
    tenant: {
      /**
       * Null without a limit.
       */
      max_in_flight: number | null;
      in_flight: number;
      /**
       * Null without a limit.
       */
      max_queued: number | null;
      queued: number;
      /**
       * Null without a limit.
       */
      submits_per_minute: number | null;
      /**
       * In this minute; counted only with a limit.
       */
      submitted: number;
    };
    /**
     * The limits of the tenant; null without one.
     */
    spending: {
      daily: {
        /**
         * A decimal number.
         */
        amount: string;
        currency: "CNY" | "USD";
      } | null;
      monthly: {
        /**
         * A decimal number.
         */
        amount: string;
        currency: "CNY" | "USD";
      } | null;
    };
  };
  queue: {
    /**
     * The place that it would get in the line of its tenant, from 1.
     */
    position: number;
    /**
     * Seconds until it gets a slot, if the lanes continue as they are. Null if it cannot be estimated: too few tasks were observed, no worker runs, or something blocks the model.
     */
    eta_seconds: {
      /**
       * Half of all wait at most this long.
       */
      p50: number;
      /**
       * Nine of ten wait at most this long.
       */
      p90: number;
    } | null;
  };
}
export interface BatchQuote {
  dry_run: true;
  count: number;
  /**
   * The most that it can cost, by currency.
   */
  estimate: {
    amount: string;
    currency: "CNY" | "USD";
  }[];
  /**
   * How many of its generations have a model whose price is unknown.
   */
  unpriced: number;
  ignored: {
    line: number;
    fields: string[];
  }[];
  /**
   * Why the tenant may not submit it now; null if it may.
   */
  refused: {
    reason: "disabled" | "model" | "max_queued" | "submits_per_minute";
    /**
     * Null without a limit.
     */
    limit: number | null;
    resets_in_seconds: number | null;
  } | null;
}
export interface Batch {
  id: string;
  tenant: string;
  status: "running" | "ended";
  created_at: string;
  count: number;
  /**
   * How many have ended.
   */
  ended: number;
  /**
   * How many have each status.
   */
  statuses: {
    queued: number;
    submitting: number;
    uncertain: number;
    running: number;
    archiving: number;
    succeeded: number;
    failed: number;
    canceled: number;
    /**
     * Deleted, or forgotten after the retention.
     */
    gone: number;
  };
  /**
   * The most that it can cost, by currency.
   */
  estimate: {
    amount: string;
    currency: "CNY" | "USD";
  }[];
  /**
   * How many of its generations have a model whose price is unknown.
   */
  unpriced: number;
  cost: {
    state: "held" | "at_risk" | "settled";
    currency: ("CNY" | "USD") | null;
    amount: string | null;
    generations: number;
  }[];
}
export interface BulkPreview {
  dry_run: true;
  action: "cancel" | "delete" | "regenerate" | "archive" | "redeliver";
  /**
   * How many generations it would act on.
   */
  count: number;
  /**
   * For `regenerate`, the most that it can cost, by currency, at the current prices of the first region of the producer that has one. A generation is charged by the price of the region in which it runs.
   */
  estimate: {
    /**
     * A decimal number.
     */
    amount: string;
    currency: "CNY" | "USD";
  }[];
  /**
   * How many of its generations have a model whose price is unknown.
   */
  unpriced: number;
  /**
   * Send it back to begin.
   */
  confirm: {
    /**
     * Generations that ended later are left out.
     */
    as_of: string;
    count: number;
    estimate: {
      /**
       * A decimal number.
       */
      amount: string;
      currency: "CNY" | "USD";
    }[];
    unpriced: number;
  };
}
export interface BulkOperation {
  id: string;
  tenant: string;
  action: "cancel" | "delete" | "regenerate" | "archive" | "redeliver";
  /**
   * As it was sent.
   */
  filter: {
    [k: string]: unknown;
  };
  status: "running" | "canceling" | "finished" | "canceled";
  created_at: string;
  finished_at: string | null;
  /**
   * How many generations it has.
   */
  count: number;
  done: number;
  /**
   * Nothing was left to do: it has ended or was deleted in the meantime.
   */
  skipped: number;
  failed: number;
  /**
   * The first 20.
   */
  failures: {
    id: string;
    message: string;
  }[];
  /**
   * For `regenerate`, the most that it can cost, by currency, at the current prices of the first region of the producer that has one. A generation is charged by the price of the region in which it runs.
   */
  estimate: {
    /**
     * A decimal number.
     */
    amount: string;
    currency: "CNY" | "USD";
  }[];
  /**
   * How many of its generations have a model whose price is unknown.
   */
  unpriced: number;
  /**
   * A limit of the tenant, or an error that is met again; null while it runs.
   */
  waiting: {
    reason: "max_queued" | "submits_per_minute" | "disabled" | "error";
    until: string;
  } | null;
}
export interface Upload {
  id: string;
  /**
   * What a request names the file by: `upload://…`.
   */
  url: string;
  bytes: number;
  sha256: string;
  content_type: string;
  created_at: string;
}
export interface ModelList {
  data: Model[];
}
export interface Model {
  id: string;
  regions: string[];
  /**
   * Of DashScope's create request.
   */
  path: string;
  limits: {
    max_in_flight: number | null;
    submits_per_second: number | null;
  };
  retired_on: string | null;
  replaced_by: string | null;
  price: {
    unit: string;
    amounts: {
      [k: string]: {
        currency: string;
        per_unit: {
          [k: string]: string;
        };
      };
    };
    as_of: string;
    source: string;
    confidence: string;
  } | null;
  confidence: string;
  /**
   * The JSON Schema of its create body.
   */
  request: {
    [k: string]: unknown;
  };
  /**
   * As reported by the provider.
   */
  account_limits: {
    account: string;
    max_in_flight: number | null;
    submits_per_second: number | null;
    read_at: string;
  }[];
}
export interface ModelWithExample {
  id: string;
  regions: string[];
  /**
   * Of DashScope's create request.
   */
  path: string;
  limits: {
    max_in_flight: number | null;
    submits_per_second: number | null;
  };
  retired_on: string | null;
  replaced_by: string | null;
  price: {
    unit: string;
    amounts: {
      [k: string]: {
        currency: string;
        per_unit: {
          [k: string]: string;
        };
      };
    };
    as_of: string;
    source: string;
    confidence: string;
  } | null;
  confidence: string;
  /**
   * The JSON Schema of its create body.
   */
  request: {
    [k: string]: unknown;
  };
  /**
   * As reported by the provider.
   */
  account_limits: {
    account: string;
    max_in_flight: number | null;
    submits_per_second: number | null;
    read_at: string;
  }[];
  /**
   * A submission that is accepted, apart from its media links.
   */
  example: {
    [k: string]: unknown;
  };
}
export interface Costs {
  from: string;
  to: string;
  group_by: string[];
  /**
   * By the entries of `group_by`, and always by state and currency.
   */
  data: {
    day?: string;
    account?: string;
    model?: string;
    tenant?: string;
    state: "estimated" | "held" | "at_risk" | "settled";
    currency: ("CNY" | "USD") | null;
    amount: string | null;
    generations: number;
    [k: string]:
      | string
      | number
      | null
      | "estimated"
      | "held"
      | "at_risk"
      | "settled"
      | "CNY"
      | "USD"
      | undefined;
  }[];
  totals: {
    state: "estimated" | "held" | "at_risk" | "settled";
    currency: ("CNY" | "USD") | null;
    amount: string | null;
    generations: number;
  }[];
}
export interface Tenant {
  id: string;
  name: string | null;
  weight: number;
  limits: {
    max_in_flight: number | null;
    max_queued: number | null;
    submits_per_minute: number | null;
    models: string[] | null;
    daily_spend: {
      amount: string;
      currency: "CNY" | "USD";
    } | null;
    monthly_spend: {
      amount: string;
      currency: "CNY" | "USD";
    } | null;
    allow_unbounded_cost: true | null;
  };
  /**
   * What is spent of the limits, in UTC days and months; null without a limit.
   */
  spending: {
    daily_spend: {
      used: string;
      /**
       * Held for what is in flight, or may have been charged.
       */
      reserved: string;
      currency: "CNY" | "USD";
      resets_at: string;
    } | null;
    monthly_spend: {
      used: string;
      /**
       * Held for what is in flight, or may have been charged.
       */
      reserved: string;
      currency: "CNY" | "USD";
      resets_at: string;
    } | null;
  };
  /**
   * Null for `default` while it has no settings.
   */
  created_at: string | null;
  disabled_at: string | null;
}
export interface NewTenant {
  id: string;
  name: string | null;
  weight: number;
  limits: {
    max_in_flight: number | null;
    max_queued: number | null;
    submits_per_minute: number | null;
    models: string[] | null;
    daily_spend: {
      amount: string;
      currency: "CNY" | "USD";
    } | null;
    monthly_spend: {
      amount: string;
      currency: "CNY" | "USD";
    } | null;
    allow_unbounded_cost: true | null;
  };
  /**
   * What is spent of the limits, in UTC days and months; null without a limit.
   */
  spending: {
    daily_spend: {
      used: string;
      /**
       * Held for what is in flight, or may have been charged.
       */
      reserved: string;
      currency: "CNY" | "USD";
      resets_at: string;
    } | null;
    monthly_spend: {
      used: string;
      /**
       * Held for what is in flight, or may have been charged.
       */
      reserved: string;
      currency: "CNY" | "USD";
      resets_at: string;
    } | null;
  };
  /**
   * Null for `default` while it has no settings.
   */
  created_at: string | null;
  disabled_at: string | null;
  keys: ApiKey[];
  /**
   * The key itself: shown once, and stored as a hash.
   */
  key: string;
}
export interface ApiKey {
  id: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}
export interface TenantWithKeys {
  id: string;
  name: string | null;
  weight: number;
  limits: {
    max_in_flight: number | null;
    max_queued: number | null;
    submits_per_minute: number | null;
    models: string[] | null;
    daily_spend: {
      amount: string;
      currency: "CNY" | "USD";
    } | null;
    monthly_spend: {
      amount: string;
      currency: "CNY" | "USD";
    } | null;
    allow_unbounded_cost: true | null;
  };
  /**
   * What is spent of the limits, in UTC days and months; null without a limit.
   */
  spending: {
    daily_spend: {
      used: string;
      /**
       * Held for what is in flight, or may have been charged.
       */
      reserved: string;
      currency: "CNY" | "USD";
      resets_at: string;
    } | null;
    monthly_spend: {
      used: string;
      /**
       * Held for what is in flight, or may have been charged.
       */
      reserved: string;
      currency: "CNY" | "USD";
      resets_at: string;
    } | null;
  };
  /**
   * Null for `default` while it has no settings.
   */
  created_at: string | null;
  disabled_at: string | null;
  keys: ApiKey[];
}
export interface NewApiKey {
  id: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  /**
   * The key itself: shown once, and stored as a hash.
   */
  key: string;
}
export interface WebhookSecret {
  id: string;
  /**
   * The beginning of the secret.
   */
  prefix: string;
  created_at: string;
  expires_at: string | null;
}
export interface NewWebhookSecret {
  id: string;
  /**
   * The beginning of the secret.
   */
  prefix: string;
  created_at: string;
  expires_at: string | null;
  /**
   * The secret itself: shown once, and stored encrypted.
   */
  secret: string;
}
export interface LiveLimit {
  account: string;
  model: string;
  max_in_flight: number;
  submits_per_second: number;
  set_at: string;
  set_by: string;
}
export interface Worker {
  id: string;
  /**
   * The name of its machine or container.
   */
  host: string;
  pid: number;
  version: string;
  started_at: string;
  stages: string[];
  /**
   * How many jobs of each stage run now.
   */
  running: {
    [k: string]: number;
  };
  /**
   * `drained`: it has no job and takes none.
   */
  state: "running" | "draining" | "drained";
  /**
   * Who asked it to drain, and when.
   */
  drain: {
    by: string;
    at: string;
  } | null;
}
export interface Delivery {
  /**
   * Its number among all attempts of the generation, from 1.
   */
  n: number;
  at: string;
  /**
   * The status of which the message notifies.
   */
  event: "running" | "uncertain" | "archiving" | "succeeded" | "failed" | "canceled";
  /**
   * The same for every attempt to deliver this message.
   */
  webhook_id: string;
  /**
   * Of the URL.
   */
  host: string | null;
  /**
   * Of the answer; null without one.
   */
  status: number | null;
  error: string | null;
  latency_ms: number;
  /**
   * Of the latest attempt of a message: when the next one is due. Null if none follows.
   */
  next_at: string | null;
}
export interface WebhookEndpoint {
  origin: string;
  state: "failing" | "paused";
  /**
   * In a row.
   */
  failures: number;
  since: string;
  last_error: string;
  last_failure_at: string;
  next_probe_at: string | null;
  advice: string;
  /**
   * The page that explains it: a path of this server.
   */
  help: string;
}
export interface Event {
  event:
    | "generation-accepted"
    | "upload-failed"
    | "attempt-begun"
    | "task-created"
    | "create-delayed"
    | "create-rejected"
    | "create-uncertain"
    | "attempt-absent"
    | "attempt-unresolved"
    | "attempt-denied"
    | "outcome-claimed"
    | "claim-refused"
    | "task-adopted"
    | "task-recovered"
    | "task-appeared"
    | "task-observed"
    | "task-succeeded"
    | "task-failed"
    | "task-canceled"
    | "files-archived"
    | "files-missing"
    | "files-expired"
    | "expiry-near"
    | "account-paused"
    | "account-resumed"
    | "spend-limit-reached"
    | "spend-limit-lifted"
    | "tenant-limit-reached"
    | "tenant-limit-lifted"
    | "collection-blocked"
    | "collection-unblocked"
    | "lane-closed"
    | "lane-opened"
    | "deadline-exceeded"
    | "cancel-requested"
    | "cancel-confirmed"
    | "cancel-refused";
  status:
    | "queued"
    | "submitting"
    | "uncertain"
    | "running"
    | "archiving"
    | "succeeded"
    | "failed"
    | "canceled";
  at: string;
  [k: string]: unknown;
}
/**
 * The last event: the record of the ended generation.
 */
export interface LastEvent {
  event: "generation";
  generation: Generation;
}
export interface Problem {
  title: string;
  status: number;
  /**
   * What happened this time, and what to do.
   */
  detail?: string;
  /**
   * Every invalid field.
   */
  errors?: {
    path: string;
    message: string;
  }[];
}
export interface WebhookMessage {
  type:
    | "generation.running"
    | "generation.uncertain"
    | "generation.archiving"
    | "generation.succeeded"
    | "generation.failed"
    | "generation.canceled";
  timestamp: string;
  data: Generation;
}

/** Where each operation is. */
export const ROUTES = {
  listGenerations: { method: "GET", path: "/v1/generations" },
  submitGeneration: { method: "POST", path: "/v1/generations" },
  regenerateGeneration: { method: "POST", path: "/v1/generations/{id}/regenerate" },
  getGeneration: { method: "GET", path: "/v1/generations/{id}" },
  deleteGeneration: { method: "DELETE", path: "/v1/generations/{id}" },
  cancelGeneration: { method: "POST", path: "/v1/generations/{id}/cancel" },
  resolveGeneration: { method: "POST", path: "/v1/generations/{id}/resolve" },
  pollGeneration: { method: "POST", path: "/v1/generations/{id}/poll" },
  archiveGeneration: { method: "POST", path: "/v1/generations/{id}/archive" },
  submitBatch: { method: "POST", path: "/v1/batches" },
  getBatch: { method: "GET", path: "/v1/batches/{id}" },
  getBatchResults: { method: "GET", path: "/v1/batches/{id}/results" },
  cancelBatch: { method: "POST", path: "/v1/batches/{id}/cancel" },
  startBulk: { method: "POST", path: "/v1/bulk" },
  getBulk: { method: "GET", path: "/v1/bulk/{id}" },
  listTenantBulk: { method: "GET", path: "/v1/admin/bulk" },
  cancelTenantBulk: { method: "POST", path: "/v1/admin/bulk/{id}/cancel" },
  cancelBulk: { method: "POST", path: "/v1/bulk/{id}/cancel" },
  followGeneration: { method: "GET", path: "/v1/generations/{id}/events" },
  getFile: { method: "GET", path: "/v1/generations/{id}/files/{name}" },
  uploadFile: { method: "POST", path: "/v1/uploads" },
  listModels: { method: "GET", path: "/v1/models" },
  getModel: { method: "GET", path: "/v1/models/{id}" },
  listCosts: { method: "GET", path: "/v1/costs" },
  listTenants: { method: "GET", path: "/v1/admin/tenants" },
  createTenant: { method: "POST", path: "/v1/admin/tenants" },
  getTenant: { method: "GET", path: "/v1/admin/tenants/{tenant}" },
  changeTenant: { method: "PATCH", path: "/v1/admin/tenants/{tenant}" },
  disableTenant: { method: "POST", path: "/v1/admin/tenants/{tenant}/disable" },
  enableTenant: { method: "POST", path: "/v1/admin/tenants/{tenant}/enable" },
  addApiKey: { method: "POST", path: "/v1/admin/tenants/{tenant}/keys" },
  removeApiKey: { method: "DELETE", path: "/v1/admin/tenants/{tenant}/keys/{key}" },
  listWebhookSecrets: { method: "GET", path: "/v1/admin/tenants/{tenant}/webhook-secrets" },
  addWebhookSecret: { method: "POST", path: "/v1/admin/tenants/{tenant}/webhook-secrets" },
  removeWebhookSecret: { method: "DELETE", path: "/v1/admin/tenants/{tenant}/webhook-secrets/{secret}" },
  listLimits: { method: "GET", path: "/v1/admin/limits" },
  setLimit: { method: "PUT", path: "/v1/admin/limits/{account}/{model}" },
  removeLimit: { method: "DELETE", path: "/v1/admin/limits/{account}/{model}" },
  listWorkers: { method: "GET", path: "/v1/admin/workers" },
  drainWorker: { method: "POST", path: "/v1/admin/workers/{worker}/drain" },
  resumeWorker: { method: "POST", path: "/v1/admin/workers/{worker}/resume" },
  listDeliveries: { method: "GET", path: "/v1/generations/{id}/deliveries" },
  redeliver: { method: "POST", path: "/v1/generations/{id}/deliveries/{n}/redeliver" },
  listWebhookEndpoints: { method: "GET", path: "/v1/webhooks/endpoints" },
  receiveCallback: { method: "POST", path: "/v1/callbacks/eventbridge" },
  isAlive: { method: "GET", path: "/healthz" },
  isReady: { method: "GET", path: "/readyz" },
  readMetrics: { method: "GET", path: "/metrics" },
  readDocument: { method: "GET", path: "/openapi.json" },
  readHome: { method: "GET", path: "/" },
  readDocs: { method: "GET", path: "/docs" },
} as const satisfies Record<keyof Operations, object>;
