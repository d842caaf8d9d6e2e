/**
 * What a traveller can need; one ticket is one need being looked after. Where neighbours touch: a broken thing in
 * the room (air conditioning, Wi-Fi, hot water) is `supplies`, because somebody has to bring or mend something, and
 * a `complaint` only when it is told in anger; `study` is support for online classes and exams, `test` the medical
 * one; running out of prescribed medicine is `medical`; lost property and small talk are `other`.
 */
export const NEEDS = [
  'supplies',
  'medical',
  'psychological',
  'test',
  'study',
  'policy',
  'release',
  'transfer',
  'complaint',
  'thanks',
  'other',
] as const;

/** One of `NEEDS`. */
export type Need = (typeof NEEDS)[number];

/** How soon somebody must look: now and before everything else, not later than tonight, or in turn. */
export const URGENCIES = ['normal', 'high', 'emergency'] as const;

/** One of `URGENCIES`. */
export type Urgency = (typeof URGENCIES)[number];
