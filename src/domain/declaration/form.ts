/**
 * A health declaration as data: what is asked, when, and what an answer must look like.
 *
 * A form never changes once it was signed by anybody: a change is another version. A question whose meaning changes
 * takes a new id; its texts are `declaration:question.<id>` and `declaration:option.<option>`.
 */
import { z } from 'zod';
import { CARE_KINDS } from '../roster.ts';

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

/** So that a button's id has room for both. */
const word = z.string().regex(/^[a-z][a-z-]{0,15}$/);

const question = z.strictObject({
  id: word,
  kind: z.enum(['text', 'date', 'choice', 'yes-no', 'number', 'multi']),
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
  options: z.array(word).default([]),
  /** The option that stands alone: none of the others. */
  none: word.optional(),
  /** What a text must be. */
  format: z.enum(['name', 'document', 'flight', 'seat', 'phone']).optional(),
  /** Days before and after today between which a date must lie. */
  daysBack: z.int().min(0).optional(),
  daysAhead: z.int().min(0).optional(),
  /** Between which a number must lie. */
  least: z.int().default(0),
  most: z.int().default(10),
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

const form = z
  .strictObject({ version: z.int().min(1), questions: z.array(question).min(1) })
  .check(({ value, issues }) => {
    const earlier = new Set<string>();
    for (const one of value.questions) {
      const choosable = one.kind === 'choice' || one.kind === 'multi';
      const problems = [
        ...(earlier.has(one.id) ? ['stands there twice'] : []),
        ...one.when
          .filter((condition) => !earlier.has(condition.question))
          .map((condition) => `depends on ${condition.question}, which is not asked before`),
        ...(choosable === one.options.length > 0
          ? []
          : ['needs options where something is chosen, and only there']),
        ...(one.none && !one.options.includes(one.none) ? [`has no option ${one.none}`] : []),
      ];
      for (const problem of problems) {
        issues.push({ code: 'custom', input: one, message: `question ${one.id} ${problem}` });
      }
      earlier.add(one.id);
    }
  });

/** One thing that is asked. */
export type Question = z.output<typeof question>;

/** One version of the declaration. */
export type Form = z.output<typeof form>;

/** A form as it is written down. */
export type WrittenForm = z.input<typeof form>;

/** The form, checked; throws where it contradicts itself. */
export const parseForm = (written: WrittenForm): Form => form.parse(written);
