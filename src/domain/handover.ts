/**
 * What one shift hands to the next, as data: a sheet is kept as it was posted and written out anew for whoever reads it.
 *
 * A section is added by whichever feature knows its matter, so a new one needs no change here. Words of restricted
 * tickets are never part of a sheet.
 */
import { type Actor, canReadTicket } from './actor.ts';
import type { Translate } from './locale.ts';
import type { Need, Urgency } from './need.ts';
import { slotName } from './shift-plan.ts';
import { shortTime } from './short-time.ts';
import type { State } from './ticket.ts';

/** One shift, as a sheet names it. */
export interface SheetShift {
  /** A key of `staff-shifts:slot.*`, or as it was written. */
  readonly name: string;
  readonly startsAt: string;
  readonly endsAt: string;
  /** Who was responsible, or is to take over; null when nobody is planned. */
  readonly lead: string | null;
  readonly members: readonly string[];
}

/** A ticket in a line. */
export interface SheetTicket {
  readonly number: number;
  readonly urgency: Urgency;
  readonly need: Need;
  readonly restricted: boolean;
  readonly room: string | null;
  readonly site: string | null;
  readonly state: State;
  readonly ownerId: string | null;
  readonly owner: string | null;
}

/** A text of ours with its words and a moment (`at`, ISO 8601), or words as somebody wrote them. */
export type SheetPart =
  | string
  | { readonly key: string; readonly params?: Readonly<Record<string, unknown>>; readonly at?: string };

/** One line: a ticket and what is to be said of it, or only something to be said. */
export interface SheetLine {
  readonly ticket?: SheetTicket;
  readonly parts: readonly SheetPart[];
}

/** Lines of one kind; one without lines is left out. */
export interface SheetSection {
  /** Key of its heading, which is given `count`. */
  readonly title: string;
  readonly lines: readonly SheetLine[];
}

/** Everything handed over. */
export interface HandoverSheet {
  readonly team: string;
  readonly zone: string;
  readonly postedAt: string;
  readonly from: SheetShift;
  readonly to: SheetShift | null;
  readonly sections: readonly SheetSection[];
}

/** For whom a sheet is written out. */
export interface SheetOptions {
  readonly t: Translate;
  readonly locale: string;
  /** One reader in private, or a group, where everybody reads along. */
  readonly reader: Actor | 'group';
  /** Lines of each section; the rest is counted. */
  readonly most: number;
}

/** The sheet as text; times are the team's, dated unless they are of the day it was posted. */
export function sheetText(sheet: HandoverSheet, number: number, options: SheetOptions): string {
  const { t, locale } = options;
  const clock = (at: string): string =>
    shortTime(Temporal.Instant.from(at), Temporal.Instant.from(sheet.postedAt), sheet.zone);
  const ends = (shift: SheetShift): string =>
    Temporal.Instant.from(shift.endsAt)
      .toZonedDateTimeISO(sheet.zone)
      .toPlainTime()
      .toString({ smallestUnit: 'minute' });
  const span = (shift: SheetShift): string =>
    `${clock(shift.startsAt)}–${ends(shift)} ${slotName(t, locale, shift.name)}`.trim();
  const who = (shift: SheetShift): string =>
    [shift.lead && `${shift.lead} ★`, ...shift.members.filter((name) => name !== shift.lead)]
      .filter(Boolean)
      .join(', ') || t(locale, 'staff-shifts:nobody');
  const head = [
    t(locale, 'staff-handover:head', {
      number,
      team: sheet.team,
      date: dateOf(sheet),
      time: clock(sheet.postedAt),
    }),
    t(locale, 'staff-handover:from', { shift: span(sheet.from), people: who(sheet.from) }),
    sheet.to
      ? t(locale, 'staff-handover:to', { shift: span(sheet.to), people: who(sheet.to) })
      : t(locale, 'staff-handover:to-nobody'),
  ];
  const sections = sheet.sections
    .filter(({ lines }) => lines.length > 0)
    .map((section) => sectionText(section, options, clock));
  if (sections.length === 0) sections.push(t(locale, 'staff-handover:nothing'));
  return [head.join('\n'), ...sections].join('\n\n');
}

const dateOf = ({ postedAt, zone }: HandoverSheet): string =>
  Temporal.Instant.from(postedAt).toZonedDateTimeISO(zone).toPlainDate().toString();

function sectionText(
  { title, lines }: SheetSection,
  options: SheetOptions,
  clock: (at: string) => string,
): string {
  const { t, locale, most } = options;
  const shown = lines.slice(0, most).map((line) => `• ${lineText(line, options, clock)}`);
  const more = lines.length - shown.length;
  if (more > 0) shown.push(t(locale, 'staff-handover:more', { count: more }));
  return [t(locale, title, { count: lines.length }), ...shown].join('\n');
}

const MARK: Record<Urgency, string> = { emergency: '🔴', high: '🟠', normal: '⚪' };

/** Of a restricted ticket whoever may not read it sees number, urgency and room only. */
function lineText(
  { ticket, parts }: SheetLine,
  options: SheetOptions,
  clock: (at: string) => string,
): string {
  const { t, locale, reader } = options;
  const said = parts.map((part) => {
    if (typeof part === 'string') return part;
    return t(locale, part.key, { ...part.params, ...(part.at ? { time: clock(part.at) } : {}) });
  });
  if (!ticket) return said.join(' · ');
  const mark = `${MARK[ticket.urgency]} #${ticket.number}`;
  const room = ticket.room
    ? t(locale, 'staff:card.room', { room: ticket.room })
    : t(locale, 'staff:card.room-unknown');
  const mayRead = reader === 'group' ? !ticket.restricted : canReadTicket(reader, ticket);
  if (!mayRead) return [mark, '🔒', t(locale, `common:urgency.${ticket.urgency}`), room].join(' · ');
  const need = t(locale, `common:need.${ticket.need}`);
  const state = ticket.owner ?? t(locale, `staff:state.${ticket.state}`);
  return [mark, need, room, ticket.site, state, ...said].filter(Boolean).join(' · ');
}
