/** Working hours as an administrator writes them: `mon-fri 09:00-12:00,13:00-18:00 sat 10:00-14:00 Europe/Berlin`. */
import { UserError } from '../errors.ts';
import { timeZoneNamed } from './time-zone.ts';
import type { WorkingHours } from './working-time.ts';

/** A name and the hours behind it; null where the clock never stops. */
export interface HoursWords {
  readonly name: string;
  readonly hours: Pick<WorkingHours, 'zone' | 'days'> | null;
}

const DAYS: readonly RegExp[] = [
  /^(?:mo|mon|monday|周一|週一|星期一|一)$/u,
  /^(?:tu|tue|tues|tuesday|周二|週二|星期二|二)$/u,
  /^(?:we|wed|wednesday|周三|週三|星期三|三)$/u,
  /^(?:th|thu|thurs|thursday|周四|週四|星期四|四)$/u,
  /^(?:fr|fri|friday|周五|週五|星期五|五)$/u,
  /^(?:sa|sat|saturday|周六|週六|星期六|六)$/u,
  /^(?:su|sun|sunday|周日|週日|周天|星期日|星期天|日|天)$/u,
];
const DAILY = /^(?:daily|everyday|每天|每日)$/u;
const ALWAYS = /^(?:always|24h|24\/7|全天|始终|始終|不限)$/u;
const TIMES = /^\d{1,2}:\d{2}-\d{1,2}:\d{2}(?:[,，、]\d{1,2}:\d{2}-\d{1,2}:\d{2})*$/u;

/** Reads a name, then hours; throws the UserError that says which word it does not understand. */
export function readHours(words: string, zone: string): HoursWords {
  const tokens = words
    .normalize('NFKC')
    .replace(/\s*[-–—~〜至到]\s*(?=[\d\p{L}])/gu, (dash, at: number, all: string) =>
      isBetween(all, at, dash) ? '-' : dash,
    )
    .split(/\s+/)
    .filter(Boolean);
  const from = tokens.findIndex(
    (token, at) => at > 0 && (ALWAYS.test(token.toLowerCase()) || daysOf(token) !== undefined),
  );
  if (from < 0) throw new UserError('staff-deadlines:usage.hours');
  const name = tokens
    .slice(0, from)
    .join(' ')
    .replace(/^["“”]|["“”]$/gu, '');
  const rest = tokens.slice(from);
  if (ALWAYS.test(rest[0]?.toLowerCase() ?? '')) {
    if (rest.length > 1) throw unknown(rest[1] ?? '');
    return { name, hours: null };
  }
  const last = rest.at(-1) ?? '';
  const named = daysOf(last) === undefined && !/^\d/.test(last);
  return {
    name,
    hours: { zone: named ? readZone(last) : zone, days: readDays(named ? rest.slice(0, -1) : rest) },
  };
}

const unknown = (word: string): UserError => new UserError('staff-deadlines:error.hours-word', { word });

/** A dash joins two days or two times; in a team's name it stays as it is. */
function isBetween(all: string, at: number, dash: string): boolean {
  const left = /[\p{L}\d:]+$/u.exec(all.slice(0, at))?.[0] ?? '';
  const right = /^[\p{L}\d:]+/u.exec(all.slice(at + dash.length))?.[0] ?? '';
  const isTime = (word: string): boolean => /^\d{1,2}:\d{2}$/.test(word);
  return (dayOf(left) !== undefined && dayOf(right) !== undefined) || (isTime(left) && isTime(right));
}

const dayOf = (word: string): number | undefined => {
  const at = DAYS.findIndex((name) => name.test(word.toLowerCase()));
  return at < 0 ? undefined : at + 1;
};

/** `mon-fri`, `mon,wed`, `daily`: ISO weekdays; undefined for anything else. A range may go over the weekend. */
function daysOf(token: string): number[] | undefined {
  if (DAILY.test(token.toLowerCase())) return [1, 2, 3, 4, 5, 6, 7];
  const days: number[] = [];
  for (const part of token.split(/[,，、]/)) {
    const [first, last = first, more] = part.split('-').map(dayOf);
    if (first === undefined || last === undefined || more !== undefined || part.split('-').length > 2) {
      return undefined;
    }
    for (let count = 0, day = first; ; count += 1, day = (day % 7) + 1) {
      days.push(day);
      if (day === last || count > 6) break;
    }
  }
  return days;
}

function readDays(tokens: readonly string[]): Record<string, [string, string][]> {
  const days: Record<string, [string, string][]> = {};
  const add = (day: number, start: string, end: string): void => {
    if (start >= end) return;
    days[day] = [...(days[day] ?? []), [start, end] as [string, string]].sort();
  };
  let current: number[] | undefined;
  let hasTimes = false;
  for (const token of tokens) {
    const named = daysOf(token);
    if (named) {
      if (current && !hasTimes) throw unknown(token);
      [current, hasTimes] = [named, false];
      continue;
    }
    if (!current || !TIMES.test(token)) throw unknown(token);
    hasTimes = true;
    for (const span of token.split(/[,，、]/)) {
      const [start = '', end = ''] = span.split('-').map(readClock);
      if (!start || !end || start === end || start === '24:00') throw unknown(span);
      for (const day of current) {
        if (start < end) add(day, start, end);
        else {
          // Over midnight: the rest belongs to the next day.
          add(day, start, '24:00');
          add((day % 7) + 1, '00:00', end);
        }
      }
    }
  }
  if (!hasTimes) throw unknown(tokens.at(-1) ?? '');
  return days;
}

/** `9:00` as `09:00`; empty for what no clock shows, `24:00` being the end of a day. */
function readClock(text: string): string {
  const [hour = '', minute = ''] = text.split(':');
  const isTime = Number(minute) < 60 && (Number(hour) < 24 || (Number(hour) === 24 && Number(minute) === 0));
  return isTime ? `${hour.padStart(2, '0')}:${minute}` : '';
}

function readZone(word: string): string {
  const named = timeZoneNamed(word);
  if (!named) throw new UserError('staff-deadlines:error.zone', { zone: word });
  return named;
}
