/** One thing that was looked at. */
export interface Check {
  /** What was looked at: config, node, directory, database, telegram, … */
  readonly name: string;
  readonly status: 'ok' | 'warn' | 'fail';
  readonly message: string;
  /** What the operator can do about it. */
  readonly mend?: string;
}

/** As it should be. */
export const ok = (name: string, message: string): Check => ({ name, status: 'ok', message });

/** It works, but may not stay so, or is not safe. */
export const warn = (name: string, message: string, mend: string): Check => ({
  name,
  status: 'warn',
  message,
  mend,
});

/** It does not work. */
export const fail = (name: string, message: string, mend: string): Check => ({
  name,
  status: 'fail',
  message,
  mend,
});

const MARKS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' } as const;

/** The checks as lines of a terminal, and a last one that counts. */
export function printChecks(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const indent = ' '.repeat(MARKS.ok.length + width + 4);
  const lines = checks.map(({ name, status, message, mend }) => {
    const line = `${MARKS[status]}  ${name.padEnd(width)}  ${message}`;
    return mend ? `${line}\n${indent}→ ${mend}` : line;
  });
  const count = (status: Check['status']) => checks.filter((check) => check.status === status).length;
  return [
    ...lines,
    '',
    `${count('fail')} failed, ${count('warn')} to look at, ${count('ok')} in order.`,
  ].join('\n');
}
