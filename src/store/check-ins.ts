/**
 * Who said how they are, day by day, in table `check_in`. A row is made when somebody is to be asked; `asked_at` is
 * null where nobody could be asked, and `state` is `answered` once they, or somebody for them, told.
 */
import { toIso } from '../clock.ts';
import type { Condition, Mood, Symptom } from '../domain/check-in/thresholds.ts';
import { DAYS, type Day, daysParameter, HERE, NOWHERE, SAME_SITE } from './check-in-days.ts';
import { isChild, isGrown } from './children.ts';
import { type PersonRecord, toRecord } from './records.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** Somebody to be asked. */
export interface DueCheckIn {
  readonly personId: string;
  readonly day: string;
  readonly siteId: string | null;
  readonly name: string | null;
  /** They were asked before, that day. */
  readonly wasAsked: boolean;
}

/** Notes everybody who is here and has no row for the day yet, at most so many; nobody else gets the same ones. */
export async function takeUnasked(tx: Tx, days: readonly Day[], most: number): Promise<DueCheckIn[]> {
  if (days.length === 0) return [];
  const client = await sql(tx);
  return client.$queryRawUnsafe<DueCheckIn[]>(
    `with ${DAYS}, added as (
       insert into check_in (person_id, day, site_id, state)
       select s.person_id, r.day, r.site_id, 'asked' from r join stay s on ${SAME_SITE}
       where ${HERE} and not exists (select 1 from check_in c where c.person_id = s.person_id and c.day = r.day)
       limit $2::int on conflict do nothing returning person_id, day, site_id
     )
     select p.id::text as "personId", a.day::text as day, a.site_id::text as "siteId", p.name, false as "wasAsked"
     from added a join person p on p.id = a.person_id order by p.created_at, p.name, p.id`,
    daysParameter(days),
    most,
  );
}

/** Takes everybody who is here, has not answered and was not reminded; `since` of a day is when its reminder is due. */
export async function takeUnreminded(
  tx: Tx,
  days: readonly Day[],
  now: Temporal.Instant,
  most: number,
): Promise<DueCheckIn[]> {
  if (days.length === 0) return [];
  const client = await sql(tx);
  return client.$queryRawUnsafe<DueCheckIn[]>(
    `with ${DAYS}, due as (
       select c.person_id, c.day from r join check_in c on c.day = r.day and c.state = 'asked'
         and coalesce(c.site_id, ${NOWHERE}) = coalesce(r.site_id, ${NOWHERE})
       join stay s on s.person_id = c.person_id and ${HERE}
       where c.reminded_at is null and (c.asked_at is null or c.asked_at < r.since)
       limit $3::int for update of c skip locked
     ), taken as (
       update check_in c set reminded_at = $2::timestamptz from due
       where c.person_id = due.person_id and c.day = due.day returning c.person_id, c.day, c.site_id, c.asked_at
     )
     select p.id::text as "personId", t.day::text as day, t.site_id::text as "siteId", p.name, t.asked_at is not null as "wasAsked"
     from taken t join person p on p.id = t.person_id order by p.created_at, p.name, p.id`,
    daysParameter(days),
    toIso(now),
    most,
  );
}

/** Notes that these could be asked. */
export async function markAsked(
  tx: Tx,
  asked: readonly Pick<DueCheckIn, 'personId' | 'day'>[],
  now: Temporal.Instant,
): Promise<void> {
  if (asked.length === 0) return;
  const client = await sql(tx);
  await client.$executeRawUnsafe(
    `update check_in c set asked_at = coalesce(c.asked_at, $2::timestamptz)
     from jsonb_to_recordset($1::jsonb) as a("personId" uuid, day date)
     where c.person_id = a."personId" and c.day = a.day`,
    JSON.stringify(asked.map(({ personId, day }) => ({ personId, day }))),
    toIso(now),
  );
}

/** A row as it is worked with. */
export interface CheckInRecord extends Condition {
  readonly personId: string;
  readonly day: string;
  readonly isAnswered: boolean;
}

interface ConditionRow {
  personId: string;
  day: string;
  state: string;
  temperature: number | null;
  symptoms: Symptom[] | null;
  noSymptoms: boolean;
  mood: Mood | null;
}

const CONDITION = `c.person_id::text as "personId", c.day::text as day, c.state, c.temperature::float8 as temperature,
  c.symptoms, c.no_symptoms as "noSymptoms", c.mood`;

const toCheckIn = ({ state, symptoms, ...row }: ConditionRow): CheckInRecord => ({
  ...row,
  symptoms: symptoms ?? [],
  isAnswered: state === 'answered',
});

/** What these people said from this day on, the latest first. */
export async function listCheckIns(
  db: Reader,
  personIds: readonly string[],
  from: Temporal.PlainDate,
): Promise<CheckInRecord[]> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<ConditionRow[]>(
    `select ${CONDITION} from check_in c where c.person_id = any($1::uuid[]) and c.day >= $2::date
     order by c.day desc`,
    personIds,
    from.toString(),
  );
  return rows.map(toCheckIn);
}

/** Whoever said it, and of which day. */
export interface Saying {
  readonly personId: string;
  readonly day: Temporal.PlainDate;
  readonly siteId: string | null;
  /** The person or colleague who told, where it was not they themselves. */
  readonly by: string | null;
  /** Words besides what was understood. */
  readonly note?: string | undefined;
}

/** Keeps how somebody is that day, in place of what was kept before. */
export async function saveCheckIn(
  tx: Tx,
  { personId, day, siteId, by, note }: Saying,
  { temperature, symptoms, noSymptoms, mood }: Condition,
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  await client.$executeRawUnsafe(
    `insert into check_in as c (person_id, day, site_id, state, answered_at, answered_by, temperature, symptoms,
       no_symptoms, mood, note)
     values ($1::uuid, $2::date, $3::uuid, 'answered', $4::timestamptz, $5::uuid, $6::numeric, $7::text[],
       $8::boolean, $9, $10)
     on conflict (person_id, day) do update set state = 'answered', answered_at = excluded.answered_at,
       answered_by = excluded.answered_by, temperature = excluded.temperature, symptoms = excluded.symptoms,
       no_symptoms = excluded.no_symptoms, mood = excluded.mood, note = coalesce(excluded.note, c.note)`,
    personId,
    day.toString(),
    siteId,
    toIso(now),
    by,
    temperature,
    symptoms,
    noSymptoms,
    mood,
    note ?? null,
  );
}

/** Somebody a traveller may answer for, with the site of their stay. */
export interface Answerable {
  readonly person: PersonRecord;
  readonly isSelf: boolean;
  /** Whether they have an open stay and are there. */
  readonly isHere: boolean;
  readonly siteId: string | null;
  /** They have an account of their own, and are asked there. */
  readonly hasAccount: boolean;
}

/** The traveller, those they are confirmed to speak for, and children of their party; themselves first. */
export async function listAnswerable(tx: Tx, readerId: string): Promise<Answerable[]> {
  const client = await sql(tx);
  const rows = await client.$queryRawUnsafe<
    (Omit<Answerable, 'person'> & { person: Record<string, unknown> })[]
  >(
    `select to_jsonb(p) as person, p.id = $1::uuid as "isSelf", s.id is not null as "isHere",
       coalesce(s.site_id, p.site_id)::text as "siteId",
       exists (select 1 from channel_identity ci where ci.person_id = p.id and ci.private_chat is not null)
         as "hasAccount"
     from person p left join stay s on s.person_id = p.id and ${HERE}
     where p.id = any(array(select $1::uuid
       union select subject_id from proxy where speaker_id = $1::uuid and state = 'verified'
       union select c.id from person me join person c on c.party_id = me.party_id and c.id <> me.id
         join person_details d on d.person_id = c.id and ${isChild('d.birth_date')}
         left join person_details md on md.person_id = me.id
         where me.id = $1::uuid and ${isGrown('md.birth_date')}))
     order by p.id = $1::uuid desc, p.created_at, p.name, p.id`,
    readerId,
  );
  return rows.map(({ person, ...row }) => ({ ...row, person: toRecord<PersonRecord>(person) }));
}

/** Words in a private chat are read as an answer about this person, unless another question is open there. */
export interface Expected {
  readonly account: string;
  readonly chat: string;
  readonly answer: string;
  readonly subject: string;
}

/** Notes what is expected in many chats at once; a question that nobody answered for so long is given up. */
export async function expectAnswers(
  tx: Tx,
  expected: readonly Expected[],
  now: Temporal.Instant,
  givenUp: Temporal.Instant,
): Promise<void> {
  if (expected.length === 0) return;
  const client = await sql(tx);
  await client.$executeRawUnsafe(
    `insert into session as s (account, chat, sender, state, updated_at)
     select ci.account, ci.private_chat, ci.external_id, jsonb_build_object('expect', jsonb_build_object(
       'answer', e.answer, 'params', jsonb_build_object('subject', e.subject), 'at', $2::text)), $2::timestamptz
     from jsonb_to_recordset($1::jsonb) as e(account text, chat text, answer text, subject text)
     join channel_identity ci on ci.account = e.account and ci.private_chat = e.chat
     on conflict (account, chat, sender) do update set state = s.state || excluded.state
     where s.state->'expect' is null or s.state->'expect'->>'answer' like 'check-in%'
       or (s.state->'expect'->>'at')::timestamptz < $3::timestamptz`,
    JSON.stringify(expected),
    toIso(now),
    toIso(givenUp),
  );
}
