/** People, the accounts they write from, and the chats they write in. */
import { randomUUIDv7 } from 'node:crypto';
import { toDate, toIso } from '../clock.ts';
import type { Inbound } from '../domain/message.ts';
import type { Db } from './db.ts';
import type { ChatRecord, IdentityRecord, PersonRecord } from './records.ts';
import { toNewRow, toRecord } from './records.ts';
import { seal } from './sealed.ts';
import { append, type Reader, sql, type Tx } from './transaction.ts';

/** Adds the chat a message came from. */
export function addChat(tx: Tx, inbound: Inbound, now: Temporal.Instant): ChatRecord {
  const chat: ChatRecord = {
    id: randomUUIDv7(),
    account: inbound.account,
    externalId: inbound.chat.id,
    kind: inbound.chat.kind,
    title: inbound.chat.title ?? null,
    state: 'open',
    siteId: null,
    teamId: null,
    oversees: false,
    hasTopics: false,
    locale: null,
    offered: null,
  };
  append(tx, 'chat', { ...toNewRow(chat), created_at: toIso(now) });
  return chat;
}

/** Adds the account a message came from. */
export function addIdentity(tx: Tx, inbound: Inbound, now: Temporal.Instant): IdentityRecord {
  const identity: IdentityRecord = {
    id: randomUUIDv7(),
    account: inbound.account,
    externalId: inbound.sender.id,
    displayName: inbound.sender.name ?? null,
    username: inbound.sender.username ?? null,
    platformLocale: inbound.sender.locale ?? null,
    personId: null,
    staffId: null,
    privateChat: inbound.chat.kind === 'private' ? inbound.chat.id : null,
  };
  append(tx, 'channel_identity', { ...toNewRow(identity), created_at: toIso(now) });
  return identity;
}

/** What may be said of a traveller; the phone as it is dialled. */
type PersonChange = Partial<Omit<PersonRecord, 'id' | 'care' | 'phone'>> & { readonly phone?: string | null };

/** Adds a traveller who is known by nothing but an account yet. */
export function addPerson(
  tx: Tx,
  { phone, ...fields }: Pick<PersonRecord, 'name' | 'locale' | 'siteId'> & PersonChange,
  now: Temporal.Instant,
): PersonRecord {
  const id = randomUUIDv7();
  const person: PersonRecord = {
    id,
    room: null,
    phone: seal(tx, 'person.phone', id, phone) ?? null,
    jurisdiction: null,
    partyId: null,
    care: [],
    ...fields,
  };
  append(tx, 'person', { ...toNewRow(person), created_at: toIso(now) });
  return person;
}

/** Changes what is known of a traveller. */
export async function updatePerson(tx: Tx, id: string, { phone, ...change }: PersonChange): Promise<void> {
  const client = await sql(tx);
  const numbers = phone === undefined ? {} : { phone: seal(tx, 'person.phone', id, phone) ?? null };
  await client.person.update({ where: { id }, data: { ...change, ...numbers } });
}

/** Changes what is known of an account. */
export async function updateIdentity(
  tx: Tx,
  id: string,
  change: Partial<Omit<IdentityRecord, 'id' | 'account' | 'externalId'>>,
): Promise<void> {
  const client = await sql(tx);
  await client.channelIdentity.update({ where: { id }, data: change });
}

/** Makes an account a colleague's, whether or not it has ever written. */
export async function joinAccount(
  tx: Tx,
  {
    account,
    sender,
    privateChat,
  }: { readonly account: string; readonly sender: string; readonly privateChat: string | null },
  staffId: string,
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  await client.channelIdentity.upsert({
    where: { account_externalId: { account, externalId: sender } },
    create: { id: randomUUIDv7(), account, externalId: sender, staffId, privateChat, createdAt: toDate(now) },
    update: { staffId },
  });
}

/**
 * Remembers which choices were last offered in a chat without buttons: a number picks one of them. A message without
 * choices ends the offer, or the answer to "how many bottles?" would press something. Collected, as rows are.
 */
export function offerChoices(
  tx: Tx,
  account: string,
  chat: string,
  choices: readonly { id: string; label: string }[],
): void {
  tx.offers.set(`${account} ${chat}`, { account, chat, offered: choices.length > 0 ? choices : null });
}

/** The traveller with this id. */
export async function findPerson(db: Reader, id: string): Promise<PersonRecord | undefined> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(p) as row from person p where id = ${id}::uuid`;
  return rows[0] && toRecord<PersonRecord>(rows[0].row);
}

/** A chat by the platform's id. */
export async function findChat(
  db: Reader,
  account: string,
  externalId: string,
): Promise<ChatRecord | undefined> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(c) as row from chat c where account = ${account} and external_id = ${externalId}`;
  return rows[0] && toRecord<ChatRecord>(rows[0].row);
}

/** The chats a team works in; `undefined` team means no team at all. */
export async function listTeamChats(db: Reader, teamId: string): Promise<ChatRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(c) as row from chat c where team_id = ${teamId}::uuid and state = 'open' order by created_at`;
  return rows.map((row) => toRecord<ChatRecord>(row.row));
}

/** Sets the language a member of staff is spoken to in. */
export async function updateStaffLocale(tx: Tx, id: string, locale: string): Promise<void> {
  const client = await sql(tx);
  await client.staff.update({ where: { id }, data: { locale } });
}

/** A chat by our own id. */
export async function findChatById(db: Reader, id: string): Promise<ChatRecord | undefined> {
  const client = await sql(db);
  const rows = await client.$queryRaw<{ row: Record<string, unknown> }[]>`
    select to_jsonb(c) as row from chat c where id = ${id}::uuid`;
  return rows[0] && toRecord<ChatRecord>(rows[0].row);
}

/** The one chat that sees every team's cards, made when it is not there yet. */
export async function ensureOverseeingChat(
  db: Db,
  account: string,
  externalId: string,
  now: Temporal.Instant,
): Promise<void> {
  await db.chat.upsert({
    where: { account_externalId: { account, externalId } },
    create: {
      id: randomUUIDv7(),
      account,
      externalId,
      kind: 'group',
      oversees: true,
      createdAt: toDate(now),
    },
    update: { oversees: true },
  });
}

/** Whether a chat takes messages; unknown chats are left unknown. */
export async function markChat(
  tx: Tx,
  account: string,
  externalId: string,
  state: ChatRecord['state'],
): Promise<void> {
  const client = await sql(tx);
  await client.chat.updateMany({ where: { account, externalId, state: { not: state } }, data: { state } });
}
