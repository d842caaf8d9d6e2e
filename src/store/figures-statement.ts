/** One statement of figures in the making: what is chosen, and by what it is divided. */
import type { FiguresFilter, FiguresQuestion, Group } from '../domain/figures/question.ts';
import { CONFIDENTIAL } from '../domain/figures/question.ts';
import type { Tally } from '../domain/figures/tally.ts';
import { NEEDS } from '../domain/need.ts';
import { isRestricted } from '../domain/ticket.ts';

/** One statement: its rows have `key` and parts of a `Tally` by name. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
  /** It cannot be divided as asked: what it counts is of everything together. */
  readonly isWhole?: true;
}

/** A column by which figures are chosen and divided. */
export interface Column {
  readonly name: string;
  readonly type: 'uuid' | 'text';
}

/** What the rows of a statement have of each group; whose team and which moment decide the shift. */
export interface Subject {
  readonly columns: Partial<Record<Exclude<Group, 'shift'>, Column>>;
  readonly shift?: { readonly team: string; readonly at: string };
}

const CHOSEN = {
  siteId: 'site',
  need: 'need',
  staffId: 'staff',
  teamId: 'team',
  jurisdiction: 'jurisdiction',
  language: 'language',
} as const satisfies Record<keyof FiguresFilter, Group>;

/** By what a filter chooses. */
export const chosen = (filter: FiguresFilter = {}): Group[] =>
  (Object.keys(CHOSEN) as (keyof typeof CHOSEN)[])
    .filter((name) => filter[name] !== undefined)
    .map((name) => CHOSEN[name]);

/** What a statement counts. */
interface Counted {
  /** By the figure's name. */
  readonly figures: Readonly<Partial<Record<keyof Tally, string>>>;
  readonly from: string;
  /** Besides what the question chooses. */
  readonly where: string;
}

/** One statement in the making. */
interface Making {
  /** Adds a moment to what is asked with. */
  at(moment: Temporal.Instant): string;
  count(counted: Counted): Statement;
}

/** Begins a statement. */
export function making(question: FiguresQuestion, subject: Subject): Making {
  const params: unknown[] = [];
  const at = (moment: Temporal.Instant): string => `$${params.push(moment.toString())}::timestamptz`;
  const count = ({ figures, from, where }: Counted): Statement => {
    const chosenToo = [where, ...conditions(question.filter, subject.columns, params)].join(' and ');
    const named = Object.entries(figures);
    const { shift } = subject;
    if (question.by === 'shift' && shift) {
      const parts = named.map(([name, expression]) => `${expression} as "${name}"`).join(', ');
      const rows = `select ${shift.team} as team_id, width_bucket(${shift.at}, sh.starts) as place, ${parts}
        from ${from} left join sh on sh.team_id = ${shift.team} where ${chosenToo} group by 1, 2`;
      return { sql: byShift(rows, Object.keys(figures), at(question.from), at(question.to)), params };
    }
    const key = keyOf(question, subject);
    const columns = named.map(([name, expression]) => `${sent(name, expression)} as "${name}"`).join(', ');
    const sql = `select ${key ? `${key}::text` : 'null'} as key, ${columns}
      from ${from} where ${chosenToo} ${key ? `group by ${key}` : ''}`;
    return { sql, params };
  };
  return { at, count };
}

/** What a filter chooses; what it is asked with goes to `params`. */
export function conditions(
  filter: FiguresFilter | undefined,
  columns: Subject['columns'],
  params: unknown[],
): string[] {
  return (Object.keys(CHOSEN) as (keyof typeof CHOSEN)[]).flatMap((name) => {
    const value = filter?.[name];
    const column = columns[CHOSEN[name]];
    return value === undefined || column === undefined
      ? []
      : [`${column.name} = $${params.push(value)}::${column.type}`];
  });
}

function keyOf({ by, foldsRestricted }: FiguresQuestion, { columns }: Subject): string | undefined {
  if (by === undefined || by === 'shift') return undefined;
  const name = columns[by]?.name;
  if (by !== 'need' || !foldsRestricted) return name;
  return `(case when ${name} in (${RESTRICTED}) then '${CONFIDENTIAL}' else ${name} end)`;
}

const RESTRICTED = NEEDS.filter(isRestricted)
  .map((need) => `'${need}'`)
  .join(', ');

/**
 * By the numbers of the shifts of each team first, and by what those are called then: with `sh` for each team when which
 * of its shifts begins, and `''` where one ends and none begins.
 */
const byShift = (rows: string, figures: readonly string[], from: string, to: string): string => `
  with sh as materialized (
    select team_id, array_agg(at order by at) as starts, array_agg(key order by at) as keys from (
      select distinct on (team_id, at) team_id, at, key from (
        select team_id, starts_at as at, team_id::text || ':' || name as key from shift
          where ends_at > ${from} and starts_at < ${to}
        union all select team_id, ends_at, '' from shift
          where ends_at > ${from} and starts_at < ${to}) borders
      order by team_id, at, key desc) shifts
    group by team_id)
  select nullif(sh.keys[r.place], '') as key, ${figures.map(sum).join(', ')}
  from (${rows}) r left join sh on sh.team_id = r.team_id group by 1`;

const sum = (name: string): string =>
  `${sent(name, isList(name) ? `string_agg(r."${name}", ''::bytea)` : `sum(r."${name}")::int`)} as "${name}"`;

const isList = (name: string): boolean => name === 'responses' || name === 'resolutions';

/** Bytes go through the driver as text in a fourth of the time. */
const sent = (name: string, expression: string): string =>
  isList(name) ? `encode(${expression}, 'base64')` : expression;
