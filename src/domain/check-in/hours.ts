/**
 * When the travellers of a site are asked how they are. A **round** is one day of one site: asked at its first hour,
 * reminded at its second, called at its third. Each step has its moment; what is past that is dropped, never made up
 * for late.
 */

/** A site's hours, by its own clock and in this order. */
export interface CheckInHours {
  readonly ask: Temporal.PlainTime;
  readonly remind: Temporal.PlainTime;
  readonly call: Temporal.PlainTime;
}

/** Sites that name no hours: asked in the morning, reminded in the evening, called an hour and a half later. */
const DEFAULT = '08:30,19:00';
const REMIND_AFTER = { hours: 3 };
const CALL_AFTER = { hours: 1, minutes: 30 };
/** Nobody is asked, reminded or called from then on. */
const LATEST = Temporal.PlainTime.from('22:00');
/** How long a reminder or a call list may be late. */
const MOMENT = { hours: 2 };

/**
 * Reads `08:30`, `08:30,19:00` or `08:30,12:00,19:00`: asked, reminded, called. What is not written follows; undefined
 * when it is no such list, or does not grow, or ends after ten in the evening.
 */
export function parseCheckInHours(text: string): CheckInHours | undefined {
  const parts = text
    .normalize('NFKC')
    .split(/[,;、\s]+/u)
    .filter(Boolean);
  const times = parts.flatMap((part) => readTime(part) ?? []);
  const [ask, second, third] = times;
  if (!ask || times.length !== parts.length || times.length > 3) return undefined;
  const remind = second ?? ask.add(REMIND_AFTER);
  const call = third ?? remind.add(CALL_AFTER);
  const all = [ask, remind, call, LATEST];
  const grows = all.every((time, at) => {
    const before = all[at - 1];
    return !before || Temporal.PlainTime.compare(before, time) < (time === LATEST ? 1 : 0);
  });
  return grows ? { ask, remind, call } : undefined;
}

function readTime(word: string): Temporal.PlainTime | undefined {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(word) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return new Temporal.PlainTime(Number(hour), Number(minute));
}

/** The hours as they are written down, all three. */
export const checkInHoursText = ({ ask, remind, call }: CheckInHours): string =>
  [ask, remind, call].map((time) => time.toString({ smallestUnit: 'minute' })).join(',');

/** What a site keeps to: its own hours, or the installation's. */
export function hoursOf(text: string | null): CheckInHours {
  const hours = (text ? parseCheckInHours(text) : undefined) ?? parseCheckInHours(DEFAULT);
  if (!hours) throw new Error(`check-in hours cannot be read: ${DEFAULT}`);
  return hours;
}

/** One day of one site. */
export interface Round {
  readonly siteId: string | null;
  /** The calendar day there. */
  readonly day: Temporal.PlainDate;
  readonly askAt: Temporal.Instant;
  readonly remindAt: Temporal.Instant;
  readonly callAt: Temporal.Instant;
}

/** The round of the calendar day that it is there now. */
export function roundOf(
  site: { readonly id: string | null; readonly checkInHours: string | null },
  zone: string,
  now: Temporal.Instant,
): Round {
  const day = now.toZonedDateTimeISO(zone).toPlainDate();
  const hours = hoursOf(site.checkInHours);
  const at = (plainTime: Temporal.PlainTime): Temporal.Instant =>
    day.toZonedDateTime({ timeZone: zone, plainTime }).toInstant();
  return {
    siteId: site.id,
    day,
    askAt: at(hours.ask),
    remindAt: at(hours.remind),
    callAt: at(hours.call),
  };
}

/** What may be done for a round now; people are asked as long as nobody is called yet. */
export type Step = 'ask' | 'remind' | 'call';

/** The steps whose moment it is. */
export function stepsNow({ askAt, remindAt, callAt }: Round, now: Temporal.Instant): Step[] {
  const within = (from: Temporal.Instant, to: Temporal.Instant): boolean =>
    Temporal.Instant.compare(from, now) <= 0 && Temporal.Instant.compare(now, to) < 0;
  const steps: Step[] = [];
  if (within(askAt, callAt)) steps.push('ask');
  if (within(remindAt, remindUntil({ remindAt, callAt }))) steps.push('remind');
  if (within(callAt, callAt.add(MOMENT))) steps.push('call');
  return steps;
}

/** When a reminder's moment is over. */
export function remindUntil({ remindAt, callAt }: Pick<Round, 'remindAt' | 'callAt'>): Temporal.Instant {
  const late = remindAt.add(MOMENT);
  return Temporal.Instant.compare(late, callAt) < 0 ? late : callAt;
}

/** The day whose answers count now: until people are asked, that of yesterday. */
export const dayInForce = ({ day, askAt }: Round, now: Temporal.Instant): Temporal.PlainDate =>
  Temporal.Instant.compare(now, askAt) < 0 ? day.subtract({ days: 1 }) : day;
