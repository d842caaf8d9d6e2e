import { pino } from 'pino';

/** Structured log lines: say what happened with ids and counts, never with names, numbers or message text. */
export interface Log {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
  child(fields: Record<string, unknown>): Log;
}

/** Names that may never reach a log line, wherever they stand in the fields. */
const SECRET = ['token', 'text', 'phone', 'authorization', 'cookie', 'secret', 'body', 'payload'];
const redact = SECRET.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

/** A JSON log on standard error at this level. */
export function createLog(level: string): Log {
  return pino({ level, redact, base: null, serializers }, pino.destination({ fd: 2, sync: true }));
}

/** A log that says nothing, for tests. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog };

/** What a log line keeps of an error. */
interface PlainError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack: string;
  readonly cause?: PlainError | string;
}

/** Causes of causes are kept this far. */
const DEPTH = 4;

/**
 * An error without what people wrote: a database quotes the value that it refuses, a parser the text that it cannot
 * read, and either may be somebody's message. Where it happened and what kind of trouble it is stays.
 */
export function plainError(error: unknown, depth = DEPTH): PlainError | string {
  if (!(error instanceof Error)) return withoutQuotes(String(error));
  const { code } = error as { code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: withoutQuotes(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    stack: frames.join('\n'),
    ...(error.cause === undefined || depth === 0 ? {} : { cause: plainError(error.cause, depth - 1) }),
  };
}

/** The names that a database gives to its own things are quoted too, and help. */
const OWN = /\b(column|relation|constraint|index|table|function|trigger) "(\w+)"/g;

/** The last paragraph, which is the trouble itself, without anything in double quotes. */
function withoutQuotes(message: string): string {
  const last =
    message
      .trim()
      .split(/\n\s*\n/)
      .at(-1) ?? '';
  return last
    .replace(OWN, '$1 ‘$2’')
    .replace(/["“”][\s\S]*["“”]/g, '"…"')
    .slice(0, 500);
}

const serializers = { err: (error: unknown) => plainError(error) };
