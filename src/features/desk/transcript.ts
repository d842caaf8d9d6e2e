/** What was said on a ticket, line by line. */
import { type Actor, canReadEntry } from '../../domain/actor.ts';
import type { Translate } from '../../domain/locale.ts';
import { shortTime } from '../../domain/short-time.ts';
import type { Attachments, TranscriptLine } from '../../store/desk.ts';
import type { TicketRecord } from '../../store/records.ts';

/** For whom a transcript is written. */
export interface TranscriptOptions {
  readonly t: Translate;
  readonly locale: string;
  readonly now: Temporal.Instant;
  readonly zone: string;
  /** Whoever reads it: of lines they may not read they learn who wrote one, and when. */
  readonly reader: Actor;
}

const MARK: Record<TranscriptLine['kind'], string> = { traveller: '▸', staff: '◂', note: '✎', event: '·' };

/** One line for each thing said: when, who, what. */
export function transcriptLines(
  ticket: TicketRecord,
  lines: readonly TranscriptLine[],
  options: TranscriptOptions,
): string[] {
  const { t, locale, reader } = options;
  return lines.map((line) => {
    const time = shortTime(line.at, options.now, options.zone);
    if (!canReadEntry(reader, ticket, line)) {
      return `🔒 ${time} ${t(locale, 'staff-audit:restricted-line', { name: line.staffName ?? '' })}`;
    }
    const who = line.staffName ? ` ${line.staffName}:` : '';
    const what = [line.text, attachmentText(line.attachments, options)].filter(Boolean).join(' ');
    return `${line.restricted ? '🔒' : MARK[line.kind]} ${time}${who} ${what}`;
  });
}

/** What came along with the words: files by kind, a place, a contact. */
export function attachmentText(
  attachments: Attachments | null,
  { t, locale }: Pick<TranscriptOptions, 't' | 'locale'>,
): string {
  if (!attachments) return '';
  const { media = [], place, contact } = attachments;
  const parts = media.map((one) => one.name ?? t(locale, `staff:media.${one.kind}`, { count: 1 }));
  if (place) parts.push(place.title ?? `${place.latitude}, ${place.longitude}`);
  if (contact) parts.push([contact.name, contact.phone].filter(Boolean).join(' '));
  return parts.length > 0 ? `[📎 ${parts.join(', ')}]` : '';
}
