/** What is written of a trip: `from="Airport T2" to="Sun Hotel" at="2026-11-23 08:30" km=42`. */
import { UserError } from '../../errors.ts';
import { fold } from '../called.ts';
import { PURPOSES, type Purpose } from '../trip.ts';
import { readUntil } from '../wait-until.ts';

/** What can be said of a trip. */
export const TRIP_FIELDS = ['from', 'to', 'at', 'until', 'vehicle', 'driver', 'km', 'purpose'] as const;

/** One of them. */
export type TripField = (typeof TRIP_FIELDS)[number];

/** As written; empty words take away what was said before. */
export type TripWords = { readonly [field in TripField]?: string };

const NAMES: Record<TripField, readonly string[]> = {
  from: ['from', '从', '從', '出发地', '出發地', '起点', '起點'],
  to: ['to', '到', '至', '目的地', '终点', '終點'],
  at: ['at', 'time', '时间', '時間', '出发', '出發'],
  until: ['until', 'eta', '预计到达', '預計到達', '到达', '到達'],
  vehicle: ['vehicle', 'bus', 'car', '车', '車', '车牌', '車牌', '车辆', '車輛'],
  driver: ['driver', '司机', '司機', '驾驶员', '駕駛員'],
  km: ['km', 'kilometres', 'kilometers', '公里', '里程'],
  purpose: ['purpose', 'for', '用途', '目的', '事由'],
};

const PURPOSE_WORDS: Record<Purpose, readonly string[]> = {
  transfer: ['transfer', '转运', '轉運', '转移', '轉移'],
  arrival: ['arrival', '入境', '接机', '接機', '抵达', '抵達'],
  hospital: ['hospital', '医院', '醫院', '送医', '送醫', '就医', '就醫'],
  release: ['release', '解除', '解除隔离', '解除隔離', '离开', '離開', '返家'],
};

const LENGTH = 60;
const KEY = /(\p{L}+)\s*[=＝]\s*/gu;

/** Whether something of a trip is said. */
export const isForm = (words: string): boolean => /\p{L}\s*[=＝]/u.test(words);

/** Reads `key=words`; quotes may be left out. Throws the UserError that names an unknown key, or words without one. */
export function readForm(words: string): TripWords {
  const text = words.trim();
  const keys = [...text.matchAll(KEY)];
  if (keys.length === 0 || text.slice(0, keys[0]?.index).trim())
    throw new UserError('staff:error.usage', { usage: 'staff-trips:usage.new' });
  const form: Partial<Record<TripField, string>> = {};
  for (const [at, match] of keys.entries()) {
    const name = fold(match[1] ?? '');
    const field = TRIP_FIELDS.find((one) => NAMES[one].includes(name));
    if (!field) throw new UserError('staff-trips:error.field', { field: match[1] });
    const value = text.slice(match.index + match[0].length, keys[at + 1]?.index).trim();
    form[field] = readText(value.replace(/^["“”„「『](.*)["“”」』]$/u, '$1'), field);
  }
  return form;
}

/** Words on one line, not too many. */
export function readText(words: string, field: TripField): string {
  const text = words.replace(/\s+/gu, ' ').trim();
  if ([...text].length > LENGTH) throw new UserError('staff-trips:error.long', { field, most: LENGTH });
  return text;
}

/** What people are moved for. */
export function readPurpose(words: string): Purpose {
  const said = fold(words);
  const purpose = PURPOSES.find((one) => PURPOSE_WORDS[one].includes(said));
  if (!purpose) throw new UserError('staff-trips:error.purpose', { words });
  return purpose;
}

/** Kilometres, to a tenth. */
export function readKilometres(words: string): number {
  const said = words
    .normalize('NFKC')
    .replace(/(?:km|kilometres?|kilometers?|公里)$/iu, '')
    .trim()
    .replace(',', '.');
  const kilometres = /^\d{1,5}(?:\.\d)?$/u.test(said) ? Number(said) : Number.NaN;
  if (!Number.isFinite(kilometres)) throw new UserError('staff-trips:error.km', { words });
  return kilometres;
}

const LATE_DAYS = 1;
const AHEAD_DAYS = 60;

/** A time that is planned, by the clock of the place; entered late it may be over for a day. */
export function readPlanned(words: string, now: Temporal.Instant, zone: string): Temporal.Instant {
  const at = readUntil(words, now, zone);
  if (!at) throw new UserError('staff-trips:error.time', { words });
  const hours = (at.epochMilliseconds - now.epochMilliseconds) / 3_600_000;
  if (hours < -24 * LATE_DAYS || hours > 24 * AHEAD_DAYS)
    throw new UserError('staff-trips:error.far', { words });
  return at;
}

/** A time without a day. */
const CLOCK =
  /^(?:上午|早上|中午|下午|晚上)?\s*\d{1,2}\s*[:.点點时時]?\s*(?:\d{1,2}|半)?\s*分?\s*(?:am|pm)?$/iu;

/** When something happened: now, or at a time of the last hours, which may have been before midnight. */
export function readHappened(words: string, now: Temporal.Instant, zone: string): Temporal.Instant {
  if (!words) return now;
  const said = readUntil(words, now, zone);
  if (!said) throw new UserError('staff-trips:error.time', { words });
  const isAhead = Temporal.Instant.compare(said, now) > 0;
  const isClock = CLOCK.test(words.normalize('NFKC').trim());
  const at = isAhead && isClock ? said.toZonedDateTimeISO(zone).subtract({ days: 1 }).toInstant() : said;
  const hours = (now.epochMilliseconds - at.epochMilliseconds) / 3_600_000;
  if (hours < 0 || hours > 24) throw new UserError('staff-trips:error.happened', { words });
  return at;
}
