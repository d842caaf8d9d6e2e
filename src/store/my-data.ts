/** Everything that is kept of one person, for themselves: nothing of other people, and no confidential notes of the team. */

import type { Answers } from '../domain/declaration/answers.ts';
import { isChild } from './children.ts';
import { formOf } from './declaration-forms.ts';
import { readPersonNumbers } from './person-cards.ts';
import { unsealAnswers } from './sealed-answers.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** Children whom the team knows somebody speaks for: parents by word, others where the child's age is known. */
export async function listWards(tx: Tx, speakerId: string): Promise<{ id: string; name: string | null }[]> {
  const client = await sql(tx);
  return client.$queryRawUnsafe(
    `select p.id::text, p.name from proxy x join person p on p.id = x.subject_id
     left join person_details d on d.person_id = p.id
     where x.speaker_id = $1::uuid and x.state = 'verified' and not exists (
         select 1 from channel_identity ci where ci.person_id = p.id)
       and (${isChild('d.birth_date')} or x.relation = 'parent' and d.birth_date is null) order by p.name, p.id`,
    speakerId,
  );
}

/** What a person is given, by section; each row is plain data. */
export const SECTIONS = [
  'person',
  'papers',
  'accounts',
  'stays',
  'declarations',
  'check-ins',
  'care',
  'tickets',
  'feedback',
  'trips',
  'notices',
  'readers',
] as const;

/** One of them. */
export type Section = (typeof SECTIONS)[number];

type Rows = readonly Readonly<Record<string, unknown>>[];

/** The statements, one row of JSON each; `$1` is the person. Words of colleagues stand here only where they were sent. */
const READ: Readonly<Record<Exclude<Section, 'papers' | 'declarations'>, string>> = {
  person: `select p.name, p.room, si.name as site, p.locale as language, p.jurisdiction, p.created_at as "knownSince",
      d.sex, d.birth_date as "birthDate", d.nationality, d.languages, d.other_languages as "otherLanguages",
      d.next_destination as "nextDestination"
    from person p left join site si on si.id = p.site_id left join person_details d on d.person_id = p.id where p.id = $1::uuid`,
  accounts: `select account, display_name as name, username, platform_locale as language, created_at as since
    from channel_identity where person_id = $1::uuid order by created_at`,
  stays: `select si.name as site, s.flight, s.seat, s.entry_on as "entryDate", s.entry_place as "entryPlace", s.state,
      s.arrived_at as "arrivedAt", s.release_on as "releaseDate", s.home_until as "homeUntil", s.released_at as "releasedAt",
      s.contact_on as "contactDate", s.rating, s.rating_comment as comment, s.retention_from as "channelClosesOn",
      (select jsonb_agg(jsonb_build_object('date', taken_on, 'result', result) order by taken_on)
        from stay_test where stay_id = s.id) as tests,
      (select jsonb_agg(jsonb_build_object('kind', kind, 'days', days, 'reason', reason) order by asked_at)
        from stay_change where stay_id = s.id and approval = 'approved') as changes
    from stay s left join site si on si.id = s.site_id where s.person_id = $1::uuid order by s.created_at`,
  'check-ins': `select day, answered_at as "answeredAt", temperature, symptoms, no_symptoms as "noSymptoms", mood,
      case when answered_by is null then note end as note
    from check_in where person_id = $1::uuid and answered_at is not null order by day`,
  care: `select kind, date, note from care_flag where person_id = $1::uuid order by kind`,
  tickets: `select t.number, t.need, t.urgency, t.state, t.opened_at as "openedAt", t.resolved_at as "resolvedAt", t.rating,
      t.rating_comment as comment, case when t.source = 'chat' then t.summary end as request,
      (select jsonb_agg(jsonb_build_object('at', e.at, 'by', case when e.kind = 'staff' then 'team' else 'you' end,
          'text', e.text) order by e.id)
        from entry e where e.ticket_id = t.id and e.kind in ('traveller', 'staff') and not e.restricted
          and (e.person_id is null or e.person_id in (t.person_id, t.speaker_id))) as messages,
      (select jsonb_agg(jsonb_build_object('name', name, 'amount', amount, 'unit', unit, 'state', state) order by position)
        from item_line where ticket_id = t.id) as items
    from ticket t where t.person_id = $1::uuid
      and not (t.source = 'found' and t.answered_at is null and t.acknowledged_at is null) order by t.number`,
  feedback: `select kind, form, at, text from ledger_entry where person_id = $1::uuid and created_by is null order by at`,
  trips: `select t.number, t.vehicle, t.from_place as "from", t.to_place as "to", t.departed_at as "departedAt",
      t.arrived_at as "arrivedAt", s.state
    from trip_seat s join trip t on t.id = s.trip_id where s.person_id = $1::uuid order by t.number`,
  notices: `select n.issuer, n.number, r.queued_at as "sentAt", r.read_at as "readAt" from notice_receipt r
    join notice n on n.id = r.notice_id where r.person_id = $1::uuid order by r.queued_at`,
  readers: `select coalesce(s.role, '?') as role, a.what, count(*)::int as times, max(a.at) as last from access_log a
    left join staff s on s.id = a.staff_id where a.person_id = $1::uuid group by 1, 2 order by 1, 2`,
};

/** All of it, by section; sections without anything are empty. */
export async function readMyData(db: Reader, personId: string): Promise<Readonly<Record<Section, Rows>>> {
  const found: Partial<Record<Section, Rows>> = {};
  for (const section of SECTIONS) {
    if (section === 'papers') found.papers = await readPapers(db, personId);
    else if (section === 'declarations') found.declarations = await readDeclarations(db, personId);
    else found[section] = await read(db, READ[section], personId);
  }
  return found as Record<Section, Rows>;
}

async function read(db: Reader, statement: string, personId: string): Promise<Rows> {
  const client = await sql(db);
  const rows = await client.$queryRawUnsafe<{ row: Record<string, unknown> }[]>(
    `select to_jsonb(found) as row from (${statement}) found`,
    personId,
  );
  return rows.map(({ row }) => withoutNothing(row));
}

const withoutNothing = (row: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );

async function readPapers(db: Reader, personId: string): Promise<Rows> {
  const papers = withoutNothing({ ...(await readPersonNumbers(db, personId)) });
  return Object.keys(papers).length > 0 ? [papers] : [];
}

async function readDeclarations(db: Reader, personId: string): Promise<Rows> {
  const client = await sql(db);
  const rows = await client.declaration.findMany({ where: { personId }, orderBy: { startedAt: 'asc' } });
  const stored = await client.declarationForm.findMany();
  const form = (version: number) => formOf(version, stored.find((one) => one.version === version)?.form);
  return rows.map(({ id, formVersion, answers, locale, signedAt }) => ({
    form: formVersion,
    language: locale,
    signedAt,
    answers: unsealAnswers(db, id, form(formVersion), answers as Answers),
  }));
}
