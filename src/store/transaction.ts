/**
 * One transaction, and the rows it will add.
 *
 * Rows that are only ever added (entries, audit, outgoing, new people) are collected and written together by one
 * statement at the end, so that a batch of handled messages costs a handful of statements instead of hundreds.
 * `sql(tx)` writes what is collected before it hands out the client: whoever reads, reads his own writes.
 */
import { type Db, hasSeveralConnections, type Tx as SqlTx } from './db.ts';
import { type Keyring, keyringOfDb } from './keyring.ts';

/** Tables whose new rows may wait for the end of the transaction, parents before children. */
const TABLES = {
  person: ['id', 'name', 'room', 'site_id', 'locale', 'phone', 'jurisdiction', 'party_id', 'created_at'],
  channel_identity: [
    'id',
    'account',
    'external_id',
    'display_name',
    'username',
    'platform_locale',
    'person_id',
    'staff_id',
    'private_chat',
    'created_at',
  ],
  chat: [
    'id',
    'account',
    'external_id',
    'kind',
    'title',
    'state',
    'site_id',
    'team_id',
    'locale',
    'created_at',
  ],
  ticket: [
    'id',
    'number',
    'person_id',
    'site_id',
    'team_id',
    'need',
    'urgency',
    'state',
    'restricted',
    'summary',
    'language',
    'account',
    'private_chat',
    'group_chat',
    'version',
    'due_at',
    'opened_at',
    'acknowledged_at',
    'next_page_at',
    'pages',
    'source',
    'speaker_id',
    'about_staff_id',
    'chases',
    'rule_version',
    'response_due_at',
    'resolution_due_at',
  ],
  escalation: ['ticket_id', 'step', 'owner_at', 'lead_at', 'supervisor_at', 'next_at'],
  item_line: [
    'id',
    'ticket_id',
    'position',
    'item',
    'name',
    'amount',
    'unit',
    'state',
    'delivered',
    'version',
    'updated_at',
  ],
  card: ['ticket_id', 'chat_id'],
  entry: [
    'ticket_id',
    'kind',
    'person_id',
    'staff_id',
    'text',
    'restricted',
    'attachments',
    'inbound_id',
    'message_ref',
    'at',
  ],
  faq_miss: ['id', 'question', 'locale', 'site_id', 'person_id', 'ticket_id', 'asked_at'],
  access_log: ['at', 'staff_id', 'person_id', 'ticket_id', 'what', 'channel'],
  privacy_notice: ['person_id', 'version', 'account', 'shown_at'],
  audit: ['at', 'actor', 'channel', 'action', 'ticket_id', 'before', 'after'],
  outgoing: [
    'account',
    'chat',
    'lane',
    'kind',
    'body',
    'dedupe_key',
    'ticket_id',
    'state',
    'attempts',
    'not_before',
    'expires_at',
    'created_at',
  ],
  webhook_delivery: ['webhook_id', 'message_id', 'type', 'body', 'created_at', 'state', 'attempts'],
} as const satisfies Record<string, readonly string[]>;

/** A table that takes collected rows. */
export type Table = keyof typeof TABLES;

/** A new row, by column name; instants as ISO text, absent columns null. */
export type Row = Record<string, unknown>;

/** A transaction in progress: hand it on, never keep it. */
export interface Tx {
  readonly client: SqlTx;
  /** Reads what is committed, while this transaction reads something else; undefined where there is one connection. */
  readonly beside: Db | undefined;
  /** What numbers are encrypted with. */
  readonly keyring: Keyring;
  readonly rows: Map<Table, Row[]>;
  readonly sessions: Map<string, Row>;
  readonly handled: bigint[];
  /** What a number picks from now on in chats without buttons, by chat. */
  readonly offers: Map<string, Row>;
  /** People of whom something changed here that a message of theirs, read before, does not know yet. */
  readonly changed: Set<string>;
  /** Ticket numbers taken from the database and not used yet; kept for the next transaction, so that none is skipped. */
  readonly numbers: number[];
  /** What was read in this transaction and does not change in it, by name. */
  readonly memo: Map<string, Promise<unknown>>;
}

/** Where a read may happen: outside a transaction or in one. */
export type Reader = Db | Tx;

/** Collects a row to be added at the end of this transaction, or before its next statement. */
export function append(tx: Tx, table: Table, row: Row): void {
  const rows = tx.rows.get(table);
  if (rows) rows.push(row);
  else tx.rows.set(table, [row]);
}

/** The client for statements of one's own, after everything collected so far is written. */
export async function sql(db: Reader): Promise<Db | SqlTx> {
  if (!('rows' in db)) return db;
  await flush(db);
  return db.client;
}

/**
 * Reads what a batch of messages asks for again and again (teams, sites) once per transaction, without writing what
 * is collected first: only for tables that nothing is collected for. Outside a transaction it is read each time.
 */
export function once<T>(tx: Reader, name: string, load: (client: Db | SqlTx) => Promise<T>): Promise<T> {
  if (!('rows' in tx)) return load(tx);
  let value = tx.memo.get(name) as Promise<T> | undefined;
  if (!value) {
    value = load(tx.client);
    tx.memo.set(name, value);
  }
  return value;
}

/** What numbers are encrypted with there. */
export const keyringOf = (db: Reader): Keyring => ('rows' in db ? db.keyring : keyringOfDb(db));

const reserves = new WeakMap<Db, number[]>();

/** Runs `work` in one transaction; what it collected is committed with it, or not at all. */
export async function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  const numbers = reserves.get(db) ?? [];
  reserves.set(db, numbers);
  return db.$transaction(async (client) => {
    const maps = { rows: new Map(), sessions: new Map(), offers: new Map(), memo: new Map() };
    const collected = { ...maps, handled: [], changed: new Set<string>() };
    const beside = hasSeveralConnections(db) ? db : undefined;
    const tx: Tx = { client, beside, numbers, keyring: keyringOfDb(db), ...collected };
    const value = await work(tx);
    await flush(tx);
    return value;
  });
}

async function flush(tx: Tx): Promise<void> {
  await flushRows(tx);
  await flushOffers(tx);
}

/** After the rows, for a chat may be among them. */
async function flushOffers({ client, offers }: Tx): Promise<void> {
  if (offers.size === 0) return;
  const rows = JSON.stringify([...offers.values()]);
  offers.clear();
  await client.$executeRaw`
    update chat c set offered = q.offered
    from jsonb_to_recordset(${rows}::jsonb) as q(account text, chat text, offered jsonb)
    where c.account = q.account and c.external_id = q.chat and c.offered is distinct from q.offered`;
}

async function flushRows(tx: Tx): Promise<void> {
  const parts: string[] = [];
  const params: unknown[] = [];
  for (const table of Object.keys(TABLES) as Table[]) {
    const rows = tx.rows.get(table);
    if (rows?.length) parts.push(insertion(table, params.push(JSON.stringify(rows))));
  }
  if (tx.sessions.size) parts.push(sessionUpsert(params.push(JSON.stringify([...tx.sessions.values()]))));
  if (tx.handled.length) {
    parts.push(
      `update inbound set state = 'handled', handled_at = now() where id in (select jsonb_array_elements_text($${params.push(
        JSON.stringify(tx.handled.map(String)),
      )}::jsonb)::bigint)`,
    );
  }
  if (parts.length === 0) return;
  tx.rows.clear();
  tx.sessions.clear();
  tx.handled.length = 0;
  const statement = parts.map((part, index) => `p${index} as (${part})`).join(', ');
  await tx.client.$executeRawUnsafe(`with ${statement} select 1`, ...params);
}

function insertion(table: Table, parameter: number): string {
  const columns = TABLES[table].map((column) => `"${column}"`).join(', ');
  const conflict = table === 'outgoing' ? ' on conflict (dedupe_key) do nothing' : '';
  return `insert into "${table}" (${columns}) select ${columns} from jsonb_populate_recordset(null::"${table}", $${parameter}::jsonb)${conflict}`;
}

/** Each row's state holds what changed, null for what is forgotten. */
function sessionUpsert(parameter: number): string {
  return `insert into session (account, chat, sender, state, updated_at)
    select account, chat, sender, jsonb_strip_nulls(state), updated_at
    from jsonb_populate_recordset(null::session, $${parameter}::jsonb)
    on conflict (account, chat, sender) do update set updated_at = excluded.updated_at,
      state = jsonb_strip_nulls(session.state || (
        select r.state from jsonb_populate_recordset(null::session, $${parameter}::jsonb) r
        where (r.account, r.chat, r.sender) = (excluded.account, excluded.chat, excluded.sender)))`;
}
