/** The daily question, and how an answer is said back. */
import { type Condition, MOODS, SYMPTOM_NAMES, type Symptom } from '../../domain/check-in/thresholds.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Translate } from '../../domain/locale.ts';
import type { Choice, Content } from '../../domain/message.ts';

/** Whom it is about. */
export interface Subject {
  readonly id: string;
  readonly name: string | null;
  /** The reader themselves. */
  readonly isSelf: boolean;
}

/** How it is put. */
export interface Manner {
  readonly t: Translate;
  readonly locale: string;
}

const choice = ({ t, locale }: Manner, what: string, id: string, label = what): Choice => ({
  id: `ci:${what}:${id}`,
  label: t(locale, `check-in:button.${label}`),
});

/** "How are you today?"; the same as yesterday is offered to those who were fine then. */
export function question(
  manner: Manner,
  subject: Subject,
  { wasFine, again }: { readonly wasFine: boolean; readonly again?: boolean },
): Content {
  const { t, locale } = manner;
  const { id } = subject;
  const ask = subject.isSelf
    ? t(locale, 'check-in:ask.self')
    : t(locale, 'check-in:ask.other', { name: isolate(subject.name ?? '?') });
  return {
    text: again ? `${t(locale, 'check-in:again')}\n${ask}` : ask,
    choices: [
      [choice(manner, 'ok', id)],
      ...(wasFine ? [[choice(manner, 'same', id)]] : []),
      [
        choice(manner, 'temp', id, 'temperature'),
        choice(manner, 'sym', id, 'symptoms'),
        choice(manner, 'mood', id),
      ],
    ],
  };
}

/** "Are there any symptoms?", for whoever has only said something else. */
export const askSymptoms = (manner: Manner, { id }: Subject): Content => ({
  text: manner.t(manner.locale, 'check-in:any-symptoms'),
  choices: [[choice(manner, 'none', id), choice(manner, 'sym', id, 'symptoms')]],
});

/** A button for each symptom that was not named yet. */
export function symptomChoices(manner: Manner, { id }: Subject, named: readonly Symptom[]): Choice[][] {
  const { t, locale } = manner;
  const open = SYMPTOM_NAMES.filter((name) => !named.includes(name)).map(
    (name): Choice => ({ id: `ci:s:${id}:${name}`, label: t(locale, `check-in:symptom.${name}`) }),
  );
  const rows = Array.from({ length: Math.ceil(open.length / 2) }, (_row, at) =>
    open.slice(at * 2, at * 2 + 2),
  );
  return [...rows, [named.length > 0 ? choice(manner, 'done', id) : choice(manner, 'none', id)]];
}

/** A button for each mood. */
export const moodChoices = ({ t, locale }: Manner, { id }: Subject): Choice[][] => [
  MOODS.map((mood) => ({ id: `ci:m:${id}:${mood}`, label: t(locale, `check-in:mood.${mood}`) })),
];

/** Buttons for what was not said yet and may be. */
export const moreChoices = (manner: Manner, { id }: Subject, { temperature, mood }: Condition): Choice[] => [
  ...(temperature === null ? [choice(manner, 'temp', id, 'temperature')] : []),
  ...(mood === null ? [choice(manner, 'mood', id)] : []),
];

/** "38.2 °C, fever, cough"; undefined when nothing was said but that somebody is there. */
export function conditionText(
  { t, locale }: Manner,
  { temperature, symptoms, noSymptoms, mood }: Condition,
): string | undefined {
  const degrees = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, numberingSystem: 'latn' });
  const parts = [
    ...(temperature === null ? [] : [`${degrees.format(temperature)} °C`]),
    ...symptoms.map((name) => t(locale, `check-in:symptom.${name}`)),
    ...(noSymptoms ? [t(locale, 'check-in:no-symptoms')] : []),
    ...(mood ? [`${t(locale, 'check-in:button.mood')}: ${t(locale, `check-in:mood.${mood}`)}`] : []),
  ];
  return parts.length > 0 ? parts.join(' · ') : undefined;
}
