import { NEEDS, type Need, type Urgency } from './need.ts';
import { createEvidence, type Evidence } from './triage/evidence.ts';
import { createLanguageOf } from './triage/language.ts';
import { createLearned } from './triage/learned.ts';
import { LANGUAGES, type Language, type Lexicon } from './triage/lexicon.ts';
import { createMatcher } from './triage/matcher.ts';
import { heed, withLikeness } from './triage/resemblance.ts';
import { normalise, unitsOf } from './triage/units.ts';
import { type Alarm, alarmOf } from './triage/urgency.ts';

export { type Lexicon, parseLexicon } from './triage/lexicon.ts';

/** What the rules read out of a message; `confidence` runs from 0 (a guess) to 1. */
export type Triage = {
  need: Need;
  urgency: Urgency;
  confidence: number;
  language: string;
  selfHarm: boolean;
};

/** Longer texts are read at both ends: people say what they need first or last. */
const HEAD = 12_000;
const TAIL = 4_000;

/** Between equal scores the need that harms most when missed wins; `other` never wins a tie. */
const PRECEDENCE: readonly Need[] = [
  'medical',
  'study',
  'transfer',
  'release',
  'test',
  'psychological',
  'policy',
  'complaint',
  'supplies',
  'thanks',
  'other',
];
const ENOUGH = 0.7;
const UNSURE = 0.2;
const DENIED_SELF_HARM = 3;
/** Confidence at most where no known word supports the need: callers ask before they rely on it. */
const ONLY_ALIKE = 0.4;

/** Adds up one need's findings, later ones for less, so that many hints do not outweigh one clear word. */
function total(weights: number[]): number {
  return weights
    .sort((left, right) => right - left)
    .reduce((sum, weight, rank) => sum + weight * 0.5 ** rank, 0);
}

/** One pattern per need and place: the same word in two lexicons is one piece of evidence. */
function weightsByNeed({ findings, concepts }: Evidence): Map<Need, number[]> {
  const best = new Map<Need, Map<number, number>>();
  for (const { entry, at, weight, negated } of findings) {
    const { need, kind } = entry;
    if (need === undefined || kind === 'selfHarmTopic') continue;
    // "I'm not suicidal" still speaks of how somebody feels; "no fever" speaks of nothing.
    if (negated && kind !== 'selfHarm') continue;
    const past = concepts.has('past') && (kind === 'symptom' || kind === 'emergency') ? 0.4 : 1;
    const places = best.get(need) ?? new Map<number, number>();
    best.set(need, places);
    const place = at[0] ?? 0;
    places.set(place, Math.max(places.get(place) ?? 0, negated ? DENIED_SELF_HARM : weight * past));
  }
  return new Map([...best].map(([need, places]) => [need, [...places.values()]]));
}

function score(evidence: Evidence, alarm: Alarm, asks: boolean): Map<Need, number> {
  const weights = weightsByNeed(evidence);
  for (const [need, weight] of Object.entries(alarm.needs)) {
    weights.set(need as Need, [...(weights.get(need as Need) ?? []), weight * 2]);
  }
  const scores = new Map(NEEDS.map((need) => [need, total(weights.get(need) ?? [])]));
  if (alarm.selfHarm) scores.set('psychological', (scores.get('psychological') ?? 0) + 10);
  return courtesyAside(scores, evidence, asks);
}

/** Somebody ill or angry is not writing to say thank you, however politely they close. */
function isTroubled({ findings }: Evidence, scores: ReadonlyMap<Need, number>): boolean {
  if ((scores.get('complaint') ?? 0) >= 2 || (scores.get('psychological') ?? 0) >= 2) return true;
  return findings.some(
    ({ entry, negated, weight }) => !negated && weight >= 2 && /symptom|emergency/u.test(entry.kind),
  );
}

/** Whether the thanks come before anything else the text speaks of. */
function opensWithThanks({ findings }: Evidence): boolean {
  const firstOf = (thanks: boolean) =>
    Math.min(
      ...findings.map(({ entry, at }) =>
        entry.need && (entry.need === 'thanks') === thanks ? (at[0] ?? 0) : Infinity,
      ),
    );
  return firstOf(true) <= firstOf(false);
}

/** "Thank you" at the end of a request is politeness; on its own, or about what has arrived, it is the message. */
function courtesyAside(scores: Map<Need, number>, evidence: Evidence, asks: boolean): Map<Need, number> {
  const thanks = scores.get('thanks') ?? 0;
  if (thanks === 0) return scores;
  const others = Math.max(
    ...[...scores].map(([need, value]) => (need === 'thanks' || need === 'other' ? 0 : value)),
  );
  const meant = !asks && !isTroubled(evidence, scores);
  if (meant && (thanks >= 3.5 || (thanks >= 2.5 && opensWithThanks(evidence))))
    scores.set('thanks', thanks + 4);
  else if (!meant && others >= 2) scores.set('thanks', thanks * 0.35);
  return scores;
}

function choose(scores: ReadonlyMap<Need, number>): { need: Need; confidence: number } {
  const valued = PRECEDENCE.map((need) => ({ need, value: scores.get(need) ?? 0 }));
  const [first, second] = valued.sort((left, right) => right.value - left.value);
  if (first === undefined || first.value < ENOUGH) return { need: 'other', confidence: UNSURE };
  const strength = first.value / (first.value + 1.5);
  const margin = (first.value - (second?.value ?? 0)) / first.value;
  const confidence = strength * (0.5 + 0.5 * margin);
  // A greeting is a conversation opening, not a need anyone should act upon.
  return { need: first.need, confidence: first.need === 'other' ? Math.min(confidence, 0.4) : confidence };
}

/** Builds the classifier from lexicons by language code; throws on an unknown code or a faulty pattern. */
export function createTriage(lexicons: Record<string, Lexicon>): (text: string) => Triage {
  const byLanguage = new Map<Language, Lexicon>();
  for (const [code, lexicon] of Object.entries(lexicons)) {
    const language = LANGUAGES.find((known) => known === code);
    if (language === undefined)
      throw new Error(`No triage for language "${code}"; known are ${LANGUAGES.join(', ')}.`);
    byLanguage.set(language, lexicon);
  }
  const match = createMatcher([...byLanguage].map(([language, lexicon]) => ({ language, lexicon })));
  const languageOf = createLanguageOf(byLanguage);
  const evidenceOf = createEvidence(byLanguage);
  const likenessOf = createLearned([...byLanguage.values()].map(({ examples }) => examples));
  return (text) => {
    const read = normalise(text.length > HEAD + TAIL ? `${text.slice(0, HEAD)}\n${text.slice(-TAIL)}` : text);
    const units = unitsOf(read);
    const hits = match(units);
    const own = languageOf(read, units, hits);
    const evidence = evidenceOf(units, hits, own);
    const likeness = likenessOf(read);
    const asks = evidence.concepts.has('request') || evidence.concepts.has('lack') || read.includes('?');
    const spoken = alarmOf(units, evidence);
    const heard = score(evidence, spoken, asks);
    const alarm = heed(spoken, likeness, evidence, heard, units.length);
    const said = alarm === spoken ? heard : score(evidence, alarm, asks);
    const { need, confidence } = choose(withLikeness(said, likeness, evidence));
    const plain = choose(said);
    const known =
      plain.need === need ? Math.max(plain.confidence, confidence) : Math.min(confidence, ONLY_ALIKE);
    const sure = alarm.urgency === 'emergency' ? Math.max(confidence, 0.9) : known;
    return {
      need,
      urgency: alarm.urgency,
      confidence: Math.round(sure * 1000) / 1000,
      language: own.language,
      selfHarm: alarm.selfHarm,
    };
  };
}
