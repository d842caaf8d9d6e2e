/** The accounts of travellers: where each is answered, what a new one takes over, and whom a failing one endangers. */
import { toIso } from '../clock.ts';
import type { AccountId, ChatRef } from '../domain/ids.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { OF_NOTICE } from './notice-sending.ts';
import { TAKEN_ALONG } from './outgoing.ts';
import { sql, type Tx } from './transaction.ts';

/**
 * Whether the books know this person without an account: from a roster, or by a stay. Anybody else has only written.
 */
export async function isRegistered(tx: Tx, personId: string): Promise<boolean> {
  const client = await sql(tx);
  const [row] = await client.$queryRaw<{ is: boolean }[]>`
    select exists (select 1 from stay where person_id = ${personId}::uuid)
      or exists (select 1 from person_details where person_id = ${personId}::uuid and import_id is not null) as is`;
  return row?.is === true;
}

/** An account of somebody's. */
export interface AccountOf {
  readonly id: string;
  readonly account: AccountId;
  readonly sender: string;
  readonly displayName: string | null;
  /** Null where the bot may not write to them. */
  readonly chat: ChatRef | null;
  /** The account is online and takes messages, as far as is known. */
  readonly isLive: boolean;
}

/** The accounts of one person, the newest first. */
export async function listAccountsOf(tx: Tx, personId: string): Promise<AccountOf[]> {
  const client = await sql(tx);
  return client.$queryRaw<AccountOf[]>`
    select ci.id::text, ci.account, ci.external_id as sender, ci.display_name as "displayName",
      ci.private_chat as chat,
      coalesce(a.health in ('online', 'starting'), true) and coalesce(c.state, 'open') = 'open' as "isLive"
    from channel_identity ci left join account a on a.id = ci.account
    left join chat c on c.account = ci.account and c.external_id = ci.private_chat
    where ci.person_id = ${personId}::uuid order by ci.created_at desc, ci.id`;
}

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');

/** A ticket that is answered elsewhere now, and where it was before. */
export interface Redirected {
  readonly ticketId: string;
  readonly account: AccountId;
  /** Null where it was answered in a group alone. */
  readonly chat: ChatRef | null;
}

/**
 * From now on this person's open tickets are answered in this private chat: those of `ticketId`, or all of them. The
 * answers that wait for a private chat are left to whoever sends them.
 */
export async function answerIn(
  tx: Tx,
  personId: string,
  to: { readonly account: AccountId; readonly chat: ChatRef },
  ticketId: string | null = null,
): Promise<Redirected[]> {
  const client = await sql(tx);
  const moved = await client.$queryRawUnsafe<Redirected[]>(
    `with before as (
       select id, account, private_chat from ticket
       where coalesce(speaker_id, person_id) = $1::uuid and person_id = any(array(
           select $1::uuid union all select person_id from ticket where speaker_id = $1::uuid))
         and state in (${OPEN}) and (account, private_chat) is distinct from ($2, $3)
         and ($4::uuid is null or id = $4::uuid)
       order by id for update)
     update ticket t set account = $2, private_chat = $3,
       delivery_problem = case when t.private_chat is null and t.delivery_problem = 'no-private-chat'
         then t.delivery_problem end
     from before b where t.id = b.id
     returning t.id::text as "ticketId", b.account, b.private_chat as chat`,
    personId,
    to.account,
    to.chat,
    ticketId,
  );
  if (moved.length > 0) tx.changed.add(personId);
  return moved;
}

/** News that belong to no ticket and do not end by themselves; where they were refused they are said elsewhere. */
const LASTING = '^(stay:date|released|test:told|test:contact|trip):';

/**
 * What an account that cannot be written to any more did not get comes to the new one: everything that waits, answers
 * of colleagues to tickets that are not closed, notices in force, and what else was refused there and is still worth
 * saying. As copies, since a delivery may hold the old ones.
 */
export async function bringAlong(
  tx: Tx,
  from: { readonly account: AccountId; readonly chat: ChatRef },
  to: { readonly account: AccountId; readonly chat: ChatRef },
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRawUnsafe(
    `with missed as (
       update outgoing o set state = 'expired', error = '${TAKEN_ALONG}'
       where account = $1 and chat = $2 and kind = 'message' and (state = 'pending'
         or state = 'failed' and dedupe_key not like '%:moved' and (
           dedupe_key like 'relay:%' and exists (
             select 1 from ticket t where t.id = o.ticket_id and t.state <> 'closed')
           or ${OF_NOTICE} in (select id::text from notice where state in ('sending', 'sent'))
           or ticket_id is null and error in ('blocked', 'gone')
             and (dedupe_key ~ '${LASTING}' and coalesce(expires_at > $5::timestamptz, true)
               or expires_at > $5::timestamptz and dedupe_key not like 'danger:%')))
       returning *
     ), reminded as (
       update reminder r set state = 'sent' from missed where r.key = missed.dedupe_key and r.state = 'unreachable'
     )
     insert into outgoing (account, chat, lane, kind, body, dedupe_key, ticket_id, state, attempts, not_before,
       expires_at, created_at)
     select $3, $4, lane, kind, jsonb_set(body, '{chat}', to_jsonb($4::text)), dedupe_key || ':' || $3 || ':moved',
       ticket_id, 'pending', 0, case when attempts = 0 then greatest(not_before, $5::timestamptz) else $5::timestamptz end,
       expires_at, $5::timestamptz
     from missed order by id
     on conflict (dedupe_key) do nothing`,
    from.account,
    from.chat,
    to.account,
    to.chat,
    toIso(now),
  );
}

/** The open ticket on which a colleague spoke last to this person, at another account than this one. */
export async function findHeard(
  tx: Tx,
  personId: string,
  at: { readonly account: AccountId; readonly chat: ChatRef },
): Promise<string | undefined> {
  const client = await sql(tx);
  const [row] = await client.$queryRaw<{ id: string }[]>`
    select t.id::text from channel_identity ci
    join session s on s.account = ci.account and s.chat = ci.private_chat and s.sender = ci.external_id
    join ticket t on t.id = (s.state->>'heard')::uuid and t.account = ${at.account} and t.private_chat = ${at.chat}
    where ci.person_id = ${personId}::uuid and (ci.account, ci.private_chat) is distinct from (${at.account}, ${at.chat})
      and coalesce(t.speaker_id, t.person_id) = ${personId}::uuid
    order by s.updated_at desc limit 1`;
  return row?.id;
}

/** Whose account this is; undefined for nobody's. */
export async function ownerOfAccount(tx: Tx, identityId: string): Promise<string | undefined> {
  const client = await sql(tx);
  const found = await client.channelIdentity.findUnique({ where: { id: identityId } });
  return found?.personId ?? undefined;
}

/** The numbers of this person's tickets that are answered at this account, which is where they were written. */
export async function listWrittenAt(
  tx: Tx,
  personId: string,
  { account, chat }: Pick<AccountOf, 'account' | 'chat'>,
): Promise<number[]> {
  const client = await sql(tx);
  const rows = await client.$queryRaw<{ number: number }[]>`
    select number from ticket where coalesce(speaker_id, person_id) = ${personId}::uuid
      and account = ${account} and private_chat = ${chat} order by number`;
  return rows.map(({ number }) => number);
}

/**
 * From now on nothing of this person is said in this chat: answers to their tickets wait for a private chat, and what was
 * to be sent there is not.
 */
export async function answerNowhere(
  tx: Tx,
  personId: string,
  { account, chat }: Pick<AccountOf, 'account' | 'chat'>,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    update ticket set private_chat = null where coalesce(speaker_id, person_id) = ${personId}::uuid
      and account = ${account} and private_chat = ${chat}`;
  await client.$executeRaw`
    update outgoing set state = 'expired', error = ${TAKEN_ALONG}
    where account = ${account} and chat = ${chat} and kind = 'message' and state = 'pending'`;
}

/** An account stops being anybody's: whoever writes from it is a stranger, and what was talked of there is forgotten. */
export async function dropAccount(tx: Tx, identityId: string): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    delete from session s using channel_identity ci
    where ci.id = ${identityId}::uuid and s.account = ci.account and s.sender = ci.external_id`;
  await client.channelIdentity.update({ where: { id: identityId }, data: { personId: null } });
}

/** A traveller's account on one platform, and where it can be written to. */
export interface AccountAtRisk {
  readonly id: string;
  readonly personId: string;
  readonly chat: ChatRef;
  /** Chosen, else of the platform; null while unknown. */
  readonly locale: string | null;
}

const AT_RISK = `
  from channel_identity ci join person p on p.id = ci.person_id
  left join chat c on c.account = ci.account and c.external_id = ci.private_chat
  where ci.account = $1 and ci.private_chat is not null and ci.staff_id is null and coalesce(c.state, 'open') = 'open'
    and not exists (select 1 from channel_identity o join account a on a.id = o.account
      where o.person_id = ci.person_id and o.account <> ci.account and a.health = 'online')`;

/** Travellers who write from this account and from no other that is online, by id, after this one. */
export async function listAtRisk(
  tx: Tx,
  account: string,
  after: string | null,
  limit: number,
): Promise<AccountAtRisk[]> {
  const client = await sql(tx);
  return client.$queryRawUnsafe<AccountAtRisk[]>(
    `select ci.id::text, ci.person_id::text as "personId", ci.private_chat as chat,
       coalesce(p.locale, ci.platform_locale) as locale
     ${AT_RISK} and ($2::uuid is null or ci.id > $2::uuid) order by ci.id limit $3::int`,
    account,
    after,
    limit,
  );
}

/** How many they are. */
export async function countAtRisk(tx: Tx, account: string): Promise<number> {
  const client = await sql(tx);
  const [row] = await client.$queryRawUnsafe<{ count: number }[]>(
    `select count(*)::int as count ${AT_RISK}`,
    account,
  );
  return row?.count ?? 0;
}

const WARNING = 'account-at-risk:';

/** Notes that those who write from an account are being warned, and of whom everybody up to `upTo` was. */
export async function saveWarning(tx: Tx, account: string, upTo: string): Promise<void> {
  const client = await sql(tx);
  await client.$executeRaw`
    insert into setting (key, value) values (${WARNING + account}, ${upTo})
    on conflict (key) do update set value = excluded.value`;
}

/** Warnings under way: by account, up to whom. Nobody else goes on with them until the end of this transaction. */
export async function takeWarnings(tx: Tx): Promise<{ account: AccountId; upTo: string }[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<{ key: string; value: string }[]>(
    `select key, value from setting where key like '${WARNING}%' order by key for update skip locked`,
  );
  return rows.map(({ key, value }) => ({ account: key.slice(WARNING.length) as AccountId, upTo: value }));
}

/** Everybody is warned. */
export async function endWarning(tx: Tx, account: string): Promise<void> {
  const client = await sql(tx);
  await client.setting.deleteMany({ where: { key: WARNING + account } });
}
