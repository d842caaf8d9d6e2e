import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { WebContext } from './context.ts';
import { pageLanguage } from './language.ts';

/** A request that is refused; `code` names the text `error_<code>` that tells the person what to do. */
export class Problem extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    options: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(code, { cause: options.cause });
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/**
 * Answers a failed request in the visitor's language; anything that is not a Problem is logged as a bug. What has no
 * cause is no failure: asked while the channel starts or stops, a page comes again by itself.
 */
export function answerProblem(web: WebContext, error: Error, c: Context): Response {
  const problem = error instanceof Problem ? error : new Problem(500, 'server', { cause: error });
  if (problem.status >= 500 && problem.cause !== undefined) {
    web.log.error(
      { code: problem.code, method: c.req.method, route: c.req.path, cause: nameOf(problem.cause) },
      'web',
    );
  }
  if (problem.retryAfterMs !== undefined)
    c.header('Retry-After', String(Math.ceil(problem.retryAfterMs / 1000)));
  c.header('Cache-Control', 'no-store');
  const texts = web.texts(pageLanguage(c, web.defaultLocale).code);
  const message = fill(texts[`error_${problem.code}`] ?? texts.error_server ?? problem.code, {
    megabytes: Math.floor(web.limits.uploadBytes / 1024 / 1024),
    characters: web.limits.text,
    files: web.limits.files,
  });
  return c.json({ error: { code: problem.code, message } }, problem.status);
}

/** Puts values into the `{{names}}` of a text. */
export const fill = (text: string, values: Record<string, unknown>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole));

/** The class and message of a cause, cut short: our own errors and the database's, which hold no message text. */
const nameOf = (cause: unknown): string | undefined =>
  cause instanceof Error ? `${cause.name}: ${cause.message.slice(0, 200)}` : undefined;
