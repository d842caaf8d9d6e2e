/** Stays with everything they are counted by, and what was planned of them. */
import { randomUUIDv7 } from 'node:crypto';
import { toIso } from '../clock.ts';
import type { StayState } from '../domain/roster-import.ts';
import type { DateChange, StayFacts, TestResult } from '../domain/stay/facts.ts';
import { parseRules, type Rule } from '../domain/stay/rule.ts';
import { type RuleBook, ruleBook } from '../domain/stay/rule-book.ts';
import type { StayPlan } from '../domain/stay.ts';
import { once, type Reader, sql, type Tx } from './transaction.ts';

/** An extension or a shortening as stored. */
export interface StayChangeRecord extends DateChange {
  readonly id: string;
  readonly number: number;
  readonly askedBy: string;
  readonly decidedBy: string | null;
}

/** A stay as stored, with its tests and changes. */
export interface StayRecord {
  readonly id: string;
  readonly personId: string;
  readonly siteId: string | null;
  /** Of the site, an IANA name; null where it names none. */
  readonly zone: string | null;
  readonly jurisdiction: string | null;
  readonly flight: string | null;
  readonly seat: string | null;
  readonly entryOn: Temporal.PlainDate | null;
  readonly arrivedAt: Temporal.Instant | null;
  readonly state: StayState;
  readonly endedAt: Temporal.Instant | null;
  readonly neverEntered: boolean;
  readonly contactOn: Temporal.PlainDate | null;
  readonly positiveOn: Temporal.PlainDate | null;
  readonly ruleVersions: readonly number[];
  readonly releaseOn: Temporal.PlainDate | null;
  readonly homeUntil: Temporal.PlainDate | null;
  readonly plannedAt: Temporal.Instant | null;
  /** The release date that the traveller was told last. */
  readonly toldReleaseOn: Temporal.PlainDate | null;
  readonly planVersion: number;
  /** Earliest first. */
  readonly tests: readonly { readonly takenOn: Temporal.PlainDate; readonly result: TestResult }[];
  /** In the order of their decision. */
  readonly changes: readonly StayChangeRecord[];
}

/** A stay with what was just planned of it. */
export interface PlannedStay {
  /** As stored now. */
  readonly stay: StayRecord;
  readonly plan: StayPlan;
  /** What was planned before. */
  readonly before: Pick<StayRecord, 'releaseOn' | 'homeUntil' | 'plannedAt'>;
}

/** Which stays are meant. */
export type StayFilter =
  | { readonly ids: readonly string[] }
  /** The open stay of each of these people, or their last one. */
  | { readonly people: readonly string[] }
  /** Open ones that must be planned anew; nobody else gets them until this transaction ends. */
  | { readonly unplanned: number };

const TESTS = `(select jsonb_agg(jsonb_build_object('takenOn', t.taken_on, 'result', t.result) order by t.taken_on)
  from stay_test t where t.stay_id = s.id)`;
const CHANGES = `(select jsonb_agg(jsonb_build_object('id', c.id, 'number', c.number, 'kind', c.kind, 'days', c.days,
  'reason', c.reason, 'approval', c.approval, 'askedBy', c.asked_by, 'decidedBy', c.decided_by)
  order by c.decided_at nulls last, c.number) from stay_change c where c.stay_id = s.id)`;
const SELECT = `select to_jsonb(s) as stay, p.jurisdiction, si.time_zone as zone, ${TESTS} as tests, ${CHANGES} as changes
  from stay s join person p on p.id = s.person_id left join site si on si.id = s.site_id`;

interface Row {
  stay: Record<string, unknown>;
  jurisdiction: string | null;
  zone: string | null;
  tests: { takenOn: string; result: TestResult }[] | null;
  changes: StayChangeRecord[] | null;
}

/** The stays that are meant, in no order that means anything. */
export async function listStays(db: Reader, filter: StayFilter): Promise<StayRecord[]> {
  const client = await sql(db);
  if ('unplanned' in filter) {
    // Read only once they are held: what somebody wrote until then would be planned without, and marked as planned.
    const held = await client.$queryRawUnsafe<{ id: string }[]>(UNPLANNED, filter.unplanned);
    return held.length > 0 ? listStays(db, { ids: held.map(({ id }) => id) }) : [];
  }
  return (await client.$queryRawUnsafe<Row[]>(...statement(filter))).map(toStay);
}

/** One person's open stay, or their last one; undefined when they have none. */
export async function findStay(db: Reader, personId: string): Promise<StayRecord | undefined> {
  const [stay] = await listStays(db, { people: [personId] });
  return stay;
}

const UNPLANNED = `select id::text as id from stay where needs_plan and ended_at is null order by id limit $1::int
  for update skip locked`;

function statement(filter: Exclude<StayFilter, { unplanned: number }>): [string, unknown] {
  if ('ids' in filter) return [`${SELECT} where s.id = any($1::uuid[])`, filter.ids];
  return [
    `${SELECT} where s.id in (select distinct on (person_id) id from stay where person_id = any($1::uuid[])
       order by person_id, (ended_at is null) desc, created_at desc, id desc)`,
    filter.people,
  ];
}

function toStay({ stay, jurisdiction, zone, tests, changes }: Row): StayRecord {
  return {
    id: String(stay.id),
    personId: String(stay.person_id),
    siteId: stay.site_id as string | null,
    zone,
    jurisdiction,
    flight: stay.flight as string | null,
    seat: stay.seat as string | null,
    entryOn: day(stay.entry_on),
    arrivedAt: instant(stay.arrived_at),
    state: stay.state as StayState,
    endedAt: instant(stay.ended_at),
    neverEntered: stay.never_entered === true,
    contactOn: day(stay.contact_on),
    positiveOn: day(stay.positive_on),
    ruleVersions: (stay.rule_versions as number[] | null) ?? [],
    releaseOn: day(stay.release_on),
    homeUntil: day(stay.home_until),
    plannedAt: instant(stay.planned_at),
    toldReleaseOn: day(stay.told_release_on),
    planVersion: Number(stay.plan_version),
    tests: (tests ?? []).map(({ takenOn, result }) => ({
      takenOn: Temporal.PlainDate.from(takenOn),
      result,
    })),
    changes: changes ?? [],
  };
}

const day = (value: unknown): Temporal.PlainDate | null =>
  typeof value === 'string' ? Temporal.PlainDate.from(value) : null;

const instant = (value: unknown): Temporal.Instant | null =>
  typeof value === 'string' ? Temporal.Instant.from(value) : null;

/** What `planStay` counts by; `zone` is the installation's, for sites that name none. */
export const stayFacts = (stay: StayRecord, zone: string): StayFacts => ({
  zone: stay.zone ?? zone,
  siteId: stay.siteId,
  jurisdiction: stay.jurisdiction,
  neverEntered: stay.neverEntered,
  entry: stay.entryOn,
  arrival: stay.arrivedAt,
  contact: stay.contactOn,
  positive: stay.positiveOn,
  tests: stay.tests.map(({ takenOn, result }) => ({ on: takenOn, result })),
  changes: stay.changes,
  ruleVersions: stay.ruleVersions,
});

/** All versions of all rules, oldest first. */
export async function listRules(db: Reader): Promise<Rule[]> {
  const client = await sql(db);
  const rows = await client.stayRule.findMany({ orderBy: { version: 'asc' } });
  return parseRules(rows.map(({ rule }) => rule));
}

/** The book of all rules, read once per transaction. */
export const readRuleBook = (tx: Tx): Promise<RuleBook> =>
  once(tx, 'rule-book', async (client) => {
    const rows = await client.stayRule.findMany({ orderBy: { version: 'asc' } });
    return ruleBook(parseRules(rows.map(({ rule }) => rule)));
  });

/** Adds a version; the number is the next one. Stays that keep another version go on keeping it. */
export async function addRule(
  tx: Tx,
  write: (version: number) => Rule,
  by: string | null,
  now: Temporal.Instant,
): Promise<Rule> {
  const client = await sql(tx);
  await client.$executeRaw`select pg_advisory_xact_lock(hashtextextended('stay-rules', 0))`;
  const [last] = await client.$queryRaw<{ version: number }[]>`
    select coalesce(max(version), 0)::int as version from stay_rule`;
  const rule = write((last?.version ?? 0) + 1);
  await client.$executeRaw`insert into stay_rule (version, rule, created_by, created_at)
    values (${rule.version}, ${JSON.stringify(rule)}::jsonb, ${by}::uuid, ${toIso(now)}::timestamptz)`;
  tx.memo.delete('rule-book');
  return rule;
}

/**
 * Stays without a date are planned by the new rules; with `all` every open stay is, and forgets which versions it kept:
 * its date may change. The number of stays that will be planned.
 */
export async function planAnew(tx: Tx, all: boolean): Promise<number> {
  const client = await sql(tx);
  if (all) {
    return client.$executeRaw`update stay set needs_plan = true, rule_versions = '{}' where ended_at is null`;
  }
  return client.$executeRaw`update stay set needs_plan = true where ended_at is null and release_on is null`;
}

/** Keeps what was planned; `version` grows where a date is another. */
export async function keepPlans(
  tx: Tx,
  planned: readonly { readonly stay: StayRecord; readonly plan: StayPlan }[],
  now: Temporal.Instant,
): Promise<void> {
  const client = await sql(tx);
  const rows = planned.map(({ stay, plan }) => ({
    id: stay.id,
    rule_versions: keptVersions(plan),
    release_on: plan.release?.toString() ?? null,
    home_until: plan.homeUntil?.toString() ?? null,
    next_test_on: plan.tests.find(({ taken }) => taken === null)?.date.toString() ?? null,
  }));
  await client.$executeRawUnsafe(
    `update stay s set rule_versions = r.rule_versions, release_on = r.release_on, home_until = r.home_until,
       next_test_on = r.next_test_on, planned_at = $2::timestamptz, needs_plan = false,
       plan_version = s.plan_version + (case when (s.release_on, s.home_until)
         is distinct from (r.release_on, r.home_until) then 1 else 0 end)
     from jsonb_populate_recordset(null::stay, $1::jsonb) r where s.id = r.id`,
    JSON.stringify(rows),
    toIso(now),
  );
}

/** The versions a stay keeps: none while it has no date, since another rule may be in force when its count begins. */
export const keptVersions = ({ release, unknown, ruleVersions }: StayPlan): readonly number[] =>
  release === null && unknown !== 'rule-version' ? [] : ruleVersions;

/** Keeps which release date travellers were told; null where the one they were told holds no more. */
export async function keepTold(
  tx: Tx,
  told: readonly { readonly stayId: string; readonly date: Temporal.PlainDate | null }[],
): Promise<void> {
  if (told.length === 0) return;
  const client = await sql(tx);
  await client.$executeRawUnsafe(
    `update stay s set told_release_on = r.told_release_on
     from jsonb_populate_recordset(null::stay, $1::jsonb) r where s.id = r.id`,
    JSON.stringify(
      told.map(({ stayId, date }) => ({ id: stayId, told_release_on: date?.toString() ?? null })),
    ),
  );
}

/** Begins a stay of somebody who has none that lasts. */
export async function addStay(
  tx: Tx,
  personId: string,
  siteId: string | null,
  state: StayState,
  now: Temporal.Instant,
): Promise<string> {
  const client = await sql(tx);
  const id = randomUUIDv7();
  await client.$executeRaw`insert into stay (id, person_id, site_id, state, created_at)
    values (${id}::uuid, ${personId}::uuid, ${siteId}::uuid, ${state}, ${toIso(now)}::timestamptz)`;
  return id;
}

/** What may be written of a stay by hand. */
export interface StayWrite {
  readonly siteId?: string | null;
  readonly state?: StayState;
  readonly arrivedAt?: Temporal.Instant | null;
  readonly endedAt?: Temporal.Instant | null;
  readonly contactOn?: Temporal.PlainDate | null;
  readonly positiveOn?: Temporal.PlainDate | null;
  readonly entryOn?: Temporal.PlainDate | null;
  readonly neverEntered?: boolean;
  readonly toldReleaseOn?: Temporal.PlainDate | null;
}

const COLUMNS = {
  siteId: 'site_id',
  state: 'state',
  arrivedAt: 'arrived_at',
  endedAt: 'ended_at',
  contactOn: 'contact_on',
  positiveOn: 'positive_on',
  entryOn: 'entry_on',
  neverEntered: 'never_entered',
  toldReleaseOn: 'told_release_on',
} as const satisfies Record<keyof StayWrite, string>;

/** Changes stays, all in the same way; the database marks those to be planned anew that are counted by it. */
export async function updateStays(tx: Tx, ids: readonly string[], write: StayWrite): Promise<void> {
  const client = await sql(tx);
  const names = Object.keys(write) as (keyof StayWrite)[];
  if (names.length === 0 || ids.length === 0) return;
  const row = Object.fromEntries(names.map((name) => [COLUMNS[name], write[name] ?? null]));
  const sets = names.map((name) => `${COLUMNS[name]} = r.${COLUMNS[name]}`).join(', ');
  await client.$executeRawUnsafe(
    `update stay s set ${sets}
     from jsonb_populate_record(null::stay, $2::jsonb) r where s.id = any($1::uuid[])`,
    ids,
    JSON.stringify(row),
  );
}
