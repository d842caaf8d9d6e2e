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
  return pino({ level, redact, base: null }, pino.destination({ fd: 2, sync: true }));
}

/** A log that says nothing, for tests. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => silentLog };
