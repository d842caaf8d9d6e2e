/** Answers to the questions about room, site and name: one at a time, each can be skipped, none delays a need. */
import type { Turn } from '../../conversation/feature.ts';
import { fold } from '../../domain/called.ts';
import type { Choice } from '../../domain/message.ts';
import {
  isName,
  looksLikeAnswer,
  nextQuestion,
  PROFILE_FIELDS,
  type ProfileField,
  readRoom,
} from '../../domain/profile.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { updatePerson } from '../../store/people.ts';
import type { PersonRecord, SiteRecord, TicketRecord } from '../../store/records.ts';
import { listSites } from '../../store/sites.ts';
import { changeTicket } from '../../store/tickets.ts';
import type { ProfileDeps } from './index.ts';

/** Above this confidence a sentence is a need, whatever was asked. */
const SURELY_A_NEED = 0.6;

/** Takes the answer if the words look like one; false lets them go on as a message. */
export async function answerQuestion(
  turn: Turn,
  deps: ProfileDeps,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  const field = PROFILE_FIELDS.find((one) => one === params.field);
  if (!field || !turn.person || !text || turn.inbound.media?.length) return false;
  if (isSkip(turn, text)) {
    await askNext(turn, turn.person);
    return true;
  }
  const reading = deps.triage(text);
  if (reading.urgency === 'emergency' || !looksLikeAnswer(field, text)) return false;
  if (field === 'name' && !isName(text, reading)) return false;
  // Harbour Hotel is where they are, and no wish to go to another one.
  const isPlace = field === 'site' && (await siteNamed(turn, text)) !== undefined;
  const isNeed = !isPlace && reading.need !== 'other' && reading.confidence >= SURELY_A_NEED;
  if (isNeed && field !== 'name' && !(field === 'room' && /^\W*[\w-]{1,8}\W*$/u.test(text))) return false;
  await keepAnswer(
    turn,
    turn.person,
    field,
    field === 'room' ? readRoom(text, roomWords(turn)) : text.trim(),
  );
  return true;
}

/** A pressed Skip, or a site chosen from the list. */
export async function skipQuestion(turn: Turn, [what, value]: readonly string[]): Promise<void> {
  const person = await turn.ensurePerson();
  const site = what === 'site' ? (await listSites(turn.tx)).find((one) => one.id === value) : undefined;
  if (site) return keepAnswer(turn, person, 'site', site.name);
  await askNext(turn, person);
}

const isSkip = (turn: Turn, text: string): boolean =>
  turn
    .t(turn.person?.locale ?? turn.locale, 'profile:skip-words')
    .normalize('NFC')
    .split('|')
    .includes(text.trim().normalize('NFC').toLowerCase());

/** In the reader's language and in English, which is what doors and key cards say. */
const roomWords = (turn: Turn): string[] =>
  [turn.locale, 'en'].flatMap((locale) => turn.t(locale, 'profile:room-words').split('|'));

async function keepAnswer(
  turn: Turn,
  person: PersonRecord,
  field: ProfileField,
  text: string,
): Promise<void> {
  if (field === 'site') {
    const site = await siteNamed(turn, text);
    if (!site) return askNext(turn, person, turn.t(turn.locale, 'profile:site-unknown'));
    person.siteId = site.id;
  } else person[field] = text;
  await updatePerson(turn.tx, person.id, { room: person.room, name: person.name, siteId: person.siteId });
  const open = turn.tickets.filter((one) => one.speakerId === null && OPEN_STATES.includes(one.state));
  if (field === 'site') await moveTickets(turn, person.siteId);
  await turn.emit({ type: 'profile.changed', person, tickets: open, inboundId: turn.inboundId });
  await tellOwner(turn, open);
  await askNext(turn, person, turn.t(turn.locale, 'profile:noted'));
}

const siteNamed = async (turn: Turn, name: string): Promise<SiteRecord | undefined> =>
  (await listSites(turn.tx)).find((one) => fold(one.name) === fold(name));

/** Whoever is at work on it hears the answer at once; and if it was no answer after all, nothing is lost. */
async function tellOwner(turn: Turn, open: readonly TicketRecord[]): Promise<void> {
  const { inbound, inboundId, session } = turn;
  const ticket = open.find((one) => one.id === session.ticket) ?? open[0];
  if (ticket && inbound.text) await turn.emit({ type: 'ticket.said', ticket, inbound, inboundId });
}

/** Open tickets without a site belong to the one just named. */
async function moveTickets(turn: Turn, siteId: string | null): Promise<void> {
  for (const ticket of turn.tickets.filter(
    (one) => one.siteId === null && one.speakerId === null && OPEN_STATES.includes(one.state),
  )) {
    await changeTicket(
      turn.tx,
      ticket,
      {},
      { siteId },
      { actor: turn.actor, action: 'ticket.site', channel: turn.inbound.account, now: turn.now },
    );
  }
}

async function askNext(turn: Turn, person: PersonRecord, before?: string): Promise<void> {
  const sites = await listSites(turn.tx);
  const asked = turn.session.asked ?? [];
  const isEmergency = turn.tickets.some(
    (one) => one.urgency === 'emergency' && OPEN_STATES.includes(one.state),
  );
  const field = nextQuestion(person, asked, sites.length, isEmergency);
  turn.expect(field ? 'profile.answer' : undefined, { field });
  if (!field) return turn.reply({ text: turn.t(turn.locale, 'profile:complete') });
  turn.remember({ asked: [...asked, field] });
  const text = [before, turn.t(turn.locale, `profile:question.${field}`)].filter(Boolean).join(' ');
  const skip: Choice = { id: 'profile:skip', label: turn.t(turn.locale, 'profile:skip') };
  const names =
    field === 'site'
      ? sites.slice(0, 12).map((site) => [{ id: `profile:site:${site.id}`, label: site.name }])
      : [];
  await turn.reply({ text, choices: [...names, [skip]] });
}
