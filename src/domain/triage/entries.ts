import type { Need } from '../need.ts';
import { type Concept, type Language, type Lexicon, STRENGTHS } from './lexicon.ts';

/** What a pattern stands for in its lexicon. */
export type Entry = {
  language: Language;
  kind:
    | 'need'
    | 'symptom'
    | 'emergency'
    | 'high'
    | 'selfHarm'
    | 'selfHarmTopic'
    | 'figure'
    | 'concept'
    | 'before'
    | 'after'
    | 'never'
    | 'word';
  need?: Need;
  concept?: Concept;
  weight: number;
};

/** Every pattern of a lexicon with what it stands for. */
export function entriesOf(language: Language, lexicon: Lexicon): { pattern: string; entry: Entry }[] {
  const all: { pattern: string; entry: Entry }[] = [];
  const add = (patterns: readonly string[], entry: Omit<Entry, 'language'>) => {
    const shared = { language, ...entry };
    for (const pattern of patterns) all.push({ pattern, entry: shared });
  };
  for (const [strength, weight] of Object.entries(STRENGTHS) as [keyof typeof STRENGTHS, number][]) {
    for (const [need, grades] of Object.entries(lexicon.needs) as [Need, typeof lexicon.symptoms][]) {
      add(grades[strength], { kind: 'need', need, weight });
    }
    add(lexicon.symptoms[strength], { kind: 'symptom', need: 'medical', weight });
  }
  for (const [need, list] of Object.entries(lexicon.emergency))
    add(list, { kind: 'emergency', need: need as Need, weight: 6 });
  for (const [need, list] of Object.entries(lexicon.high))
    add(list, { kind: 'high', need: need as Need, weight: 3.5 });
  for (const [need, list] of Object.entries(lexicon.figures)) {
    add(
      list,
      need === 'none' ? { kind: 'figure', weight: 0 } : { kind: 'figure', need: need as Need, weight: 3 },
    );
  }
  for (const [concept, list] of Object.entries(lexicon.concepts))
    add(list, { kind: 'concept', concept: concept as Concept, weight: 0 });
  add(lexicon.selfHarm, { kind: 'selfHarm', need: 'psychological', weight: 8 });
  add(lexicon.selfHarmTopic, { kind: 'selfHarmTopic', need: 'psychological', weight: 8 });
  add(lexicon.negation.before, { kind: 'before', weight: 0 });
  add(lexicon.negation.after, { kind: 'after', weight: 0 });
  add(lexicon.negation.never, { kind: 'never', weight: 0 });
  add(lexicon.language.words, { kind: 'word', weight: 0 });
  return all;
}
