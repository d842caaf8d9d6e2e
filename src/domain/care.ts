/** Special care (F28), as staff read it. */
import { isolate } from './isolate.ts';
import type { Translate } from './locale.ts';
import type { CareFlag, CareKind } from './roster.ts';

/** Kinds that only those who may read confidential tickets are told of. */
const CONFIDENTIAL: readonly CareKind[] = ['depression'];

/** Who reads: without `confidential` what must not be known by everybody on a team is left out. */
export interface CareReader {
  readonly t: Translate;
  readonly locale: string;
  readonly confidential: boolean;
}

/** Whether everybody on a team may know of it. */
export const isOpenCare = ({ kind }: CareFlag): boolean => !CONFIDENTIAL.includes(kind);

/** "pregnant · chronic illness, medicine until 2026-12-03"; empty where nothing may be told. */
export function careText(flags: readonly CareFlag[], reader: CareReader): string {
  return flags
    .filter((flag) => reader.confidential || isOpenCare(flag))
    .map((flag) => flagText(flag, reader))
    .join(' · ');
}

/** The key of a flag's text, which is given `date` where it has one. */
export const careKey = ({ kind, date }: CareFlag): string =>
  date ? `staff-special:dated.${kind}` : `staff-special:kind.${kind}`;

/** A note that only says the day again, as sheets have it, is left out. */
function flagText(flag: CareFlag, { t, locale }: CareReader): string {
  const date = flag.date?.toString();
  const text = t(locale, careKey(flag), date ? { date } : undefined);
  const note = flag.note && !(date && flag.note.includes(date)) ? flag.note : undefined;
  return note ? t(locale, 'staff-special:noted', { text, note: isolate(note) }) : text;
}
