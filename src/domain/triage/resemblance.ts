import type { Need } from '../need.ts';
import type { Evidence } from './evidence.ts';
import type { Likeness } from './learned.ts';
import type { Alarm } from './urgency.ts';

/** What resembling the examples of one need alone is worth beside a lexicon's weights, which run from 0.5 to 4. */
const LIKENESS = 4;
/** Odds from which a text is taken for self-harm though no word says so: a false alarm costs a call, a miss a life. */
const SELF_HARM = 0.2;
/** Of a text with no more known pieces than this (a name, a greeting, a room) little can be said: it takes more. */
const FEW = 50;
/** Of so few words none of which is known (a name, an address) the resemblance must outweigh everything else. */
const BRIEF = 5;
const BRIEF_ODDS = 1;
/** How steeply those odds rise with each point of what known words say of something else. */
const SPOKEN = 0.8;

/** What the words resemble counts beside what they say: it decides where no known word does. */
export function withLikeness(
  said: ReadonlyMap<Need, number>,
  { needs }: Likeness,
  { findings }: Evidence,
): ReadonlyMap<Need, number> {
  // "No fever" resembles a fever; the words know better.
  if (findings.length > 0 && findings.every(({ negated }) => negated)) return said;
  return new Map([...said].map(([need, value]) => [need, value + LIKENESS * (needs.get(need) ?? 0)]));
}

/**
 * Words that resemble those of people who want to die are taken for theirs even when no known phrase is there; the
 * more plainly known words speak of something else, the closer the resemblance must be.
 */
export function heed(
  alarm: Alarm,
  { selfHarm, pieces }: Likeness,
  { findings }: Evidence,
  said: ReadonlyMap<Need, number>,
  words: number,
): Alarm {
  // "I don't want to die here", "dying to see you": the very words for it, and known to mean something else.
  const meantOtherwise = findings.some(
    ({ entry, negated, hidesAlarm }) => hidesAlarm || (negated && entry.kind === 'selfHarm'),
  );
  const odds = SELF_HARM * (1 + (FEW / (pieces + 1)) ** 2) * Math.exp(SPOKEN * Math.max(...said.values()));
  const isBrief = findings.length === 0 && words <= BRIEF;
  const needed = isBrief ? Math.max(odds, BRIEF_ODDS) : odds;
  if (alarm.selfHarm || meantOtherwise || selfHarm < needed * (1 - selfHarm)) return alarm;
  return { ...alarm, selfHarm: true, urgency: 'emergency' };
}
