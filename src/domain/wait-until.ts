/** Until when somebody is waited for, as colleagues write it: `18:00`, `2h`, `tomorrow 9:30`, `2026-05-04 18:00`. */
import { UserError } from '../errors.ts';
import { shortTime } from './short-time.ts';

/** The hour meant by a day without a time: early enough for a colleague to ask again on that day. */
const MORNING = '09:00';

/** Nothing is waited for longer than this without somebody looking at it. */
export const LONGEST_WAIT_DAYS = 31;

/**
 * The moment that is meant, in this zone. Throws the UserError that says that the words are no time, or names a time
 * that is over or too far away. A time that clocks leave out is the one they show instead; of one that they show
 * twice, the first.
 */
export function parseUntil(words: string, now: Temporal.Instant, zone: string): Temporal.Instant {
  const at = readUntil(words, now, zone);
  if (!at) throw new UserError('staff-waiting:error.time', { words });
  const time = shortTime(at, now, zone);
  if (Temporal.Instant.compare(at, now) <= 0) throw new UserError('staff-waiting:error.past', { time });
  const longest = now.toZonedDateTimeISO(zone).add({ days: LONGEST_WAIT_DAYS }).toInstant();
  if (Temporal.Instant.compare(at, longest) > 0) {
    throw new UserError('staff-waiting:error.too-far', { time, days: LONGEST_WAIT_DAYS });
  }
  return at;
}

/** The moment that is meant, wherever it lies; undefined when the words are no time. */
export function readUntil(words: string, now: Temporal.Instant, zone: string): Temporal.Instant | undefined {
  const text = words.normalize('NFKC').trim().toLowerCase().replace(/\s+/gu, ' ').replace('今晚', '今天晚上');
  const here = now.toZonedDateTimeISO(zone);
  const length = readLength(text);
  if (length) return here.add(length).toInstant();
  const [day = ''] = DAY.exec(text) ?? [];
  const clock = text.slice(day.length).replace(/^(?:[ ,t]|at )+/u, '');
  const date = readDay(day, here.toPlainDate());
  const time = readTime(clock || (day ? MORNING : ''));
  return date && time ? date.toPlainDateTime(time).toZonedDateTime(zone).toInstant() : undefined;
}

const UNITS = {
  days: /^(?:d|days?|天|日)$/u,
  hours: /^(?:h|hrs?|hours?|小时|小時|个小时|個小時|钟头|鐘頭)$/u,
  minutes: /^(?:m|mins?|minutes?|分|分钟|分鐘)$/u,
} as const;
const PART = /(\d{1,4}(?:\.\d)?|半)(\p{L}+?)(?=$|[\d半])/gu;

/** `2h`, `1h 30m`, `1.5h`, `3d`, `30分钟`, `半小时`: days are days of the calendar, the rest is exact. */
function readLength(text: string): { days: number; minutes: number } | undefined {
  const said = text.replace(/ |[后後]$/gu, '');
  const parts = [...said.matchAll(PART)];
  if (parts.length === 0 || parts.map(([all]) => all).join('') !== said) return undefined;
  const total = { days: 0, minutes: 0 };
  for (const [, amount, word = ''] of parts) {
    const count = amount === '半' ? 0.5 : Number(amount);
    if (UNITS.days.test(word) && Number.isInteger(count)) total.days += count;
    else if (UNITS.hours.test(word)) total.minutes += Math.round(count * 60);
    else if (UNITS.minutes.test(word) && Number.isInteger(count)) total.minutes += count;
    else return undefined;
  }
  return total;
}

const DAYS_AHEAD: Record<string, number> = {
  today: 0,
  tonight: 0,
  tomorrow: 1,
  今天: 0,
  今日: 0,
  明天: 1,
  明日: 1,
  后天: 2,
  後天: 2,
};

const DAY = new RegExp(
  `^(?:${Object.keys(DAYS_AHEAD).join('|')}|\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}(?!\\d)|(?:\\d{4}年)?\\d{1,2}月\\d{1,2}[日号號]?)`,
  'u',
);

function readDay(word: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  if (!word) return today;
  const ahead = DAYS_AHEAD[word];
  if (ahead !== undefined) return today.add({ days: ahead });
  const [, year, month = '', day = ''] =
    /^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号號]?$/u.exec(word) ?? [];
  const of = (y: number): Temporal.PlainDate | undefined => dateOf(y, Number(month), Number(day));
  if (year) return of(Number(year));
  // A day without a year is the next one of that name.
  const thisYear = of(today.year);
  const isOver = !thisYear || Temporal.PlainDate.compare(thisYear, today) < 0;
  return isOver ? of(today.year + 1) : thisYear;
}

function dateOf(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}

const PART_OF_DAY = /^(上午|早上|中午|下午|晚上) ?/u;
const CLOCK = /^(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?$/u;
const SPOKEN = /^(\d{1,2})[点點时時](?:(半)|(\d{1,2})分?)?$/u;

/** `18:00`, `18.00`, `6pm`, `下午6点半`. A bare number is no time: it could be anything. */
function readTime(text: string): Temporal.PlainTime | undefined {
  const [said = '', part] = PART_OF_DAY.exec(text) ?? [];
  const rest = text.slice(said.length);
  const [, spoken, halfPast, spokenMinute] = SPOKEN.exec(rest) ?? [];
  if (spoken) return inPart(part, Number(spoken), halfPast ? 30 : Number(spokenMinute ?? 0));
  const [, hour, minute, half] = CLOCK.exec(rest) ?? [];
  if (!hour || !(minute || half)) return undefined;
  return half
    ? timeOf(to24(Number(hour), half), Number(minute ?? 0))
    : inPart(part, Number(hour), Number(minute));
}

/** Twelve at night is refused: of which day, nobody can tell. */
function inPart(part: string | undefined, hour: number, minute: number): Temporal.PlainTime | undefined {
  if (part === '晚上' && hour === 12) return undefined;
  const isLate = part === '下午' || part === '晚上' || (part === '中午' && hour <= 2);
  return timeOf(isLate && hour < 12 ? hour + 12 : hour, minute);
}

const to24 = (hour: number, half: string): number =>
  hour < 1 || hour > 12 ? Number.NaN : (hour % 12) + (half === 'pm' ? 12 : 0);

const timeOf = (hour: number, minute: number): Temporal.PlainTime | undefined =>
  hour < 24 && minute < 60 ? new Temporal.PlainTime(hour, minute) : undefined;
