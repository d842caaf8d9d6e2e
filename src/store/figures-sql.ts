/** The statements that figures are counted by: built of our own words only, everything asked is a parameter. */
import type { FiguresFilter, FiguresQuestion, Group } from '../domain/figures/question.ts';
import type { Known } from '../domain/figures/tally.ts';
import {
  type Column,
  chosen,
  conditions,
  making,
  type Statement,
  type Subject,
} from './figures-statement.ts';

/** How a question is counted. */
export interface Counting {
  readonly statements: readonly Statement[];
  /** Reads the names of keys: `$1` is an array of keys. */
  readonly names?: string;
  /** Of everything together, and of each row. */
  readonly known: Known;
  readonly knownOfRows: Known;
}

const uuid = (name: string): Column => ({ name, type: 'uuid' });
/** Compared byte by byte: sorting by a language's rules takes several times as long. */
const text = (name: string): Column => ({ name: `${name} collate "C"`, type: 'text' });

const EPISODE: Subject['columns'] = {
  site: uuid('e.site_id'),
  need: text('e.need'),
  staff: uuid('e.owner_id'),
  team: uuid('e.team_id'),
  jurisdiction: text('e.jurisdiction'),
  language: text('e.language'),
};
const STARTED: Subject = { columns: EPISODE, shift: { team: 'e.team_id', at: 'e.started_at' } };
const ENDED: Subject = { columns: EPISODE, shift: { team: 'e.team_id', at: 'e.ended_at' } };
const LINE: Subject = {
  columns: {
    site: uuid('l.site_id'),
    need: text('t.need'),
    staff: uuid('l.staff_id'),
    team: uuid('l.team_id'),
    jurisdiction: text('p.jurisdiction'),
    language: text('coalesce(t.language, p.locale)'),
  },
  shift: { team: 'l.team_id', at: 'l.at' },
};
const STAY: Subject = {
  columns: {
    site: uuid('s.site_id'),
    jurisdiction: text('p.jurisdiction'),
    language: text('p.locale'),
  },
};

const NAMES: Partial<Record<Group, string>> = {
  site: `select id::text as key, name from site where id::text = any($1::text[])`,
  staff: `select id::text as key, name from staff where id::text = any($1::text[])`,
  team: `select id::text as key, name from team where id::text = any($1::text[])`,
  shift: `select k as key, t.name || ' · ' || substr(k, 38) as name from unnest($1::text[]) k
    join team t on t.id::text = left(k, 36)`,
};

/** What to ask the database. */
export function countingOf(question: FiguresQuestion, now: Temporal.Instant): Counting {
  const { by, ...undivided } = question;
  const overdue = Temporal.Instant.compare(question.to, now) >= 0;
  const people = chosen(question.filter).every(isOfPeople);
  const peopleOfRows = people && (by === undefined || isOfPeople(by));
  const names = by && NAMES[by];
  const statements = [
    started(question),
    ended(question),
    open(question, overdue ? now : undefined),
    ledger(question),
    ...(people && peopleOfRows ? [quarantined(question), released(question)] : []),
    ...(people && !peopleOfRows ? [quarantined(undivided), released(undivided)].map(whole) : []),
  ];
  return {
    statements,
    known: { overdue, people },
    knownOfRows: { overdue, people: peopleOfRows },
    ...(names ? { names } : {}),
  };
}

const isOfPeople = (group: Group): boolean => group !== 'shift' && group in STAY.columns;

const whole = (statement: Statement): Statement => ({ ...statement, isWhole: true });

/** Seconds, four bytes each. */
const seconds = (column: string): string => `string_agg(int4send(${column}), ''::bytea)`;
const number = (condition?: string): string =>
  `count(*)${condition ? ` filter (where ${condition})` : ''}::int`;

/**
 * From a moment to just before another. The "or" chooses nothing more: for it the planner reads page by page, which takes
 * half as long as row by row.
 */
const during = (column: string, from: string, to: string): string =>
  `(${column} >= ${from} and ${column} < ${to} or ${column} = ${from})`;

function started(question: FiguresQuestion): Statement {
  const { at, count } = making(question, STARTED);
  return count({
    figures: {
      opened: number('e.episode = 0'),
      reopened: number('e.episode > 0'),
      responses: seconds('e.response_s'),
      responsesInTime: number('e.response_kept'),
      responsesDue: 'count(e.response_kept)::int',
    },
    from: 'ticket_episode e',
    where: during('e.started_at', at(question.from), at(question.to)),
  });
}

function ended(question: FiguresQuestion): Statement {
  const { at, count } = making(question, ENDED);
  return count({
    figures: {
      resolved: number(),
      resolutions: seconds('e.resolution_s'),
      resolutionsInTime: number('e.resolution_kept'),
      resolutionsDue: 'count(e.resolution_kept)::int',
      stars: 'coalesce(sum(e.rating), 0)::int',
      ratings: 'count(e.rating)::int',
    },
    from: 'ticket_episode e',
    where: during('e.ended_at', at(question.from), at(question.to)),
  });
}

/** As in the index of what took longer. */
const WEEK = `interval '168 hours'`;

/**
 * Open at the end, and, at `now`, past the deadline in force. Most of what was open then and no longer is began in the
 * week before; what took longer has an index.
 */
function open(question: FiguresQuestion, now: Temporal.Instant | undefined): Statement {
  const { at, count } = making(question, STARTED);
  const to = at(question.to);
  return count({
    figures: { open: number(), ...(now ? { overdue: number(`e.due_at < ${at(now)}`) } : {}) },
    from: 'ticket_episode e',
    where: `e.started_at < ${to} and (e.ended_at is null
      or e.ended_at >= ${to} and (e.started_at >= ${to} - ${WEEK} or e.ended_at - e.started_at > ${WEEK}))`,
  });
}

function ledger(question: FiguresQuestion): Statement {
  const { at, count } = making(question, LINE);
  return count({
    figures: { thanks: number(`l.kind = 'thanks'`), complaints: number(`l.kind = 'complaint'`) },
    from: `ledger_entry l left join ticket t on t.id = l.ticket_id ${personOf('l', question)}`,
    where: `l.kind in ('thanks', 'complaint') and l.at >= ${at(question.from)} and l.at < ${at(question.to)}`,
  });
}

/**
 * There at the end of the period; heard from by a check-in of theirs that was answered in it. Who answered on its last day
 * is read at once, which is nearly everybody; the others are looked up one by one.
 */
function quarantined(question: FiguresQuestion): Statement {
  const { at, count } = making(question, STAY);
  const [from, to] = [at(question.from), at(question.to)];
  const lately = `select distinct person_id from check_in
    where answered_at >= greatest(${from}, ${to} - interval '24 hours') and answered_at < ${to}`;
  const heard = `exists (select 1 from check_in c where c.person_id = s.person_id
    and c.day between (${from} at time zone 'UTC')::date - 1 and (${to} at time zone 'UTC')::date + 1
    and c.answered_at >= ${from} and c.answered_at < ${to})`;
  return count({
    figures: { inQuarantine: number(), heardFrom: number(`h.person_id is not null or ${heard}`) },
    from: `stay s ${personOf('s', question)} left join (${lately}) h on h.person_id = s.person_id`,
    where: `(s.ended_at is null or s.ended_at >= ${to}) and (s.released_at is null or s.released_at >= ${to})
      and s.state <> 'expected' and not (s.state = 'left' and s.ended_at is null)
      and coalesce(s.arrived_at, s.created_at) < ${to}`,
  });
}

function released(question: FiguresQuestion): Statement {
  const { at, count } = making(question, STAY);
  return count({
    figures: { released: number() },
    from: `stay s ${personOf('s', question)}`,
    where: `s.released_at >= ${at(question.from)} and s.released_at < ${at(question.to)}`,
  });
}

/**
 * Whoever it is about, where something of theirs is asked for. Looked up one by one, which is what "offset 0" is for:
 * the planner would rather read everybody who was ever here.
 */
const personOf = (of: 'l' | 's', { by, filter }: FiguresQuestion): string =>
  [by, ...chosen(filter)].some((group) => group === 'jurisdiction' || group === 'language')
    ? `left join lateral (select jurisdiction, locale from person where id = ${of}.person_id offset 0) p on true`
    : '';

/** Conditions for the episodes `e` that are chosen, each beginning with `and`; what they are asked with goes to `params`. */
export const chosenEpisodes = (filter: FiguresFilter | undefined, params: unknown[]): string =>
  conditions(filter, EPISODE, params)
    .map((condition) => `and ${condition}`)
    .join(' ');
