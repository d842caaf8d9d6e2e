/** Answers given often, by short name: those that come with the program, and the team's own over them. */
import type { Turn, Work } from '../../conversation/feature.ts';
import { LOCALES } from '../../domain/locale.ts';
import { UserError } from '../../errors.ts';
import { listCannedTexts } from '../../store/canned.ts';

/** The names that come with the program, each with a text in all twelve languages. */
export const BUILT_IN = [
  'on-the-way',
  'please-wait',
  'which-room',
  'which-name',
  'doctor-coming',
  'call-reception',
  'supplies-delivered',
  'test-soon',
  'result-soon',
  'check-policy',
  'noise-noted',
  'thank-you',
] as const;

/** A canned answer in the language that was wanted, or in the nearest one there is. */
export interface Canned {
  readonly text: string;
  readonly locale: string;
  readonly wanted: string;
}

/** The answer of this name, in English where the language is missing; throws the list of names for an unknown one. */
export async function findCanned(turn: Turn, wordedName: string, wanted: string): Promise<Canned> {
  const name = wordedName.toLowerCase();
  const texts = await textsOf(turn, name);
  const locale = [wanted, 'en', ...LOCALES].find((one) => texts.has(one));
  const text = locale && texts.get(locale);
  if (!text)
    throw new UserError('staff:error.no-canned', { name, names: (await cannedNames(turn)).join(', ') });
  return { text, locale, wanted };
}

/** Every text of one name, by language. */
export async function textsOf(work: Work, name: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  if (isBuiltIn(name)) for (const locale of LOCALES) texts.set(locale, work.t(locale, `canned:${name}`));
  for (const own of await listCannedTexts(work.tx)) if (own.name === name) texts.set(own.locale, own.text);
  return texts;
}

/** Every name there is, the program's first. */
export async function cannedNames(work: Work): Promise<string[]> {
  const own = (await listCannedTexts(work.tx)).map(({ name }) => name);
  return [...new Set([...BUILT_IN, ...own])];
}

const isBuiltIn = (name: string): boolean => BUILT_IN.some((one) => one === name);
