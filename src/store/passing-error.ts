/** Tells a database that is away for a while from work that will never succeed. */

/** Codes of Prisma, PostgreSQL and the network for a connection that is lost or not to be had, and for a deadlock. */
const PASSING = new Set([
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2034', 'P2037'],
  ...['57P01', '57P02', '57P03', '53300', '40001', '40P01'],
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
  ],
]);

/** What the PostgreSQL driver says without a code. */
const WORDS =
  /connection terminated|connection error and is not queryable|timeout exceeded when trying to connect/i;

/** Whether the same work is likely to succeed later, unchanged. */
export function isPassing(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  const { code, originalCode, message, cause, meta, driverAdapterError } = error as Record<string, unknown>;
  if (
    [code, originalCode].some((one) => typeof one === 'string' && (PASSING.has(one) || /^08...$/.test(one)))
  )
    return true;
  if (typeof message === 'string' && WORDS.test(message)) return true;
  return [cause, meta, driverAdapterError].some((inner) => isPassing(inner, depth + 1));
}
