/** Who of the team is in a team's group, as far as that is known. */
import { toDate } from '../clock.ts';
import type { AccountId, ChatRef, SenderRef } from '../domain/ids.ts';
import type { Db, Tx as SqlTx } from './db.ts';
import type { ChatRecord } from './records.ts';
import { once, sql, type Tx } from './transaction.ts';

/** A team's group. An overseeing chat is none: everybody who works on that account is there by itself. */
export const isTeamGroup = (chat: ChatRecord | undefined): chat is ChatRecord =>
  chat?.kind === 'group' && chat.teamId !== null && !chat.oversees;

const memoOf = (chatId: string): string => `chat-members:${chatId}`;

/** Whether each account (by its own id in our tables) is in this chat; one that is missing is not known about. */
export function listPresence(tx: Tx, chatId: string): Promise<ReadonlyMap<string, boolean>> {
  return once(tx, memoOf(chatId), async (client) => {
    const rows = await client.$queryRaw<{ identity_id: string; present: boolean }[]>`
      select identity_id, present from chat_member where chat_id = ${chatId}::uuid`;
    return new Map(rows.map((row) => [row.identity_id, row.present]));
  });
}

/** Notes that people were seen in a chat, or seen leaving it; only colleagues are remembered. */
export async function notePresence(
  tx: Tx,
  chat: ChatRecord,
  people: readonly SenderRef[],
  present: boolean,
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    insert into chat_member (chat_id, identity_id, present, at)
    select ${chat.id}::uuid, id, ${present}::boolean, ${toDate(now)}::timestamptz from channel_identity
    where account = ${chat.account} and external_id = any(${[...people]}::text[]) and staff_id is not null
    on conflict (chat_id, identity_id) do update set present = excluded.present, at = excluded.at`;
  tx.memo.delete(memoOf(chat.id));
}

/** A group whose members matter, and which accounts of colleagues may be in it. */
export interface TeamGroup {
  readonly id: string;
  readonly account: AccountId;
  readonly chat: ChatRef;
  readonly colleagues: readonly SenderRef[];
}

/**
 * Every open group of a team, with the active colleagues on its platform. It is asked every second: the arrays keep to
 * the indexes, however many guests there are and however little the planner knows of the tables.
 */
export function listTeamGroups(db: Db): Promise<TeamGroup[]> {
  return db.$queryRaw<TeamGroup[]>`
    select c.id, c.account, c.external_id as chat, array_agg(ci.external_id order by ci.external_id) as colleagues
    from chat c join channel_identity ci on ci.account = c.account
    where c.team_id = any(array(select id from team)) and c.kind = 'group' and c.state = 'open' and not c.oversees
      and ci.staff_id = any(array(select id from staff where active))
    group by c.id order by c.created_at`;
}

/**
 * Notes what a platform answered when it was asked, at `asked`, who of the group's colleagues is there; what was seen
 * since then is newer, and stays.
 */
export async function saveRoll(
  db: Db,
  { id, account, colleagues }: TeamGroup,
  present: readonly SenderRef[],
  asked: Temporal.Instant,
): Promise<void> {
  await db.$executeRaw`
    insert into chat_member (chat_id, identity_id, present, at)
    select ${id}::uuid, id, external_id = any(${[...present]}::text[]), ${toDate(asked)}::timestamptz
    from channel_identity
    where account = ${account} and external_id = any(${[...colleagues]}::text[]) and staff_id is not null
    order by id
    on conflict (chat_id, identity_id) do update set present = excluded.present, at = excluded.at
      where chat_member.at < excluded.at and chat_member.present <> excluded.present`;
}

/** A group that has a new chat row takes over what is known of its members. */
export async function moveMembers(client: SqlTx, from: string, to: string): Promise<void> {
  await client.$executeRaw`
    insert into chat_member (chat_id, identity_id, present, at)
    select ${to}::uuid, identity_id, present, at from chat_member where chat_id = ${from}::uuid
    on conflict (chat_id, identity_id) do nothing`;
}
