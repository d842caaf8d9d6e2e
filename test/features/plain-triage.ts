/** Reads needs out of a few plain words, for tests that are about something else. */
import type { Triage } from '../../src/domain/triage.ts';

const WORDS: readonly [RegExp, Partial<Triage>][] = [
  [/does not breathe/i, { need: 'medical', urgency: 'emergency' }],
  [/feel so alone/i, { need: 'psychological', urgency: 'high' }],
  [/fever/i, { need: 'medical' }],
  [/milk|lait|blankets|shower/i, { need: 'supplies' }],
  [/exam/i, { need: 'study' }],
  [/rude|noise/i, { need: 'complaint' }],
];

/** Small talk is `other` with little confidence; French words make it French. */
export function plainTriage(text: string): Triage {
  const found = WORDS.find(([words]) => words.test(text))?.[1];
  const language = /lait|bonjour/i.test(text) ? 'fr' : 'en';
  const base = { need: 'other', urgency: 'normal', selfHarm: false, language } as const;
  return { ...base, confidence: found ? 0.9 : 0.2, ...found } as Triage;
}
