import type { Language } from './lexicon.ts';
import type { Atom } from './pattern.ts';
import { createSpelling, type Spelling } from './spelling.ts';
import type { Unit } from './units.ts';

/** One atom a unit of text stands for. */
export type Match = { id: number; misspelt: boolean };

const LONGEST_PREFIX = 24;
/** Words of everyday length are remembered, up to this many: most of a message is words met before. */
const REMEMBERED = 20_000;
/** A stem this long makes a word known; a shorter one may be chance ("sucide" and Spanish "suci*"). */
const KNOWN_STEM = 5;
const ARABIC_HEADS = /^(?:[وف]?(?:بال|كال|لل|ال|ب|ل|ك|ح|ه)(?=.{3,}$)|[وف](?=.{2,}$))/u;

/** The vocabulary of all patterns: which atoms a unit of text is an instance of. */
export class Atoms {
  private readonly ids = new Map<string, number>();
  private readonly spelling: Spelling = createSpelling();
  private readonly met = new Map<string, Match[]>();

  idsOf(atom: Atom, language: Language): number[] {
    if (language === 'vi' && atom.script === 'latin') return this.vietnamese(atom);
    return [this.intern((atom.prefix ? 'p:' : 'x:') + atom.form, atom.form)];
  }

  // Accents decide in Vietnamese when they are written; a text without any is met halfway.
  private vietnamese({ form, raw, prefix, strict }: Atom): number[] {
    const kind = prefix ? 'p' : 'x';
    const exact = this.intern(`v${kind}:${raw}`);
    return strict || raw === form ? [exact] : [exact, this.intern(`b${kind}:${form}`)];
  }

  private intern(key: string, learnt?: string): number {
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.ids.size;
    this.ids.set(key, id);
    if (learnt !== undefined) this.spelling.learn(learnt, key);
    return id;
  }

  /** What a unit is an instance of; only a word that is nothing known by itself is taken for a misspelling. */
  of(unit: Unit, unaccented: boolean): readonly Match[] {
    const key = `${unit.form} ${unit.raw} ${unaccented}`;
    const known = this.met.get(key);
    if (known !== undefined) return known;
    const matches = this.lookUp(unit, unaccented);
    if (this.met.size >= REMEMBERED) this.met.clear();
    if (key.length <= 3 * LONGEST_PREFIX) this.met.set(key, matches);
    return matches;
  }

  private lookUp(unit: Unit, unaccented: boolean): Match[] {
    const matches: Match[] = [];
    let known = false;
    const take = (key: string, misspelt = false) => {
      const id = this.ids.get(key);
      if (id === undefined) return;
      matches.push({ id, misspelt });
      known ||= key.length >= KNOWN_STEM + 2 || !key.startsWith('p:');
    };
    for (const form of unit.script === 'arabic' ? arabicForms(unit.form) : [unit.form])
      eachKey(form, 'x:', 'p:', take);
    if (unit.script === 'latin') {
      eachKey(unit.raw, 'vx:', 'vp:', take);
      if (unaccented) eachKey(unit.form, 'bx:', 'bp:', take);
    }
    if (known || (unit.script !== 'latin' && unit.script !== 'cyrillic')) return matches;
    for (const key of this.spelling.correct(unit.form)) take(key, true);
    return matches;
  }
}

function eachKey(form: string, exact: string, prefix: string, take: (key: string) => void): void {
  take(exact + form);
  const longest = Math.min(form.length, LONGEST_PREFIX);
  for (let length = 1; length <= longest; length++) take(prefix + form.slice(0, length));
}

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
