import { z } from 'zod';
import { LOCALES } from '../locale.ts';
import { NEEDS } from '../need.ts';

/** The languages a text can be recognised as (BCP 47). */
export const LANGUAGES = [...LOCALES, 'ht', 'pt'] as const;

/** One of `LANGUAGES`. */
export type Language = (typeof LANGUAGES)[number];

/** Ideas that mean nothing alone; the urgency rules combine them ("formula" and "none left" is high). */
export const CONCEPTS = [
  'infant',
  'child',
  'elder',
  'fall',
  'formula',
  'milk',
  'notEaten',
  'vitalMedicine',
  'lack',
  'exam',
  'flight',
  'soon',
  'fever',
  'degree',
  'media',
  'past',
  'bereaved',
  'request',
] as const;

/** One of `CONCEPTS`. */
export type Concept = (typeof CONCEPTS)[number];

/** How much one matched pattern says for its need: `strong` settles it, `clear` names it, `hint` leans. */
export const STRENGTHS = { strong: 4, clear: 2.5, hint: 1 } as const;

/** Takes a list of words, trimmed. The lists hold so many that a schema for each word would delay every start. */
const words = z.unknown().transform((list, { addIssue }): string[] => {
  if (!Array.isArray(list)) {
    addIssue({ code: 'custom', message: 'Invalid input: expected array' });
    return [];
  }
  return list.map((word: unknown, at) => {
    const trimmed = typeof word === 'string' ? word.trim() : '';
    if (trimmed === '') addIssue({ code: 'custom', path: [at], message: 'Invalid input: expected words' });
    return trimmed;
  });
});
const patterns = words.default([]);
const graded = z.strictObject({ strong: patterns, clear: patterns, hint: patterns });
const perNeed = z.partialRecord(z.enum(NEEDS), patterns);
const noGrades = { strong: [], clear: [], hint: [] };

const lexiconSchema = z.strictObject({
  /** Function words and letters that give the language away. */
  language: z.strictObject({ words: patterns, letters: z.string().default('') }),
  needs: z.partialRecord(z.enum(NEEDS), graded).default({}),
  /** Medical, but cancelled by a negator: "no fever". */
  symptoms: graded.default(noGrades),
  /** Danger to life or limb now, by the need it belongs to. */
  emergency: perNeed.default({}),
  /** Must not wait until tomorrow, by need. */
  high: perNeed.default({}),
  /** Intent to die or to hurt oneself, whoever's it is. */
  selfHarm: patterns,
  /** Bare mentions ("suicide"), which a film or the distant past explains away. */
  selfHarmTopic: patterns,
  /** Figures of speech: they hide the patterns inside them and may speak for a need themselves. */
  figures: z.partialRecord(z.enum([...NEEDS, 'none']), patterns).default({}),
  concepts: z.partialRecord(z.enum(CONCEPTS), patterns).default({}),
  negation: z
    .strictObject({
      before: patterns,
      after: patterns,
      /** Look like negators and are none: "can't stop coughing". */
      never: patterns,
      /** How many words (characters, in scripts without spaces) may stand between negator and pattern. */
      reach: z.int().min(0).max(12).default(3),
    })
    .default({ before: [], after: [], never: [], reach: 3 }),
  /** Whole messages by what they are about, kept in a file of their own (triage-examples.json). */
  examples: z.partialRecord(z.enum([...NEEDS, 'selfHarm']), words).default({}),
});

/** The vocabulary of one language; the pattern syntax is explained in `pattern.ts`. */
export type Lexicon = z.infer<typeof lexiconSchema>;

/** Checks untrusted JSON; throws an Error whose message names every wrong place. */
export function parseLexicon(json: unknown): Lexicon {
  const result = lexiconSchema.safeParse(json);
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.message}`);
  throw new Error(`Not a triage lexicon. ${places.join('; ')}`);
}
