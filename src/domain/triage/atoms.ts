import type { Language } from './lexicon.ts';
import type { Atom } from './pattern.ts';
import { createSpelling, type Spelling } from './spelling.ts';
import type { Script, Unit } from './units.ts';

/** One atom a unit of text stands for. */
export type Match = { id: number; misspelt: boolean };

const LONGEST_PREFIX = 24;
/** Words of everyday length are remembered, up to this many: most of a message is words met before. */
const REMEMBERED = 20_000;
/** A stem this long makes a word known; a shorter one may be chance ("sucide" and Spanish "suci*"). */
const KNOWN_STEM = 5;
const ARABIC_HEADS = /^(?:[وف]?(?:بال|كال|لل|ال|ب|ل|ك|ح|ه)(?=.{3,}$)|[وف](?=.{2,}$))/u;

/** Numbers of which a text must show one, with a number of their own; the same atom always has the same one. */
export type AtomIds = { readonly list: number; readonly ids: readonly number[] };

/** Words, and beginnings of words. */
type Forms = { readonly whole: Map<string, AtomIds>; readonly begun: Map<string, AtomIds> };
const noForms = (): Forms => ({ whole: new Map(), begun: new Map() });

/** The vocabulary of all patterns: which atoms a unit of text is an instance of. */
export class Atoms {
  /** In any language but Vietnamese. */
  private readonly plain = noForms();
  /** Vietnamese as it is spelt, without accents, and either. */
  private readonly spelt = noForms();
  private readonly bare = noForms();
  private readonly either = noForms();
  private lists = 0;
  private readonly spelling: Spelling = createSpelling();
  /** Of texts with accents, and of those without. */
  private readonly met = [new Map<string, Match[]>(), new Map<string, Match[]>()] as const;

  idsOf(atom: Atom, language: Language): AtomIds {
    if (language === 'vi' && atom.script === 'latin') return this.vietnamese(atom);
    const { form, prefix, script } = atom;
    const known = numbersOf(this.plain, prefix).get(form);
    if (known !== undefined) return known;
    const made = this.intern(this.plain, prefix, form);
    // Only words in these letters are ever taken for misspelt.
    if (isCorrected(script)) this.spelling.learn(form, prefix, made.list);
    return made;
  }

  // Accents decide in Vietnamese when they are written; a text without any is met halfway.
  private vietnamese({ form, raw, prefix, strict }: Atom): AtomIds {
    const exact = this.intern(this.spelt, prefix, raw);
    if (strict || raw === form) return exact;
    const bare = this.intern(this.bare, prefix, form);
    return this.intern(this.either, prefix, raw, [...exact.ids, ...bare.ids]);
  }

  private intern(forms: Forms, prefix: boolean, form: string, ids?: readonly number[]): AtomIds {
    const numbers = numbersOf(forms, prefix);
    const known = numbers.get(form);
    if (known !== undefined) return known;
    this.lists += 1;
    const made = { list: this.lists, ids: ids ?? [this.lists] };
    numbers.set(form, made);
    return made;
  }

  /** What a unit is an instance of; only a word that is nothing known by itself is taken for a misspelling. */
  of(unit: Unit, unaccented: boolean): readonly Match[] {
    const met = this.met[unaccented ? 1 : 0];
    const key = unit.raw === unit.form ? unit.form : `${unit.form} ${unit.raw}`;
    const known = met.get(key);
    if (known !== undefined) return known;
    const matches = this.lookUp(unit, unaccented);
    if (met.size >= REMEMBERED) met.clear();
    if (key.length <= 3 * LONGEST_PREFIX) met.set(key, matches);
    return matches;
  }

  private lookUp(unit: Unit, unaccented: boolean): Match[] {
    const matches: Match[] = [];
    let known = false;
    const take = (form: string, { whole, begun }: Forms, knownStem = 1) => {
      const word = whole.get(form);
      if (word !== undefined) {
        matches.push({ id: word.list, misspelt: false });
        known = true;
      }
      const longest = Math.min(form.length, LONGEST_PREFIX);
      for (let length = 1; length <= longest; length++) {
        const stem = begun.get(form.slice(0, length));
        if (stem === undefined) continue;
        matches.push({ id: stem.list, misspelt: false });
        known ||= length >= knownStem;
      }
    };
    for (const form of unit.script === 'arabic' ? arabicForms(unit.form) : [unit.form])
      take(form, this.plain, KNOWN_STEM);
    if (unit.script === 'latin') {
      take(unit.raw, this.spelt);
      if (unaccented) take(unit.form, this.bare);
    }
    if (known || !isCorrected(unit.script)) return matches;
    for (const id of this.spelling.correct(unit.form)) matches.push({ id, misspelt: true });
    return matches;
  }
}

const numbersOf = ({ whole, begun }: Forms, prefix: boolean) => (prefix ? begun : whole);

const isCorrected = (script: Script): boolean => script === 'latin' || script === 'cyrillic';

function arabicForms(form: string): string[] {
  const forms = [form];
  for (
    let rest = form.replace(ARABIC_HEADS, '');
    rest !== forms.at(-1);
    rest = rest.replace(ARABIC_HEADS, '')
  )
    forms.push(rest);
  return forms;
}
