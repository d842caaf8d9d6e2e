/** Somebody in a few lines, for colleagues; a group learns nothing of numbers and of what is confidential. */
import { type Actor, can, canReadTicket } from '../../domain/actor.ts';
import { flagText, isOpenCare } from '../../domain/care.ts';
import { isolate } from '../../domain/isolate.ts';
import { languageName } from '../../domain/language-name.ts';
import type { Translate } from '../../domain/locale.ts';
import type { PersonCard } from '../../store/person-cards.ts';

interface Looks {
  readonly t: Translate;
  readonly locale: string;
  readonly actor: Actor;
  readonly isPrivate: boolean;
}

/** Name and place first, then the stay, what to heed, and what is open. */
export function describePerson(card: PersonCard, looks: Looks): string {
  const { t, locale } = looks;
  const say = (key: string, params: Record<string, unknown> = {}): string =>
    t(locale, `staff-import:person.${key}`, params);
  const place = [card.site, card.room].filter(Boolean).join(' · ');
  const lines = [`👤 ${isolate(card.name ?? '?')}`, place ? `🏨 ${isolate(place)}` : say('no-place')];
  if (card.state) lines.push(stayLine(card, looks));
  const languages = card.languages.map((code) => languageName(code, locale));
  if (languages.length > 0) lines.push(say('languages', { languages: languages.join(', ') }));
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

function flagWords({ flags, otherCare }: PersonCard, { t, locale, actor, isPrivate }: Looks): string[] {
  const mayReadAll = isPrivate && can(actor, 'ticket.read-restricted');
  const shown = flags.filter((flag) => mayReadAll || isOpenCare(flag));
  const words = shown.map((flag) =>
    isPrivate ? flagText(flag, { t, locale }) : t(locale, `staff-special:kind.${flag.kind}`),
  );
  if (isPrivate) words.push(...otherCare.map(isolate));
  const hidden = flags.length - shown.length + (isPrivate ? 0 : otherCare.length);
  if (hidden === 0) return words;
  return [...words, isPrivate ? '🔒' : t(locale, 'staff-import:person.care-private')];
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
