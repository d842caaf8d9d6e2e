/** `/person NAME, ROOM, DOCUMENT or PHONE`: who somebody is, where they are, and what they wait for. */
import type { PeopleDesk, Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import { readDocumentType } from '../../domain/roster/words.ts';
import { UserError } from '../../errors.ts';
import { noteAccess } from '../../store/access-log.ts';
import { addAudit } from '../../store/audit.ts';
import { type PersonCard, readPersonCard, readPersonNumbers } from '../../store/person-cards.ts';
import { describePerson } from './describe-person.ts';

/** One person's card, or the choice between several. */
export async function findPerson(turn: Turn, people: PeopleDesk, words: string): Promise<void> {
  assertCan(turn.actor, 'person.find');
  const person = await people.pick(turn, words, 'person');
  if (person) await showPerson(turn, await cardOf(turn, person.id));
}

/** The button with somebody's name on it. */
export async function showPersonById(turn: Turn, id: string | undefined): Promise<void> {
  assertCan(turn.actor, 'person.find');
  await showPerson(turn, await cardOf(turn, id));
}

/** The numbers of somebody's papers and phones: in private only, for a few roles, and on record. */
export async function showNumbers(turn: Turn, id: string | undefined): Promise<void> {
  assertCan(turn.actor, 'person.read-numbers');
  if (turn.chat.kind !== 'private') throw new UserError('staff-import:error.private');
  const card = await cardOf(turn, id);
  const numbers = await readPersonNumbers(turn.tx, card.id);
  const { actor, now, t, locale } = turn;
  const after = { personId: card.id };
  addAudit(turn.tx, { actor, action: 'person.read', now, channel: turn.inbound.account, after });
  noteAccess(turn, actor, { personId: card.id, what: 'numbers', channel: turn.inbound.account });
  const none = t(locale, 'staff-import:person.unknown');
  const kind = numbers.documentType && readDocumentType(numbers.documentType);
  const paper = kind ? t(locale, `staff-import:document.${kind}`) : numbers.documentType;
  const text = t(locale, 'staff-import:person.numbers', {
    name: isolate(card.name ?? '?'),
    document: [paper, numbers.documentNumber].filter(Boolean).join(' ') || none,
    phone: numbers.phone ?? none,
    contact: [numbers.contactName, numbers.contactPhone].filter(Boolean).join(' ') || none,
  });
  await turn.reply({ text });
}

async function cardOf(turn: Turn, id: string | undefined): Promise<PersonCard> {
  const card = /^[0-9a-f-]{36}$/.test(id ?? '') && (await readPersonCard(turn.tx, id ?? ''));
  if (!card) throw new UserError('common:error.old-choice');
  return card;
}

async function showPerson(turn: Turn, card: PersonCard): Promise<void> {
  const { t, locale, actor, chat } = turn;
  const isPrivate = chat.kind === 'private';
  noteAccess(turn, actor, { personId: card.id, what: 'person', channel: turn.inbound.account });
  const text = describePerson(card, { t, locale, actor, isPrivate });
  const choices =
    isPrivate && can(actor, 'person.read-numbers')
      ? [[{ id: `numbers:${card.id}`, label: t(locale, 'staff-import:button.numbers') }]]
      : [];
  await turn.reply({ text, choices });
}
