/**
 * A health declaration as data: what is asked, when, and what an answer must look like.
 *
 * A form never changes once it was signed by anybody: a change is another version. A question whose meaning changes
 * takes a new id. The texts of built-in questions and options are `declaration:question.<id>` and
 * `declaration:option.<option>`; what administrators add carries its texts itself.
 */
import { z } from 'zod';
import { LOCALES } from '../locale.ts';
import { CARE_KINDS } from '../roster.ts';
import { contradictionsOf } from './contradictions.ts';

/** Facts of the roster that an answer can be held against. */
export const ROSTER_FIELDS = [
  'name',
  'birthDate',
  'documentType',
  'documentNumber',
  'flight',
  'seat',
  'entryOn',
  'contactOn',
  'jurisdiction',
] as const;

/** One of `ROSTER_FIELDS`. */
export type RosterField = (typeof ROSTER_FIELDS)[number];

type Locale = (typeof LOCALES)[number];

/** So that a button's id has room for both; answers are looked up by it, and every object has a `constructor`. */
const word = z.string().regex(/^(?!constructor$)[a-z][a-z-]{0,15}$/);

/** A text in English, and in whatever other languages there are. */
const texts = (most: number) => {
  const text = z.string().trim().min(1).max(most);
  const others = Object.fromEntries(LOCALES.map((locale) => [locale, text.optional()]));
  return z.strictObject({ ...(others as Record<Locale, z.ZodOptional<typeof text>>), en: text });
};

/** Letters of a question, and of an option, which is a button. */
const [QUESTION, OPTION] = [300, 60];

const question = z.strictObject({
  id: word,
  kind: z.enum(['text', 'date', 'choice', 'yes-no', 'number', 'multi']),
  /** What is asked, where the program has no text for it. */
  text: texts(QUESTION).optional(),
  /** What options are called that the program has no text for. */
  optionText: z.record(word, texts(OPTION)).optional(),
  /** Whether it may be skipped. */
  optional: z.boolean().default(false),
  /** It is asked where each of these earlier answers is one of `is` and none of `not`. */
  when: z
    .array(
      z.strictObject({
        question: word,
        is: z.array(z.string()).optional(),
        not: z.array(z.string()).optional(),
      }),
    )
    .default([]),
  /** What there is to choose from. */
  options: z.array(word).max(20).default([]),
  /** The option that stands alone: none of the others. */
  none: word.optional(),
  /** What a text must be. */
  format: z.enum(['name', 'document', 'flight', 'seat', 'phone']).optional(),
  /** Days before and after today between which a date must lie. */
  daysBack: z.int().min(0).optional(),
  daysAhead: z.int().min(0).optional(),
  /** Between which a number must lie. */
  least: z.int().min(0).default(0),
  most: z.int().max(9999).default(10),
  /** What it is compared with. */
  roster: z.enum(ROSTER_FIELDS).optional(),
  /** A number of a document or a phone: shown but for its end. */
  secret: z.boolean().default(false),
  /** Words about illness belong here, and are no message to the team. */
  medical: z.boolean().default(false),
  /** The urgency of the ticket that a yes, or anything but `none`, opens. */
  alarm: z.enum(['normal', 'high']).optional(),
  /** Special care that is proposed: by the yes, until the date, with the words. */
  care: z.enum(CARE_KINDS).optional(),
});

const shape = z.strictObject({ version: z.int().min(1), questions: z.array(question).min(1).max(60) });

/** A form, with everything that must hold between its questions; a custom issue carries a `Contradiction`'s params. */
export const formSchema = shape.check(({ value, issues }) => {
  for (const { path, kind, params } of contradictionsOf(value.questions)) {
    const message = `${kind} ${JSON.stringify(params)}`;
    issues.push({ code: 'custom', input: value, path: [...path], message, params: { kind, ...params } });
  }
});

/** One thing that is asked. */
export type Question = z.output<typeof question>;

/** One version of the declaration. */
export type Form = z.output<typeof shape>;

/** A form as it is written down. */
export type WrittenForm = z.input<typeof shape>;

/** The form, checked; throws where it contradicts itself. */
export const parseForm = (written: WrittenForm): Form => formSchema.parse(written);

/** A form as it was stored: what holds between its questions was checked by the rules of its day. */
export const storedForm = (stored: unknown): Form => shape.parse(stored);
