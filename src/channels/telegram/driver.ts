/** A file to be uploaded; stands anywhere in the parameters where the Bot API takes an InputFile. */
export class Upload {
  readonly bytes: Uint8Array;
  readonly name: string;

  constructor(bytes: Uint8Array, name: string) {
    this.bytes = bytes;
    this.name = name;
  }
}

/** Parameters of a Bot API method as plain data; arrays and objects are not serialised yet. */
export type Params = Readonly<Record<string, unknown>>;

/** The Bot API answered `ok: false`. Holds nothing of the request, so that no token or text can leak. */
export class ApiRefusal extends Error {
  readonly code: number;
  readonly description: string;
  /** Seconds to wait, with code 429. */
  readonly retryAfter: number | undefined;
  /** The chat's new id when a group has become a supergroup. */
  readonly migrateTo: number | undefined;

  constructor(code: number, description: string, parameters: RefusalParameters = {}) {
    const clean = withoutContent(description);
    super(`${code} ${clean}`);
    this.name = 'ApiRefusal';
    this.code = code;
    this.description = clean;
    this.retryAfter = parameters.retry_after;
    this.migrateTo = parameters.migrate_to_chat_id;
  }
}

/** What the Bot API adds to some refusals. */
export interface RefusalParameters {
  readonly retry_after?: number;
  readonly migrate_to_chat_id?: number;
}

/** No answer from the Bot API. Keeps only the system's error code: library errors carry the URL with the token. */
export class NoAnswer extends Error {
  /** Such as ECONNREFUSED, `timeout` or `unreadable`. */
  readonly code: string;
  /** True when the request cannot have reached the server. */
  readonly unsent: boolean;

  constructor(code: string, unsent: boolean) {
    super(`no answer (${code})`);
    this.name = 'NoAnswer';
    this.code = code;
    this.unsent = unsent;
  }
}

/** A library's raw Bot API client. `call` rejects only with ApiRefusal or NoAnswer. */
export interface Driver {
  call(method: string, params: Params, signal: AbortSignal): Promise<unknown>;
  /** Closes idle connections. */
  close(): void;
}

/** How a driver reaches the Bot API; `apiRoot` has no slash at its end. */
export interface DriverOptions {
  readonly token: string;
  readonly apiRoot: string;
}

const UNSENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Turns whatever a library threw before there was an answer into a NoAnswer, dropping all of its text. */
export function noAnswer(error: unknown, signal?: AbortSignal): NoAnswer {
  if (signal?.aborted) return new NoAnswer('timeout', false);
  const code = systemCode(error);
  return new NoAnswer(code ?? 'unreadable', code !== undefined && UNSENT.has(code));
}

/** The first system error code in a chain of causes; only names of the system's own form are believed. */
function systemCode(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined;
  const { code, cause, error: inner } = error as { code?: unknown; cause?: unknown; error?: unknown };
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,60}$/.test(code)) return code;
  return systemCode(inner, depth + 1) ?? systemCode(cause, depth + 1);
}

/** Telegram quotes pieces of the request in double quotes and names ids: both are cut out of a description. */
export function withoutContent(description: string): string {
  const plain = description.replace(/".*$/su, '…').replace(/-?\d{5,}/gu, '#');
  return plain.replace(/[^\x20-\x7e…]/gu, '').slice(0, 160);
}
