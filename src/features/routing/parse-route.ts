/** Reads what is written behind `/route`: facts by name, and a team. */
import type { Turn } from '../../conversation/feature.ts';
import { fold } from '../../domain/called.ts';
import { STAFF_LOCALES } from '../../domain/locale.ts';
import { NEEDS, type Need } from '../../domain/need.ts';
import { readFlags } from '../../domain/roster/care-flags.ts';
import type { CareKind } from '../../domain/roster.ts';
import { UserError } from '../../errors.ts';
import type { SiteRecord } from '../../store/records.ts';
import { listSites } from '../../store/sites.ts';

type Fact = 'site' | 'jurisdiction' | 'need' | 'care';

/** What the words say; a fact that is not named is undefined. */
export interface RouteWords {
  readonly site: SiteRecord | undefined;
  readonly jurisdiction: string | undefined;
  readonly need: Need | undefined;
  readonly care: CareKind | undefined;
  /** What is left. */
  readonly rest: string;
}

const KEYS: Record<string, Fact> = {
  site: 'site',
  据点: 'site',
  據點: 'site',
  jurisdiction: 'jurisdiction',
  from: 'jurisdiction',
  home: 'jurisdiction',
  户籍: 'jurisdiction',
  戶籍: 'jurisdiction',
  属地: 'jurisdiction',
  屬地: 'jurisdiction',
  need: 'need',
  类别: 'need',
  類別: 'need',
  care: 'care',
  关怀: 'care',
  關懷: 'care',
};

/** `key=value`, the value quoted when it has spaces. */
const FACT = /(\p{L}+)=(?:["“”„「『]([^"“”„」』]*)["“”」』]|(\S*))/gu;
/** Written for "any", which is also what leaving it out means. */
const ANY = new Set(['', '*', 'any', '任意', '不限']);
const JURISDICTION_LENGTH = 60;

/** Takes `site=`, `jurisdiction=`, `need=` and `care=` out of the words; throws when one of them names nothing we know. */
export async function readFacts(turn: Turn, words: string): Promise<RouteWords> {
  const given: Partial<Record<Fact, string>> = {};
  const rest = words
    .replace(/\s*[=＝]\s*/g, '=')
    .replace(FACT, (_all, key: string, quoted?: string, plain?: string) => {
      const field = KEYS[key.toLowerCase()];
      if (!field) throw new UserError('staff-routing:error.field', { field: key });
      const value = (quoted ?? plain ?? '').trim();
      if (!ANY.has(value.toLowerCase())) given[field] = value;
      return ' ';
    });
  return {
    site: given.site === undefined ? undefined : await siteNamed(turn, given.site),
    jurisdiction: given.jurisdiction && [...given.jurisdiction].slice(0, JURISDICTION_LENGTH).join(''),
    need: given.need === undefined ? undefined : needNamed(turn, given.need),
    care: given.care === undefined ? undefined : careNamed(given.care),
    rest: rest.replace(/\s+/g, ' ').trim(),
  };
}

async function siteNamed(turn: Turn, name: string): Promise<SiteRecord> {
  const sites = await listSites(turn.tx);
  const site = sites.find((one) => fold(one.name) === fold(name));
  if (site) return site;
  throw new UserError('staff-routing:error.site', { name, names: sites.map((one) => one.name).join(', ') });
}

function needNamed(turn: Turn, word: string): Need {
  const need = NEEDS.find((one) => needNames(turn, one).includes(fold(word)));
  if (!need) throw new UserError('staff-routing:error.need', { name: word, names: NEEDS.join(', ') });
  return need;
}

function careNamed(word: string): CareKind {
  const { flags, other } = readFlags(word);
  const [only] = flags;
  if (!only || flags.length > 1 || other.length > 0) throw new UserError('staff-special:error.unknown');
  return only.kind;
}

/** What a need is called: its English name, and what staff read for it in their languages. */
const needNames = (turn: Turn, need: Need): string[] => [
  need,
  ...STAFF_LOCALES.map((locale) => fold(turn.t(locale, `common:need.${need}`))),
];

/** Finds a site and a need by their names anywhere in free words, the longest name first. */
export async function readFree(turn: Turn, words: string): Promise<RouteWords> {
  const facts = await readFacts(turn, words);
  let rest = facts.rest;
  const take = <T>(known: T | undefined, named: readonly (readonly [string, T])[]): T | undefined => {
    if (known !== undefined) return known;
    const longestFirst = [...named].sort(([left], [right]) => right.length - left.length);
    const found = longestFirst.find(([name]) => wordsOf(rest, name) !== undefined);
    if (found) rest = wordsOf(rest, found[0]) ?? rest;
    return found?.[1];
  };
  const sites = await listSites(turn.tx);
  const site = take(
    facts.site,
    sites.map((one) => [fold(one.name), one] as const),
  );
  const need = take(
    facts.need,
    NEEDS.flatMap((one) => needNames(turn, one).map((name) => [name, one] as const)),
  );
  return { ...facts, site, need, rest };
}

/** The words without this name; undefined when it does not stand there by itself. */
function wordsOf(text: string, name: string): string | undefined {
  const plain = fold(text);
  const at = plain.indexOf(name);
  if (at < 0) return undefined;
  const isApart = (char: string | undefined): boolean => !char || !/[\p{L}\p{N}]/u.test(char) || isHan(char);
  if (!isApart(plain[at - 1]) || !isApart(plain[at + name.length])) return undefined;
  // Folding may change how long a text is; then what is left is shown folded.
  const shown = plain.length === text.length ? text : plain;
  return trimmed(`${shown.slice(0, at)} ${shown.slice(at + name.length)}`);
}

/** Chinese is written without spaces. */
const isHan = (char: string): boolean => /\p{Script=Han}/u.test(char);

const trimmed = (text: string): string => text.replace(/[\s,，、·;；]+/g, ' ').trim();
