/**
 * The history of the web's chats: both sides, every change under a new revision.
 *
 * Revisions come from one sequence; a lock per chat lets them become visible in their order, so that a page asking
 * for "everything after revision n" never misses one that was committed late.
 */
import { type ChatRef, chatRef, type SenderRef } from '../domain/ids.ts';
import type { Db } from './db.ts';
import type { Store } from './open.ts';

/** A message to be stored; `content` is the channel's own JSON. */
export interface NewStoredMessage<C> {
  readonly chat: ChatRef;
  readonly author: 'bot' | 'person' | 'staff';
  readonly clientId?: string;
  readonly sender?: SenderRef;
  readonly name?: string;
  readonly content: C;
  readonly at: string;
}

/** A stored message: `seq` names it, `rev` grows with every change. */
export interface StoredMessage<C> extends NewStoredMessage<C> {
  readonly seq: number;
  readonly rev: number;
}

interface Row<C> {
  seq: bigint;
  rev: bigint;
  chat: ChatRef;
  author: 'bot' | 'person' | 'staff';
  client_id: string | null;
  sender: SenderRef | null;
  name: string | null;
  content: C;
  at: Date;
}

/** Waits for the chat's turn ($1) before the statement that follows takes a revision. */
const LOCK = `with turn as materialized (select pg_advisory_xact_lock(hashtextextended('web ' || $1, 0)))`;

/** The channel by which processes tell each other that a chat (the payload) has changed. */
const CHANGED = 'web_message';

/** Tells the other processes at the commit; there are none on the embedded database. */
const told = ({ kind }: Pick<Store, 'kind'>): string =>
  kind === 'postgres' ? `, pg_notify('${CHANGED}', web_message.chat)::text` : '';

/** The history on this database. */
export function createWebMessages<C extends object>(store: Store) {
  const { db } = store;
  // Messages to one chat that come in the same moment are written by one statement.
  const together = new Map<string, Posting<C>[]>();
  const list = async (where: string, ...params: unknown[]): Promise<StoredMessage<C>[]> => {
    const rows = await db.$queryRawUnsafe<Row<C>[]>(`select * from web_message where ${where}`, ...params);
    return rows.map(toMessage);
  };
  return {
    append: (message: NewStoredMessage<C>): Promise<StoredMessage<C>> =>
      new Promise((resolve, reject) => {
        const waiting = together.get(message.chat);
        if (waiting) return void waiting.push({ message, resolve, reject });
        together.set(message.chat, [{ message, resolve, reject }]);
        setImmediate(() => {
          const posts = together.get(message.chat) ?? [];
          together.delete(message.chat);
          void appendAll(store, posts);
        });
      }),
    async update(chat: ChatRef, seq: number, content: C): Promise<StoredMessage<C> | undefined> {
      const rows = await db.$queryRawUnsafe<Row<C>[]>(
        `${LOCK} update web_message set content = $3::jsonb, rev = nextval('web_message_rev') from turn
         where chat = $1 and seq = $2::bigint returning web_message.*${told(store)}`,
        chat,
        seq,
        JSON.stringify(content),
      );
      return rows[0] && toMessage(rows[0]);
    },
    get: async (chat: ChatRef, seq: number) => (await list('chat = $1 and seq = $2::bigint', chat, seq))[0],
    since: (chat: ChatRef, rev: number, limit: number) =>
      list('chat = $1 and rev > $2::bigint order by rev limit $3', chat, rev, limit),
    latest: async (chat: ChatRef, limit: number, before?: number) =>
      (
        await list(
          'chat = $1 and seq < $2::bigint order by seq desc limit $3',
          chat,
          before ?? Number.MAX_SAFE_INTEGER,
          limit,
        )
      ).reverse(),
    async head(chat: ChatRef): Promise<number> {
      const rows = await db.$queryRaw<
        { rev: bigint | null }[]
      >`select max(rev) as rev from web_message where chat = ${chat}`;
      return Number(rows[0]?.rev ?? 0);
    },
    ...(store.kind === 'postgres' ? { onChange: (listener: Changed) => listenFor(store, listener) } : {}),
  };
}

/** Called with the chat that changed; undefined when it may be any, as after a lost connection. */
type Changed = (chat: ChatRef | undefined) => void;

function listenFor(store: Store, listener: Changed): () => void {
  const listening = store.listen(CHANGED, (chat) => listener(chat ? chatRef(chat) : undefined));
  return () => void listening.then((stop) => stop()).catch(() => {});
}

interface Posting<C> {
  readonly message: NewStoredMessage<C>;
  readonly resolve: (stored: StoredMessage<C>) => void;
  readonly reject: (error: unknown) => void;
}

/** Writes messages of one chat in their order, and finds those that were there already. */
async function appendAll<C>(store: Store, postings: readonly Posting<C>[]): Promise<void> {
  try {
    const rows = await insert(
      store,
      postings.map(({ message }) => message),
    );
    const byClient = new Map(rows.map((row) => [row.client_id, row]));
    const anonymous = rows.filter((row) => row.client_id === null);
    for (const { message, resolve, reject } of postings) {
      const { chat, clientId } = message;
      const row = clientId
        ? (byClient.get(clientId) ?? (await stored<C>(store.db, chat, clientId)))
        : anonymous.shift();
      if (row) resolve(toMessage(row));
      else reject(new Error('a web message conflicts with one that is not there'));
    }
  } catch (error) {
    for (const { reject } of postings) reject(error);
  }
}

async function insert<C>(store: Store, messages: readonly NewStoredMessage<C>[]): Promise<Row<C>[]> {
  const rows = messages.map((message, place) => ({ ...message, place, client_id: message.clientId ?? null }));
  const inserted = await store.db.$queryRawUnsafe<Row<C>[]>(
    `${LOCK}, placed as (
       select r.* from turn, jsonb_to_recordset($2::jsonb) as r(place int, author text, client_id text, sender text,
         name text, content jsonb, at timestamptz) order by place)
     insert into web_message (rev, chat, author, client_id, sender, name, content, at)
     select nextval('web_message_rev'), $1, author, client_id, sender, name, content, at from placed
     on conflict (chat, client_id) do nothing returning web_message.*${told(store)}`,
    messages[0]?.chat,
    JSON.stringify(rows),
  );
  return inserted.sort((a, b) => Number(a.seq - b.seq));
}

async function stored<C>(db: Db, chat: string, clientId: string): Promise<Row<C> | undefined> {
  const rows = await db.$queryRaw<Row<C>[]>`
    select * from web_message where chat = ${chat} and client_id = ${clientId}`;
  return rows[0];
}

function toMessage<C>(row: Row<C>): StoredMessage<C> {
  return {
    seq: Number(row.seq),
    rev: Number(row.rev),
    chat: row.chat,
    author: row.author,
    content: row.content,
    at: row.at.toISOString(),
    ...(row.client_id ? { clientId: row.client_id } : {}),
    ...(row.sender ? { sender: row.sender } : {}),
    ...(row.name ? { name: row.name } : {}),
  };
}
