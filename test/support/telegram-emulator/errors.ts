/** Extra machine-readable reasons the Bot API attaches to a refusal. */
export interface ErrorParameters {
  retry_after?: number;
  migrate_to_chat_id?: number;
}

/** A refusal that the bot sees as `{"ok":false,...}` with this HTTP status. */
export class ApiError extends Error {
  readonly code: number;
  readonly parameters: ErrorParameters | undefined;

  constructor(code: number, description: string, parameters?: ErrorParameters) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

/** 400 with Telegram's prefix. */
export const badRequest = (reason: string, parameters?: ErrorParameters): ApiError =>
  new ApiError(400, `Bad Request: ${reason}`, parameters);

/** 403 with Telegram's prefix. */
export const forbidden = (reason: string): ApiError => new ApiError(403, `Forbidden: ${reason}`);

/** 409 with Telegram's prefix. */
export const conflict = (reason: string): ApiError => new ApiError(409, `Conflict: ${reason}`);

/** 429 in the exact form that clients parse for `retry_after` (seconds). */
export const tooManyRequests = (seconds: number): ApiError =>
  new ApiError(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
