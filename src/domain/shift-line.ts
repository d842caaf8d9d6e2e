/** Reads one line of a table of shifts. */
import { called, fold, type Named } from './called.ts';
import type { TableLine } from './table-text.ts';

/** What the table is read against. */
export interface ImportContext {
  readonly teams: readonly (Named & {
    readonly id: string;
    /** Zone of the times written for it. */
    readonly zone: string;
    /** When the shift that runs now ends; undefined when none does. */
    readonly busyUntil?: Temporal.Instant;
  })[];
  readonly colleagues: readonly (Named & { readonly id: string })[];
  readonly now: Temporal.Instant;
}

/** A shift of the table. */
export interface ImportedShift {
  readonly line: number;
  readonly teamId: string;
  readonly name: string;
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  leadId: string | null;
  readonly members: string[];
}

/** What is wrong in a line; `code` is a key of `staff-shifts:import.*`. */
export interface ImportProblem {
  readonly line: number;
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

const COLUMNS = {
  team: ['team', '团队', '團隊'],
  date: ['date', '日期'],
  shift: ['shift', '班次'],
  start: ['start', '开始', '開始'],
  end: ['end', '结束', '結束'],
  staff: ['staff', '人员', '人員', '姓名'],
  lead: ['lead', '负责人', '負責人', '组长', '組長'],
} as const;

type Column = keyof typeof COLUMNS;

/** Where each column stands. */
export const columnsOf = ({ cells }: TableLine): Partial<Record<Column, number>> =>
  Object.fromEntries(
    Object.entries(COLUMNS).flatMap(([column, names]) => {
      const place = cells.findIndex((cell) => (names as readonly string[]).includes(fold(cell)));
      return place < 0 ? [] : [[column, place]];
    }),
  );

/** Which columns are missing. */
export function headProblem(head: TableLine): ImportProblem | undefined {
  const found = columnsOf(head);
  const missing = Object.keys(COLUMNS).filter((column) => found[column as Column] === undefined);
  if (missing.length === 0) return undefined;
  return { line: head.line, code: 'columns', params: { names: missing.join(', ') } };
}

type Wrong = Omit<ImportProblem, 'line'>;

const wrong = (code: string, params: ImportProblem['params'] = {}): Wrong => ({ code, params });

/** A line as a shift of its own, or what is wrong with it. */
export function readLine(
  cell: (column: Column) => string,
  { teams, colleagues, now }: ImportContext,
  line: number,
): ImportedShift | Wrong {
  const team = teams.find((one) => fold(one.name) === fold(cell('team')));
  if (!team) return wrong('no-team', { name: cell('team') });
  const date = readDate(cell('date'));
  if (!date) return wrong('date', { text: cell('date') });
  const [start, end] = [readTime(cell('start')), readTime(cell('end'))];
  if (start === undefined || start === 1440) return wrong('time', { text: cell('start') });
  if (end === undefined) return wrong('time', { text: cell('end') });
  const startsAt = momentOf(date, start, team.zone);
  const endsAt = momentOf(date, end <= start ? end + 1440 : end, team.zone);
  if (Temporal.Instant.compare(endsAt, now) <= 0) return wrong('past');
  const people = readPeople(cell('staff'), cell('lead'), colleagues);
  if ('code' in people) return people;
  return { line, teamId: team.id, name: cell('shift'), startsAt, endsAt, ...people };
}

/** `2026-12-01`, `2026/12/1`, `2026年12月1日`. */
function readDate(text: string): Temporal.PlainDate | undefined {
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.normalize('NFKC'));
  if (!parts) return undefined;
  const [year = 0, month = 0, day = 0] = parts.slice(1).map(Number);
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

/** Minutes since midnight: `8:00`, `08:00:00`, `24:00`. */
function readTime(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})(?::00)?$/.exec(text.normalize('NFKC')) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && total <= 1440 ? total : undefined;
}

function momentOf(date: Temporal.PlainDate, minutes: number, zone: string): Temporal.Instant {
  const day = date.add({ days: Math.floor(minutes / 1440) });
  const time = Temporal.PlainTime.from('00:00').add({ minutes: minutes % 1440 });
  return day.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant();
}

const YES = new Set(['yes', 'y', 'x', '1', 'true', '是', '√', '✓', '✔']);
const NO = new Set(['', 'no', 'n', '0', 'false', '否', '-']);

/** One name, or several; the lead is named, or ticked where the line has one name. */
function readPeople(
  staff: string,
  lead: string,
  colleagues: ImportContext['colleagues'],
): Pick<ImportedShift, 'members' | 'leadId'> | Wrong {
  const members: string[] = [];
  for (const name of staff.split(/[;；、/|+＋]/u).map((part) => part.trim())) {
    if (!name) continue;
    const found = whole(colleagues, name);
    if (!found) return wrong('staff', { name });
    if (!members.includes(found)) members.push(found);
  }
  if (NO.has(fold(lead))) return members.length > 0 ? { members, leadId: null } : wrong('nobody');
  if (YES.has(fold(lead))) {
    const [only, another] = members;
    return only && !another ? { members, leadId: only } : wrong('which-lead');
  }
  const leadId = whole(colleagues, lead);
  if (!leadId) return wrong('staff', { name: lead });
  return { members: members.includes(leadId) ? members : [leadId, ...members], leadId };
}

/** Nobody is guessed at in a table of hundreds of names: whole names and usernames only. */
function whole(colleagues: ImportContext['colleagues'], name: string): string | undefined {
  const found = called(colleagues, name);
  const wanted = fold(name).replace(/^@/, '');
  const [only] = found.filter((one) =>
    [one.name, ...(one.usernames ?? [])].some((each) => fold(each) === wanted),
  );
  return found.length === 1 ? only?.id : undefined;
}
