import { StartupError } from '../errors.ts';

/** What the operator can do, by the error code of the network or of PostgreSQL. */
const ADVICE: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there. Start PostgreSQL, or correct the host and port in DATABASE_URL',
  ENOTFOUND: 'there is no such host. Correct the host in DATABASE_URL',
  EAI_AGAIN:
    'the host name cannot be looked up at the moment. Check the network and the host in DATABASE_URL',
  ENOENT: 'there is no such socket. Start PostgreSQL, or correct the host in DATABASE_URL',
  ETIMEDOUT: 'it does not answer. Check the network and the firewall, and the host and port in DATABASE_URL',
  ERR_INVALID_URL:
    'DATABASE_URL is not an address. Write it as postgresql://user:password@host:5432/database',
  '28P01': 'the password is wrong. Correct the user and password in DATABASE_URL',
  '28000':
    'this user may not log in from here. Correct the user in DATABASE_URL, or pg_hba.conf on the server',
  '3D000': 'there is no such database. Create it (createdb), or correct its name in DATABASE_URL',
  '42501':
    'the user may not create tables there. As its owner: GRANT CREATE, USAGE ON SCHEMA public TO the user',
  '53300': 'it has no free connection left. Raise max_connections or stop something that holds connections',
  '57P03': 'it is starting up or shutting down. Try again in a moment',
};

/** The error as a `StartupError` that says what to do and never shows the password. */
export function explainConnection(error: unknown, connectionString: string): StartupError {
  if (error instanceof StartupError) return error;
  const { code, message } = error as { code?: string; message: string };
  const advice = ADVICE[code ?? ''] ?? (/timeout/i.test(message) ? ADVICE.ETIMEDOUT : message);
  return new StartupError(`Cannot use PostgreSQL at ${address(connectionString)}: ${advice}.`, {
    cause: error,
  });
}

/** The address without user, password and options. */
function address(connectionString: string): string {
  if (!URL.canParse(connectionString)) return '(DATABASE_URL)';
  const { host, pathname, searchParams } = new URL(connectionString);
  return `${host || searchParams.get('host') || 'localhost'}${pathname}`;
}
