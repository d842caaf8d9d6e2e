/** What makes a server give back what a connection holds when the other end of it is gone without a word. */
import type { ClientBase } from 'pg';

/** A machine that falls silent is noticed after 25 s, a query that nobody waits for any more after 1 s. */
const SILENCE = {
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
  client_connection_check_interval: '1s',
} as const;

/** Settings of one connection, by PostgreSQL's names; older servers, and some systems, do not know all of them. */
export async function noticeSilence(client: ClientBase, more: Record<string, string> = {}): Promise<void> {
  for (const [setting, value] of Object.entries({ ...SILENCE, ...more })) {
    await client.query('select set_config($1, $2, false)', [setting, value]).catch(() => {});
  }
}
