/** Free words from a traveller: which ticket they belong to, or a new one. */
import type { Turn } from '../../conversation/feature.ts';
import { isAbout, isWriter } from '../../domain/proxy.ts';
import { isRestricted, isUnknownToTraveller, OPEN_STATES } from '../../domain/ticket.ts';
import type { Triage as Reading } from '../../domain/triage.ts';
import { UserError } from '../../errors.ts';
import { findJoined } from '../../store/merging.ts';
import type { TicketRecord } from '../../store/records.ts';
import { findTicketByMessage } from '../../store/tickets.ts';
import { addToParty } from './add-to-party.ts';
import { addToTicket } from './add-to-ticket.ts';
import type { AskDeps } from './index.ts';
import { offerNeeds } from './need-menu.ts';
import { openNeed } from './open-need.ts';
import { openPrivateChat } from './open-private-chat.ts';
import { spokenFor } from './spoken-for.ts';
import { learnLocale } from './traveller-locale.ts';

/** How a message is taken. */
export interface Taking {
  /** Words to use instead of the message's own (a command's arguments). */
  readonly text?: string;
  /** It is a need of its own, whatever is open already. */
  readonly anew?: boolean;
}

/** From this confidence a text goes to the open ticket of its own need. */
const SURE = 0.5;
/** From this confidence it is a confidential matter, whatever the traveller wrote about before. */
const CONFIDED = 0.8;
/** Below this confidence a short text may be a greeting, a slip or a joke. */
const UNSURE = 0.45;
/** Longer than this (in characters) it is taken for a need even when nobody can tell which. */
const SMALL_TALK = 14;

/** Handles one message of words, files or both. */
export async function receiveMessage(turn: Turn, deps: AskDeps, taking: Taking): Promise<void> {
  const { inbound } = turn;
  if (inbound.unsupported && !inbound.text) return answerUnsupported(turn);
  const text = taking.text ?? inbound.text ?? '';
  const reading = deps.triage(text);
  if (turn.chat.kind === 'group' && !inbound.addressed && reading.urgency !== 'emergency') return;
  if (inbound.edits) return receiveEdit(turn, text, reading);
  await turn.ensurePerson();
  await learnLocale(turn, reading.language, text);
  if (turn.chat.kind === 'private') await openPrivateChat(turn);
  if (!text.trim() && !hasFiles(turn)) return offerNeeds(turn);
  await takeIn(turn, taking, reading, text);
  await explainTooLarge(turn);
}

async function takeIn(turn: Turn, taking: Taking, reading: Reading, text: string): Promise<void> {
  const ticket = taking.anew ? undefined : await ticketFor(turn, reading);
  if (ticket) return addToTicket(turn, ticket, reading, text);
  if (!taking.anew && (await addToParty(turn, reading, text))) return;
  if (isThanks(turn, reading)) return turn.reply({ text: turn.t(turn.locale, 'ask:welcome') });
  if (isSmallTalk(turn, reading, text)) return keepAndOffer(turn, text);
  await openNeed(turn, reading, { text: withKept(turn, text) });
}

/** Staff see that a file was sent; the person is told why it went no further. */
async function explainTooLarge(turn: Turn): Promise<void> {
  const tooLarge = turn.inbound.media?.some((media) => media.problem === 'too-large');
  if (!tooLarge || turn.chat.kind === 'group') return;
  await turn.reply({ text: turn.t(turn.person?.locale ?? turn.locale, 'ask:error.too-large') });
}

const hasFiles = (turn: Turn): boolean =>
  Boolean(turn.inbound.media?.length || turn.inbound.place || turn.inbound.contact);

/** The ticket that further words belong to: the quoted one, the one being written to, or the latest open one. */
async function ticketFor(turn: Turn, reading: Reading): Promise<TicketRecord | undefined> {
  const quoted = await quotedTicket(turn);
  if (quoted) return quoted;
  const subject = await spokenFor(turn);
  const about = turn.tickets.filter((ticket) => isAbout(ticket, subject?.id));
  const open = about.filter((ticket) => OPEN_STATES.includes(ticket.state));
  if (reading.urgency === 'emergency') {
    return open.find((ticket) => ticket.need === reading.need || ticket.urgency === 'emergency');
  }
  const chosen = turn.tickets.find(
    (ticket) => ticket.id === turn.session.addTo && OPEN_STATES.includes(ticket.state),
  );
  if (chosen) {
    turn.remember({ addTo: undefined });
    return chosen;
  }
  // A ticket they never heard of takes only what is clearly about the same.
  // Whoever it is about: "yes, please" goes to whom it was said to, and a counsellor's answer to nobody else.
  const heard = turn.tickets.find(
    ({ id, state }) => id === turn.session.heard && OPEN_STATES.includes(state),
  );
  const latest =
    heard ??
    open.find((ticket) => ticket.id === turn.session.ticket) ??
    (await joined(turn)) ??
    open.find((ticket) => !isUnknownToTraveller(ticket));
  const { need, confidence } = reading;
  const sameNeed = confidence >= SURE ? open.find((ticket) => ticket.need === need) : undefined;
  // What is confided is not for everybody who reads the card of an ordinary ticket.
  const isConfided = confidence >= CONFIDED && isRestricted(need) && latest?.restricted === false;
  if (sameNeed || isConfided) return sameNeed;
  if (latest) return latest;
  return reading.need === 'thanks' ? about.find((ticket) => !isUnknownToTraveller(ticket)) : undefined;
}

/** The ticket of somebody they travel with that took in the one they wrote on. */
async function joined(turn: Turn): Promise<TicketRecord | undefined> {
  const { ticket } = turn.session;
  return ticket && turn.person ? findJoined(turn.tx, turn.person.id, ticket) : undefined;
}

async function quotedTicket(turn: Turn): Promise<TicketRecord | undefined> {
  const { account, replyTo } = turn.inbound;
  if (!replyTo) return undefined;
  const ticket = await findTicketByMessage(turn.tx, account, turn.chat.externalId, replyTo);
  if (!ticket || !turn.person) return undefined;
  const isMine = isWriter(ticket, turn.person.id);
  const mine = isMine || (await findJoined(turn.tx, turn.person.id, ticket.id)) !== undefined;
  return mine && OPEN_STATES.includes(ticket.state) ? ticket : undefined;
}

/** A corrected message: the ticket shows both; one that belongs to no ticket is read like a new one. */
async function receiveEdit(turn: Turn, text: string, reading: Reading): Promise<void> {
  const { account, edits } = turn.inbound;
  const ticket = edits && (await findTicketByMessage(turn.tx, account, turn.chat.externalId, edits));
  if (ticket && isWriter(ticket, turn.person?.id)) {
    return addToTicket(turn, ticket, reading, `✏️ ${text}`, { quiet: true });
  }
  if (reading.urgency === 'emergency' && turn.chat.kind === 'private') {
    await turn.ensurePerson();
    await openNeed(turn, reading, { text });
  }
}

const isThanks = (turn: Turn, reading: Reading): boolean =>
  reading.need === 'thanks' && reading.confidence >= UNSURE && !hasFiles(turn);

function isSmallTalk(turn: Turn, reading: Reading, text: string): boolean {
  if (turn.session.kept !== undefined || hasFiles(turn) || reading.urgency !== 'normal') return false;
  return reading.need === 'other' && reading.confidence < UNSURE && [...text.trim()].length <= SMALL_TALK;
}

/** What may be a greeting is kept: whatever comes next takes it along into the ticket. */
async function keepAndOffer(turn: Turn, text: string): Promise<void> {
  turn.remember({ kept: text });
  await offerNeeds(turn);
}

function withKept(turn: Turn, text: string): string {
  const kept = turn.session.kept;
  if (typeof kept !== 'string') return text;
  turn.remember({ kept: undefined });
  return [kept, text].filter(Boolean).join('\n');
}

function answerUnsupported(turn: Turn): Promise<void> {
  if (turn.chat.kind === 'group') return Promise.resolve();
  throw new UserError('ask:error.unsupported');
}
