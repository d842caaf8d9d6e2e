/** What is asked every day, and from where on somebody looks after it: all of it data. */
import type { Need, Urgency } from '../need.ts';
import type { CareKind } from '../roster.ts';
import { graver } from '../ticket.ts';

/** What can be the matter, each with how soon a medic has to look. */
export const SYMPTOMS = {
  fever: 'high',
  cough: 'normal',
  'sore-throat': 'normal',
  breathlessness: 'emergency',
  'chest-pain': 'emergency',
  smell: 'normal',
  headache: 'normal',
  'muscle-pain': 'normal',
  tired: 'normal',
  'runny-nose': 'normal',
  vomiting: 'normal',
  diarrhoea: 'normal',
  rash: 'normal',
} as const satisfies Record<string, Urgency>;

/** One of them; a key of `check-in:symptom.*`. */
export type Symptom = keyof typeof SYMPTOMS;

/** Their names, in the order in which they are offered. */
export const SYMPTOM_NAMES = Object.keys(SYMPTOMS) as Symptom[];

/** Degrees Celsius from which (or below which) a medic looks. */
const TEMPERATURES: readonly {
  readonly from?: number;
  readonly below?: number;
  readonly urgency: Urgency;
}[] = [
  { from: 40, urgency: 'emergency' },
  { from: 37.3, urgency: 'high' },
  { below: 35, urgency: 'high' },
];

/** From here on it is fever. */
export const FEVER = 37.3;

/** How somebody feels inside, best first. */
export const MOODS = ['good', 'fair', 'low', 'bad'] as const;

/** One of MOODS. */
export type Mood = (typeof MOODS)[number];

/** This many days of low spirits in a row are a counsellor's matter. */
export const LOW_DAYS = 3;

/** Special care that makes two silent days urgent. */
export const FRAIL: readonly CareKind[] = [
  'elderly',
  'infant',
  'pregnant',
  'disabled',
  'chronic',
  'depression',
];

/** What somebody said of one day. */
export interface Condition {
  /** Degrees Celsius. */
  readonly temperature: number | null;
  readonly symptoms: readonly Symptom[];
  /** They said that they have none. */
  readonly noSymptoms: boolean;
  readonly mood: Mood | null;
}

/** Who has to look, and how soon. */
export interface Finding {
  readonly need: Extract<Need, 'medical' | 'psychological'>;
  readonly urgency: Urgency;
}

/** Whom this concerns; `earlierMoods` are those of the days before, the latest first, a day without one null. */
export function findings(condition: Condition, earlierMoods: readonly (Mood | null)[]): Finding[] {
  const found: Finding[] = [];
  const medical = medicalUrgency(condition);
  if (medical) found.push({ need: 'medical', urgency: medical });
  const before = earlierMoods.slice(0, LOW_DAYS - 1);
  const isLong = before.length === LOW_DAYS - 1 && before.every((mood) => mood === 'low' || mood === 'bad');
  if (condition.mood === 'bad') found.push({ need: 'psychological', urgency: 'high' });
  else if (condition.mood === 'low' && isLong) found.push({ need: 'psychological', urgency: 'normal' });
  return found;
}

function medicalUrgency({ temperature, symptoms }: Condition): Urgency | undefined {
  const measured = TEMPERATURES.find(
    ({ from, below }) =>
      temperature !== null &&
      ((from !== undefined && temperature >= from) || (below !== undefined && temperature < below)),
  );
  const all = [...(measured ? [measured.urgency] : []), ...symptoms.map((one): Urgency => SYMPTOMS[one])];
  return all.length > 0 ? all.reduce(graver) : undefined;
}

/** Whether a day was fine by their own words, so that the next may be called the same. */
export const isFine = ({ temperature, noSymptoms, mood }: Condition): boolean =>
  noSymptoms &&
  (temperature === null || (temperature < FEVER && temperature >= 35)) &&
  mood !== 'low' &&
  mood !== 'bad';
