/** Special care (F27): what it changes about a need, and how staff read of it. */
import { isolate } from './isolate.ts';
import type { Translate } from './locale.ts';
import type { Need, Urgency } from './need.ts';
import type { CareFlag, CareKind } from './roster.ts';

/** Needs that cannot wait as long for somebody with that care. */
const HASTE: Readonly<Record<CareKind, readonly Need[]>> = {
  elderly: ['supplies', 'medical', 'transfer'],
  infant: ['supplies', 'medical', 'transfer'],
  pregnant: ['supplies', 'medical', 'psychological', 'transfer'],
  disabled: ['supplies', 'medical', 'transfer'],
  chronic: ['supplies', 'medical'],
  depression: ['psychological', 'complaint', 'other'],
  student: ['study'],
  diet: [],
  religion: [],
};

/** How urgent a need is for somebody with this care: never less than it was read. */
export const urgencyWith = (care: readonly CareKind[], need: Need, urgency: Urgency): Urgency =>
  urgency === 'normal' && care.some((kind) => HASTE[kind].includes(need)) ? 'high' : urgency;

/**
 * Kinds that only those who may read confidential tickets are told of. Everything else is on cards in the team's group:
 * who carries a parcel to somebody pregnant, or moves somebody disabled, has to know.
 */
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

/** Words that say no more than the kind does. */
const SAID_ANYWAY =
  /chronic|illness|students?|exams?|medicine|until|慢性病|慢病|[药藥][到至]|[学學]生|考[试試]/giu;

/** The note, unless it only says kind and day once more, as sheets do. */
export function careNote({ date, note }: Pick<CareFlag, 'date' | 'note'>): string | undefined {
  if (note === null || date === null) return note ?? undefined;
  const rest = note.replace(date.toString(), '').replace(SAID_ANYWAY, '');
  return /\p{L}/u.test(rest) ? note : undefined;
}

/** "chronic illness, medicine until 2026-12-03 (insulin)". */
export function flagText(flag: CareFlag, { t, locale }: Omit<CareReader, 'confidential'>): string {
  const date = flag.date?.toString();
  const text = t(locale, careKey(flag), date ? { date } : undefined);
  const note = careNote(flag);
  return note ? t(locale, 'staff-special:noted', { text, note: isolate(note) }) : text;
}
