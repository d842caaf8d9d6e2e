/** Special care that travellers need, and who of them a team has to think of. */
import type { CareFlag, CareKind } from '../domain/roster.ts';
import { OPEN_STATES } from '../domain/ticket.ts';
import { type Reader, sql, type Tx } from './transaction.ts';

/** Somebody with special care, as a list names them. */
export interface CaredFor {
  readonly name: string | null;
  readonly room: string | null;
  readonly site: string | null;
  readonly flags: readonly CareFlag[];
  /** Numbers of their open tickets with that team, but for confidential ones. */
  readonly tickets: readonly number[];
}

/** A flag as `to_jsonb` gives it. */
export interface FlagRow {
  readonly kind: CareKind;
  readonly date: string | null;
  readonly note: string | null;
}

const FLAGS = `(select jsonb_agg(jsonb_build_object('kind', f.kind, 'date', f.date, 'note', f.note)
  order by f.date nulls last, f.kind) from care_flag f where f.person_id = p.id)`;

/** A person's flags, those with a date first. */
export async function listCare(db: Reader, personId: string): Promise<CareFlag[]> {
  const client = await sql(db);
  const [row] = await client.$queryRawUnsafe<{ flags: FlagRow[] | null }[]>(
    `select ${FLAGS} as flags from person p where p.id = $1::uuid`,
    personId,
  );
  return toFlags(row?.flags);
}

/** Sets flags; a kind that was set already takes the new date and note. */
export async function setCare(tx: Tx, personId: string, flags: readonly CareFlag[]): Promise<void> {
  const client = await sql(tx);
  const rows = flags.map(({ kind, date, note }) => ({ kind, date: date?.toString() ?? null, note }));
  tx.changed.add(personId);
  await client.$executeRawUnsafe(
    `insert into care_flag (person_id, kind, date, note)
     select $1::uuid, kind, date, note from jsonb_populate_recordset(null::care_flag, $2::jsonb)
     on conflict (person_id, kind) do update set date = excluded.date, note = excluded.note`,
    personId,
    JSON.stringify(rows),
  );
}

/** Takes flags away; the number of those that were set. */
export async function dropCare(tx: Tx, personId: string, kinds: readonly CareKind[]): Promise<number> {
  const client = await sql(tx);
  tx.changed.add(personId);
  return client.$executeRawUnsafe(
    `delete from care_flag where person_id = $1::uuid and kind = any($2::text[])`,
    personId,
    kinds,
  );
}

/**
 * Those with special care whom a team has something to do with: an open ticket of theirs is the team's, or, for the
 * team that takes what nobody else takes, a day of theirs comes by `until`. Next day first.
 */
export async function listTeamCare(
  tx: Tx,
  teamId: string,
  days: { readonly today: Temporal.PlainDate; readonly until: Temporal.PlainDate },
  most: number,
): Promise<CaredFor[]> {
  const client = await sql(tx);
  const open = OPEN_STATES.map((state) => `'${state}'`).join(', ');
  const rows = await client.$queryRawUnsafe<(Omit<CaredFor, 'flags'> & { flags: FlagRow[] })[]>(
    `with team_of as (select id, is_default from team where id = $1::uuid), theirs as (
       select t.person_id, array_agg(t.number order by t.number) filter (where not t.restricted) as numbers from ticket t, team_of d
       where t.state in (${open}) and (t.team_id = d.id or t.team_id is null and d.is_default)
         and t.person_id in (select person_id from care_flag) group by t.person_id
     ), soon as (
       select f.person_id, min(f.date) as day from care_flag f, team_of d
       where d.is_default and f.date between $2::date and $3::date group by f.person_id
     )
     select p.name, p.room, s.name as site, ${FLAGS} as flags, coalesce(numbers, '{}') as tickets
     from theirs full join soon using (person_id) join person p on p.id = person_id
     left join site s on s.id = p.site_id
     order by day nulls last, s.name nulls last, p.room nulls last limit $4`,
    teamId,
    days.today.toString(),
    days.until.toString(),
    most,
  );
  return rows.map((row) => ({ ...row, flags: toFlags(row.flags) }));
}

/** Flags as they are worked with. */
export const toFlags = (rows: readonly FlagRow[] | null | undefined): CareFlag[] =>
  (rows ?? []).map(({ kind, date, note }) => ({
    kind,
    date: date === null ? null : Temporal.PlainDate.from(date),
    note,
  }));
