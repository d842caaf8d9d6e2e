/** Somebody in a few lines, for colleagues; a group learns nothing of numbers, illness or confidential tickets. */
import { type Actor, canReadTicket } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Translate } from '../../domain/locale.ts';
import type { CareKind } from '../../domain/roster.ts';
import type { PersonCard } from '../../store/person-cards.ts';

interface Looks {
  readonly t: Translate;
  readonly locale: string;
  readonly actor: Actor;
  readonly isPrivate: boolean;
}

/** Flags that tell of an illness. */
const MEDICAL: readonly CareKind[] = ['chronic', 'depression', 'pregnant', 'disabled'];

/** Name and place first, then the stay, what to heed, and what is open. */
export function describePerson(card: PersonCard, looks: Looks): string {
  const { t, locale } = looks;
  const say = (key: string, params: Record<string, unknown> = {}): string =>
    t(locale, `staff-import:person.${key}`, params);
  const place = [card.site, card.room].filter(Boolean).join(' · ');
  const lines = [`👤 ${isolate(card.name ?? '?')}`, place ? `🏨 ${isolate(place)}` : say('no-place')];
  if (card.state) lines.push(stayLine(card, looks));
  if (card.languages.length > 0) lines.push(say('languages', { languages: card.languages.join(', ') }));
  if (card.jurisdiction) lines.push(say('home', { home: isolate(card.jurisdiction) }));
  const flags = flagWords(card, looks);
  if (flags.length > 0) lines.push(say('care', { flags: flags.join(', ') }));
  lines.push(say(card.tickets.length > 0 ? 'open' : 'none-open'));
  for (const ticket of card.tickets) lines.push(`• ${ticketLine(ticket, looks)}`);
  return lines.join('\n');
}

function stayLine({ state, flight, entryOn }: PersonCard, { t, locale }: Looks): string {
  const parts = [t(locale, `staff-import:stay.${state}`)];
  if (flight) parts.push(flight);
  if (entryOn) parts.push(t(locale, 'staff-import:person.entry', { date: entryOn.toString() }));
  return parts.join(' · ');
}

function flagWords({ flags, otherCare }: PersonCard, { t, locale, isPrivate }: Looks): string[] {
  const shown = flags.filter(({ kind }) => isPrivate || !MEDICAL.includes(kind));
  const words = shown.map(({ kind, date, note }) => {
    const name = t(locale, `staff-special:kind.${kind}`);
    const more = isPrivate ? [date?.toString(), note].filter(Boolean).join(', ') : '';
    return more ? `${name} (${isolate(more)})` : name;
  });
  if (isPrivate) words.push(...otherCare.map(isolate));
  const hidden = flags.length - shown.length + (isPrivate ? 0 : otherCare.length);
  return hidden > 0 ? [...words, t(locale, 'staff-import:person.care-private')] : words;
}

function ticketLine(ticket: PersonCard['tickets'][number], { t, locale, actor, isPrivate }: Looks): string {
  const mayRead = !ticket.restricted || (isPrivate && canReadTicket(actor, ticket));
  const parts = [
    `#${ticket.number}`,
    ...(mayRead ? [t(locale, `common:need.${ticket.need}`)] : []),
    t(locale, `common:urgency.${ticket.urgency}`),
    t(locale, `staff:state.${ticket.state}`),
  ];
  return parts.join(' · ');
}
