import type { Concept, Language, Lexicon } from './lexicon.ts';
import type { Hit } from './matcher.ts';
import type { Script, Unit } from './units.ts';

/** A hit that survived figures of speech and negation, weighed for the language it was found in. */
export type Finding = Hit & {
  weight: number;
  negated: boolean;
  /** A figure of speech that hides words of danger or pain: "dying to see you". */
  hidesAlarm: boolean;
};

/** What a text says, once the patterns inside longer patterns and the denied ones are set aside. */
export type Evidence = {
  findings: Finding[];
  concepts: ReadonlySet<Concept>;
  /** First and last unit of every mention of somebody lost to suicide. */
  mourned: readonly (readonly [number, number])[];
};

const CHINESE: readonly Language[] = ['zh-CN', 'zh-TW'];
const DENIABLE: ReadonlySet<Hit['entry']['kind']> = new Set([
  'symptom',
  'emergency',
  'high',
  'selfHarm',
  'selfHarmTopic',
]);
const ALARMS: ReadonlySet<Hit['entry']['kind']> = new Set(['emergency', 'high', 'selfHarm', 'selfHarmTopic']);
const CONTENT: ReadonlySet<Hit['entry']['kind']> = new Set([...DENIABLE, 'need', 'figure']);
const MISSPELT = 0.75;
/** From this trust on a word may cancel others: Portuguese "no" (in the) is no English "no". */
const OWN = 0.9;

/** How much a language's vocabulary counts in a text of another one. */
function trust(own: Language, other: Language, foreignScript: boolean): number {
  if (own === other || (CHINESE.includes(own) && CHINESE.includes(other))) return 1;
  if (foreignScript) return 0.9;
  return other === 'en' ? 0.6 : 0.3;
}

const first = (hit: Hit) => hit.at[0] ?? 0;
const last = (hit: Hit) => hit.at.at(-1) ?? 0;

function covers(outer: Hit, inner: Hit): boolean {
  return outer.at.length > inner.at.length && inner.at.every((unit) => outer.at.includes(unit));
}

/** Whether no punctuation stands between the two units. */
function sameClause(units: readonly Unit[], from: number, to: number): boolean {
  for (let at = from + 1; at <= to; at++) if (units[at]?.afterBreak) return false;
  return true;
}

/** Sets aside hidden and denied hits and weighs the others for the text's own language. */
export function createEvidence(lexicons: ReadonlyMap<Language, Lexicon>) {
  const reachOf = (language: Language) => lexicons.get(language)?.negation.reach ?? 0;

  function denied(hit: Hit, negators: readonly Hit[], units: readonly Unit[]): boolean {
    return negators.some((negator) => {
      const reach = reachOf(negator.entry.language);
      if (negator.entry.kind === 'before') {
        const gap = first(hit) - last(negator) - 1;
        return gap >= 0 && gap <= reach && sameClause(units, last(negator), first(hit));
      }
      const gap = first(negator) - last(hit) - 1;
      return gap >= 0 && gap <= reach && sameClause(units, last(hit), first(negator));
    });
  }

  return (
    units: readonly Unit[],
    hits: readonly Hit[],
    own: { language: Language; script: Script },
  ): Evidence => {
    const weighed = hits
      .filter(({ entry }) => entry.kind !== 'word')
      .map((hit) => {
        const script = units[first(hit)]?.script ?? 'latin';
        const foreign = (script === 'kana' ? 'han' : script) !== own.script;
        const factor = trust(own.language, hit.entry.language, foreign) * (hit.misspelt ? MISSPELT : 1);
        return { ...hit, weight: hit.entry.weight * factor, factor };
      });
    const content = weighed.filter(({ entry }) => CONTENT.has(entry.kind));
    const visible = (hit: (typeof weighed)[number]) =>
      !content.some((outer) => {
        if (outer.factor < hit.factor || !covers(outer, hit)) return false;
        if (outer.entry.kind === 'figure') return true;
        // An infant stays one inside "infant formula"; danger inside a longer request stays danger.
        if (hit.entry.kind === 'concept') return false;
        return !ALARMS.has(hit.entry.kind) || ALARMS.has(outer.entry.kind);
      });
    const never = weighed.filter(({ entry, factor }) => entry.kind === 'never' && factor >= OWN);
    const negators = weighed.filter(
      (hit) =>
        (hit.entry.kind === 'before' || hit.entry.kind === 'after') &&
        hit.factor >= OWN &&
        !never.some((outer) => outer.at.includes(first(hit))) &&
        !content.some(
          (outer) => DENIABLE.has(outer.entry.kind) && outer.factor >= OWN && outer.at.includes(first(hit)),
        ),
    );
    const findings = weighed
      .filter((hit) => CONTENT.has(hit.entry.kind) && visible(hit))
      .map(({ factor: _, ...hit }) => ({
        ...hit,
        negated: DENIABLE.has(hit.entry.kind) && denied(hit, negators, units),
        hidesAlarm:
          hit.entry.kind === 'figure' &&
          weighed.some((inner) => DENIABLE.has(inner.entry.kind) && covers(hit, inner)),
      }));
    const concepts = new Set<Concept>();
    const mourned: [number, number][] = [];
    for (const hit of weighed) {
      const { concept } = hit.entry;
      if (concept === undefined || hit.factor < 0.5 || !visible(hit)) continue;
      if (concept === 'bereaved') mourned.push([first(hit), last(hit)]);
      if (concept !== 'fever' || !denied(hit, negators, units)) concepts.add(concept);
    }
    return { findings, concepts, mourned };
  };
}
