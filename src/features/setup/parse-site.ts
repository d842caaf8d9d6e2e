/** Reads what is written behind `/site`. */
import { checkInHoursText, parseCheckInHours } from '../../domain/check-in/hours.ts';
import { timeZoneNamed } from '../../domain/time-zone.ts';
import { UserError } from '../../errors.ts';
import type { SiteFacts } from '../../store/bindings.ts';

const FIELDS = {
  phone: 'emergencyPhone',
  hotline: 'hotline',
  zone: 'timeZone',
  release: 'releaseNote',
  checkin: 'checkInHours',
} as const;
const NAME_LENGTH = 60;
const NOTE_LENGTH = 500;
const PHONE = /^[+\d][\d\s\-()/,*#]{1,29}$/;

/** A site's name and what is said of it. */
export interface SiteWords {
  readonly name: string;
  readonly facts: SiteFacts;
}

/** `key=` with nothing behind it, or a word or quoted string with or without `key=` before it. */
const TOKEN = /(\p{L}+)=(?=\s|$)|(?:(\p{L}+)=)?(?:["“”„「『]([^"“”„」』]*)["“”」』]|([^\s"“”「『]+))/gu;

/**
 * Parses `NAME [phone=…] [hotline=…] [zone=…] [release=…] [checkin=…]`; an empty value clears. Throws the UserError that says what cannot be
 * right, a word behind a fact included: it was meant to be part of it and would become part of the name.
 */
export function parseSite(args: string): SiteWords {
  const words: string[] = [];
  const facts: SiteFacts = {};
  for (const [, emptied, key, quoted, plain] of args.replace(/\s*[=＝]/g, '=').matchAll(TOKEN)) {
    const field = (emptied ?? key)?.toLowerCase();
    const value = (quoted ?? plain ?? '').trim();
    if (field) Object.assign(facts, readFact(field, value));
    else if (Object.keys(facts).length > 0) throw usage();
    else words.push(value);
  }
  const name = words.join(' ').replace(/\s+/g, ' ').trim();
  if (!name || [...name].length > NAME_LENGTH) throw usage();
  return { name, facts };
}

const usage = (): UserError => new UserError('staff-setup:usage.site', { most: NAME_LENGTH });

function readFact(name: string, value: string): SiteFacts {
  if (!Object.hasOwn(FIELDS, name)) throw new UserError('staff-setup:error.site-field', { field: name });
  const field = FIELDS[name as keyof typeof FIELDS];
  if (!value) return { [field]: null };
  if (field === 'timeZone') return { timeZone: readZone(value) };
  if (field === 'checkInHours') return { checkInHours: readCheckIn(value) };
  if (field === 'releaseNote') return { releaseNote: readNote(value) };
  const number = value.normalize('NFKC');
  if (!PHONE.test(number)) throw new UserError('staff-setup:error.site-phone', { field: name });
  return { [field]: number };
}

function readNote(value: string): string {
  if ([...value].length > NOTE_LENGTH)
    throw new UserError('staff-setup:error.site-note', { most: NOTE_LENGTH });
  return value;
}

function readCheckIn(value: string): string {
  const hours = parseCheckInHours(value);
  if (!hours) throw new UserError('staff-setup:error.site-hours');
  return checkInHoursText(hours);
}

function readZone(value: string): string {
  const zone = timeZoneNamed(value);
  if (!zone) throw new UserError('staff-setup:error.site-zone', { zone: value });
  return zone;
}
