/** What the daily check-in needs from outside, and the words that every part of it reads with. */
import type { PeopleDesk, TicketDesk } from '../../conversation/feature.ts';
import { createReadAnswer, type ReadAnswer } from '../../domain/check-in/reading.ts';
import { SYMPTOM_NAMES, type Symptom } from '../../domain/check-in/thresholds.ts';
import { LOCALES, type Translate } from '../../domain/locale.ts';
import type { Triage } from '../../domain/triage.ts';

/** What the features are made with. */
export interface CheckInDeps {
  readonly people: PeopleDesk;
  readonly desk: TicketDesk;
  /** Reads how urgent words are: a cry for help is never taken for an answer. */
  readonly triage: (text: string) => Triage;
  /** Language of colleagues and travellers whose own is unknown. */
  readonly locale: string;
  /** Time zone of sites that name none. */
  readonly zone: string;
}

const readers = new WeakMap<Translate, ReadAnswer>();

/** Reads answers in every language there is; made once. */
export function readerOf(t: Translate): ReadAnswer {
  const known = readers.get(t);
  if (known) return known;
  const made = createReadAnswer(
    LOCALES.map((locale) => {
      const words = (name: string): string[] => t(locale, `check-in:words.${name}`).split('|');
      return {
        none: words('none'),
        nothing: words('nothing'),
        well: words('well'),
        not: words('not'),
        notAfter: words('not-after'),
        or: words('or'),
        symptoms: Object.fromEntries(SYMPTOM_NAMES.map((name) => [name, words(name)])) as Record<
          Symptom,
          string[]
        >,
      };
    }),
  );
  readers.set(t, made);
  return made;
}
