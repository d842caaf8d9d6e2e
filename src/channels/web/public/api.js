import { t } from './boot.js';

/** A request that the server refused, or that never arrived (`status` 0); `message` is for the person. */
export class RequestError extends Error {
  constructor(status, message, retryAfterMs) {
    super(message);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }

  /** The same request may succeed later. */
  get passing() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

async function request(path, options, timeoutMs) {
  let response;
  try {
    response = await fetch(path, {
      credentials: 'same-origin',
      signal: AbortSignal.timeout(timeoutMs),
      ...options,
    });
  } catch {
    throw new RequestError(0, t('status_offline'));
  }
  const body = await response.json().catch(() => undefined);
  if (response.ok && body !== undefined) return body;
  const seconds = Number(response.headers.get('retry-after'));
  const message = body?.error?.message ?? t('error_server');
  throw new RequestError(
    response.ok ? 0 : response.status,
    message,
    seconds > 0 ? seconds * 1000 : undefined,
  );
}

/** Reads JSON from our server. */
export const getJson = (path) => request(path, {}, 20_000);

/** Posts JSON to our server. */
export const postJson = (path, body) =>
  request(
    path,
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
    30_000,
  );

/** Uploads one file; resolves to the ticket that a message names it by. */
export function upload(file) {
  const headers = {
    'content-type': 'application/octet-stream',
    'x-file-name': encodeURIComponent(file.name ?? '').slice(0, 600),
    ...(file.voice ? { 'x-file-kind': 'voice' } : {}),
  };
  return request('/web/uploads', { method: 'POST', headers, body: file.blob }, 300_000);
}

/** After the cookie was lost, loading the page again brings a new one; once a minute at most, never in a circle. */
export function renewSession() {
  const last = Number(sessionStorage.getItem('homeward.renewed') ?? 0);
  if (Date.now() - last < 60_000) return false;
  sessionStorage.setItem('homeward.renewed', String(Date.now()));
  location.reload();
  return true;
}
