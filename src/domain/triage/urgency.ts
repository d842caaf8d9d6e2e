import type { Need, Urgency } from '../need.ts';
import type { Evidence } from './evidence.ts';
import type { Concept } from './lexicon.ts';
import type { Unit } from './units.ts';

/** What must be known before the need is chosen: danger, haste, and the needs they speak for. */
export type Alarm = { urgency: Urgency; selfHarm: boolean; needs: Partial<Record<Need, number>> };

/** Above what the vocabulary of an unrelated language reaches: its words are here by accident. */
const CREDIBLE = 2.5;
const HIGH_FEVER = 38.5;

/** A body temperature written in the text, in degrees Celsius, if it reads like one. */
export function temperatureOf(units: readonly Unit[], concepts: ReadonlySet<Concept>): number | undefined {
  if (!concepts.has('fever') && !concepts.has('degree')) return undefined;
  for (const [at, { script, form }] of units.entries()) {
    if (script !== 'number') continue;
    const following = units[at + 1]?.form ?? '';
    const value = Number(form);
    if (value >= 35 && value <= 42.9)
      return /[度点도]/u.test(following) && value >= 38 ? value + decimalAfter(units, at) : value;
    if (value >= 95 && value <= 108 && (concepts.has('fever') || following === 'f'))
      return ((value - 32) * 5) / 9;
  }
  return undefined;
}

function decimalAfter(units: readonly Unit[], at: number): number {
  const digit = units[at + 2];
  return digit?.script === 'number' && digit.form.length === 1 && !digit.afterBreak
    ? Number(digit.form) / 10
    : 0;
}

/** Combinations that no single phrase shows; each names the need it speaks for. */
function combined(has: (...concepts: Concept[]) => boolean): Partial<Record<Need, number>> {
  const needs: Partial<Record<Need, number>> = {};
  if (has('lack') && (has('formula') || has('infant', 'milk'))) needs.supplies = 2;
  if (has('notEaten') && (has('infant') || has('child'))) needs.supplies = 2;
  if (has('vitalMedicine', 'lack')) needs.medical = 3;
  if (has('elder', 'fall')) needs.medical = 3;
  if (has('infant', 'fever')) needs.medical = 2;
  if (has('exam', 'soon')) needs.study = 2;
  if (has('flight', 'soon')) needs.transfer = 0.5;
  return needs;
}

function isSelfHarm({ findings, concepts, mourned }: Evidence): boolean {
  const past = concepts.has('past');
  return findings.some(({ entry, at, negated, weight }) => {
    if (negated || weight < CREDIBLE) return false;
    // Somebody lost to suicide years ago is grief, not a plan.
    if (past && mourned.some(([from, to]) => (at[0] ?? 0) >= from && (at[0] ?? 0) <= to)) return false;
    return entry.kind === 'selfHarm' || (entry.kind === 'selfHarmTopic' && !past && !concepts.has('media'));
  });
}

/** Reads danger and haste out of the evidence. */
export function alarmOf(units: readonly Unit[], evidence: Evidence): Alarm {
  const { findings, concepts } = evidence;
  const selfHarm = isSelfHarm(evidence);
  const needs = combined((...wanted) => wanted.every((concept) => concepts.has(concept)));
  let high = Object.keys(needs).length > 0;
  const temperature = temperatureOf(units, concepts);
  if (temperature !== undefined && temperature >= 37.3) needs.medical = (needs.medical ?? 0) + 2;
  if (temperature !== undefined && temperature >= HIGH_FEVER) high = true;
  let emergency = selfHarm;
  for (const { entry, negated, weight } of findings) {
    if (negated) continue;
    // What happened years ago is history to be told, not an ambulance to be called.
    if (entry.kind === 'emergency' && weight >= CREDIBLE && !concepts.has('past')) emergency = true;
    if (entry.kind === 'high' && weight >= 1.5) high = true;
  }
  return { urgency: emergency ? 'emergency' : high ? 'high' : 'normal', selfHarm, needs };
}
