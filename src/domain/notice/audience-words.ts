/** An audience as staff type it, `site=Sun Hotel; flight=CA123; arrived=2026-11-01..2026-11-05`, and as they read it. */

import { languageName } from '../language-name.ts';
import type { Translate } from '../locale.ts';
import { EVERYBODY, NOTICE_STATES, type NoticeAudience } from '../notice.ts';
import { readFlags } from '../roster/care-flags.ts';
import { readDate } from '../roster/dates.ts';
import { readFlight } from '../roster/flights.ts';
import { readLanguages } from '../roster/words.ts';

/** A site by name. */
export interface NamedSite {
  readonly id: string;
  readonly name: string;
}

/** What was understood, or the word that was not. */
export type AudienceReading =
  | { readonly audience: NoticeAudience }
  | { readonly problem: 'site' | 'date' | 'language' | 'care' | 'state' | 'word'; readonly word: string };

type Part = 'sites' | 'flights' | 'arrived' | 'jurisdictions' | 'languages' | 'care' | 'states';

const PARTS: Readonly<Record<Part, string>> = {
  sites: 'site|sites|隔离点|隔離點|酒店|驻地|駐地',
  flights: 'flight|flights|航班',
  arrived: 'arrived|arrival|arrivals|到达|到達|入住|入境',
  jurisdictions: 'home|jurisdiction|jurisdictions|属地|屬地|户籍地|戶籍地',
  languages: 'language|languages|lang|语言|語言',
  care: 'care|关怀|關懷|特殊照护|特殊照護',
  states: 'state|states|status|状态|狀態',
};
const BY_WORD = new Map(
  Object.entries(PARTS).flatMap(([part, list]) => list.split('|').map((word) => [word, part as Part])),
);
const STATE_WORDS: Readonly<Record<(typeof NOTICE_STATES)[number], string>> = {
  expected: 'expected|coming|未到达|未到達|待到达|待到達',
  here: 'here|在住|隔离中|隔離中',
  hospital: 'hospital|住院|医院|醫院',
  released: 'released|解除|已解除',
  left: 'left|离开|離開|已离开|已離開',
};
const ALL = /^(?:all|everybody|everyone|所有人|全部|全体|全體)$/iu;
const NONE = /^(?:-|all|any|不限|全部)$/iu;

/** Whether words are an audience: all of them, or the name of one of its parts first. */
export function isAudience(text: string): boolean {
  const words = text.trim();
  if (ALL.test(words)) return true;
  const part = /^([\p{L}]+)\s*[=＝]/u.exec(words)?.[1];
  return part !== undefined && BY_WORD.has(part.toLowerCase());
}

/** Changes an audience by what was typed; parts that are not named stay as they are. */
export function readAudience(
  text: string,
  before: NoticeAudience,
  sites: readonly NamedSite[],
): AudienceReading {
  if (ALL.test(text.trim())) return { audience: EVERYBODY };
  let audience = before;
  for (const piece of text.split(/[;；\n]/u).map((one) => one.trim())) {
    if (!piece) continue;
    const [, name = '', value = ''] = /^([\p{L}]+)\s*[=＝:：]\s*(.+)$/u.exec(piece) ?? [];
    const part = BY_WORD.get(name.toLowerCase());
    if (!part) return { problem: 'word', word: piece };
    const change = NONE.test(value) ? nothingOf(part) : readPart(part, value, sites);
    if ('problem' in change) return change;
    audience = { ...audience, ...change };
  }
  return { audience };
}

type Change = Partial<NoticeAudience>;
type Problem = Exclude<AudienceReading, { audience: NoticeAudience }>;

const nothingOf = (part: Part): Change =>
  part === 'arrived' ? { arrivedFrom: null, arrivedTo: null } : { [part]: [] };

function readPart(part: Part, value: string, sites: readonly NamedSite[]): Change | Problem {
  const words = value
    .split(/[,，、]/u)
    .map((word) => word.trim())
    .filter(Boolean);
  if (part === 'arrived') return readArrived(value);
  if (part === 'flights') return { flights: words.map((word) => readFlight(word).flight) };
  if (part === 'jurisdictions') return { jurisdictions: words };
  if (part === 'languages') {
    const { known, other } = readLanguages(value);
    if (other[0] !== undefined || known.length === 0) return { problem: 'language', word: other[0] ?? value };
    return { languages: known as NoticeAudience['languages'] };
  }
  if (part === 'care') {
    const { flags, other } = readFlags(value);
    if (other.length > 0 || flags.length === 0) return { problem: 'care', word: value };
    return { care: [...new Set(flags.map(({ kind }) => kind))] };
  }
  if (part === 'states') return readEach(words, 'state', stateOf, (states) => ({ states }));
  const siteOf = (word: string): string | undefined =>
    sites.find(({ name }) => name.toLowerCase() === word.toLowerCase())?.id;
  return readEach(words, 'site', siteOf, (found) => ({ sites: found }));
}

const stateOf = (word: string): (typeof NOTICE_STATES)[number] | undefined =>
  NOTICE_STATES.find((state) => STATE_WORDS[state].split('|').includes(word.toLowerCase()));

function readEach<T>(
  words: readonly string[],
  problem: Problem['problem'],
  read: (word: string) => T | undefined,
  change: (found: T[]) => Change,
): Change | Problem {
  const found: T[] = [];
  for (const word of words) {
    const one = read(word);
    if (one === undefined) return { problem, word };
    found.push(one);
  }
  return change([...new Set(found)]);
}

function readArrived(value: string): Change | Problem {
  const [first = '', last = first] = value.split(/\s*(?:\.\.+|…|—|–|~|～|至|到|\bto\b|\s-\s)\s*/iu);
  const [from, to] = [readDate(first), readDate(last)];
  if (typeof from === 'string' || typeof to === 'string') return { problem: 'date', word: value };
  if (Temporal.PlainDate.compare(from, to) > 0) return { problem: 'date', word: value };
  return { arrivedFrom: from.toString(), arrivedTo: to.toString() };
}

/** An audience in words, for staff: "site: Sun Hotel · flight: CA123", or everybody. */
export function audienceText(
  audience: NoticeAudience,
  sites: readonly NamedSite[],
  locale: string,
  t: Translate,
): string {
  const nameOf = (id: string): string => sites.find((site) => site.id === id)?.name ?? '?';
  const { arrivedFrom: from, arrivedTo: to } = audience;
  const parts: [string, readonly string[]][] = [
    ['sites', audience.sites.map(nameOf)],
    ['flights', audience.flights],
    ['arrived', from || to ? [from === to ? `${from}` : `${from ?? ''} – ${to ?? ''}`] : []],
    ['jurisdictions', audience.jurisdictions],
    ['languages', audience.languages.map((one) => languageName(one, locale))],
    ['care', audience.care.map((kind) => t(locale, `staff-special:kind.${kind}`))],
    ['states', audience.states.map((state) => t(locale, `staff-notices:stay.${state}`))],
  ];
  const said = parts
    .filter(([, values]) => values.length > 0)
    .map(([part, values]) => t(locale, `staff-notices:for.${part}`, { values: values.join(', ') }));
  return said.join(' · ') || t(locale, 'staff-notices:for.everybody');
}
