/** Shows tickets to staff: a card in every chat of the team, brought up to date at every change. */
import { randomUUIDv7 } from 'node:crypto';
import type { DomainEvent, Feature, Work } from '../../conversation/feature.ts';
import { type CardFacts, renderCard } from '../../domain/card-text.ts';
import type { Content } from '../../domain/message.ts';
import type { CardBody } from '../../outbox/card-body.ts';
import { enqueueCard, type Target } from '../../outbox/enqueue.ts';
import { addCard, type CardPlace, listCards, listStaffChats } from '../../store/cards.ts';
import type { ChatRecord, TicketRecord } from '../../store/records.ts';
import { passedOver } from '../../store/routing.ts';
import { siteOf } from '../../store/sites.ts';
import { listSpeakers } from '../../store/speakers.ts';
import { collectedLines } from '../../store/supplies.ts';
import { staffLocale } from './staff-locale.ts';
import { isOver, renameTopic, settleTopic, tellOfAnswer, tellOfChange, tellOfWords } from './topic-lines.ts';

export { createDrawing } from './drawing.ts';

/** What an installation decides about cards. */
export interface BoardDefaults {
  readonly locale: string;
  readonly zone: string;
}

/** The board: new cards are drawn here, changed ones (drawing.ts) when they go out. */
export function createBoard(defaults: BoardDefaults): Feature {
  return {
    name: 'board',
    async onEvent(work, event) {
      if (event.type === 'ticket.opened') await post(work, event, defaults);
      else if (event.type === 'ticket.changed') await refresh(work, event, defaults.locale);
      else if (event.type === 'ticket.replied') await tellOfAnswer(work, event, defaults.locale);
      else if (event.type === 'ticket.said') {
        for (const place of await redraw(work, event.ticket, `said:${event.inboundId}`))
          tellOfWords(work, place, event, defaults.locale);
      } else if (event.type === 'profile.changed') {
        const reason = `profile:${event.inboundId}`;
        for (const ticket of event.tickets)
          for (const place of await redraw(work, ticket, reason)) renameTopic(work, place, ticket, reason);
      }
    },
  };
}

const target = (chat: ChatRecord): Target => ({
  account: chat.account,
  chat: chat.externalId,
  kind: chat.kind,
});

type Opened = Extract<DomainEvent, { type: 'ticket.opened' }>;

async function post(work: Work, event: Opened, defaults: BoardDefaults): Promise<void> {
  const { ticket } = event;
  // Whoever is with others, speaks for them or needs special care: their card is drawn when it goes out, with all of it.
  const { speakerId } = ticket;
  const isPlain = event.by && !speakerId && !event.by.person.partyId && event.by.person.care.length === 0;
  const facts = event.by && isPlain && (await factsOf(work, ticket, event.by));
  const drawn = new Map<string, Content>();
  for (const chat of await listStaffChats(work.tx, ticket.teamId)) {
    addCard(work.tx, ticket.id, chat.id);
    const content = facts && drawOnce(work, facts, chat, defaults, drawn);
    const place = { chatId: chat.id, ticketId: ticket.id, ...(chat.hasTopics ? { topic: true } : {}) };
    const body = { ...place, fresh: true, ...(content ? { content } : {}) };
    enqueueCard(work.tx, work.now, target(chat), body, {
      key: `card:${ticket.id}:${chat.id}:new`,
      lane: ticket.urgency === 'emergency' ? 'emergency' : 'interactive',
      ticketId: ticket.id,
    });
  }
}

/** What a card shows of a ticket that has just been opened. */
async function factsOf(work: Work, ticket: TicketRecord, by: NonNullable<Opened['by']>): Promise<CardFacts> {
  const site = await siteOf(work.tx, ticket.siteId ?? by.person.siteId);
  const passed = await passedOver(work.tx, ticket, by.person, work.now);
  return {
    ticket,
    personName: by.person.name,
    displayName: by.displayName,
    room: by.person.room,
    site: site?.name ?? null,
    siteZone: site?.timeZone ?? null,
    owner: null,
    proposed: null,
    messages: 1,
    lastText: ticket.summary,
    media: null,
    passedOver: passed.map((team) => team.name).join(', ') || null,
    items: collectedLines(work.tx, ticket.id),
    speakers: await listSpeakers(work.tx),
  };
}

/** Chats of one language on platforms of one kind show the same card: it is drawn once for all of them. */
function drawOnce(
  work: Work,
  facts: CardFacts,
  chat: ChatRecord,
  defaults: BoardDefaults,
  drawn: Map<string, Content>,
): Content {
  const { edit: canEdit = false, buttons = false } = work.capabilities(chat.account) ?? {};
  const locale = staffLocale(chat, defaults.locale);
  const look = [locale, canEdit, buttons].join(' ');
  const looks = { t: work.t, locale, now: work.now, zone: defaults.zone, canEdit, buttons };
  const content = drawn.get(look) ?? renderCard(facts, { ...looks, reader: 'group' });
  drawn.set(look, content);
  return content;
}

type Changed = Extract<DomainEvent, { type: 'ticket.changed' }>;

/** A change of team brings the card to the new team's chats as well; the old ones keep theirs, up to date. */
async function refresh(work: Work, event: Changed, locale: string): Promise<void> {
  const { ticket, what, params } = event;
  // Whom it waits for and what was promised are words too: of a confidential ticket a group hears only that.
  const discreet = ticket.restricted ? { context: 'restricted' } : {};
  if (ticket.teamId !== event.before.teamId) await postToNewChats(work, ticket);
  const mark = markOf(work, event);
  for (const place of await listCards(work.tx, ticket.id)) {
    const change = work.t(staffLocale(place.chat, locale), `staff:change.${what}`, {
      number: ticket.number,
      ...discreet,
      ...params,
    });
    enqueueCard(
      work.tx,
      work.now,
      target(place.chat),
      { ...cardOf(place, ticket), change },
      {
        key: `card:${ticket.id}:${place.chat.id}:${mark}`,
        lane: what === 'urgent' ? 'emergency' : 'interactive',
        ticketId: ticket.id,
      },
    );
    tellOfChange(work, place, ticket, { what, text: change, mark });
    settleTopic(work, place, event.before, ticket);
  }
}

/** A card that stands, or is to stand, in a topic is posted there again when somebody deletes it. */
const cardOf = ({ chat, topic }: CardPlace, ticket: TicketRecord): CardBody => ({
  chatId: chat.id,
  ticketId: ticket.id,
  ...(topic !== null || (chat.hasTopics && !isOver(ticket)) ? { topic: true } : {}),
});

const marks = new WeakMap<Work, Map<string, string>>();

/**
 * Tells changes apart: the same one told of twice at one go is shown once, and the next of its kind is another, also
 * where it left the ticket's version as it was (a second note, a second promise).
 */
function markOf(work: Work, { ticket, what, params }: Changed): string {
  const told = marks.get(work) ?? new Map<string, string>();
  marks.set(work, told);
  const change = JSON.stringify([ticket.id, ticket.version, what, params]);
  const mark = told.get(change) ?? randomUUIDv7();
  told.set(change, mark);
  return mark;
}

async function postToNewChats(work: Work, ticket: TicketRecord): Promise<void> {
  const shown = new Set((await listCards(work.tx, ticket.id)).map((place) => place.chat.id));
  for (const chat of await listStaffChats(work.tx, ticket.teamId)) {
    if (shown.has(chat.id)) continue;
    addCard(work.tx, ticket.id, chat.id);
    const topic = chat.hasTopics ? { topic: true } : {};
    const body = { chatId: chat.id, ticketId: ticket.id, fresh: true, ...topic };
    enqueueCard(work.tx, work.now, target(chat), body, {
      key: `card:${ticket.id}:${chat.id}:new`,
      ticketId: ticket.id,
    });
  }
}

/**
 * New words or a new name: cards that can be edited show them; elsewhere nothing is posted for it. Returns where the
 * ticket is shown.
 */
async function redraw(work: Work, ticket: TicketRecord, reason: string): Promise<CardPlace[]> {
  const places = await listCards(work.tx, ticket.id);
  for (const place of places) {
    if (!work.capabilities(place.chat.account)?.edit) continue;
    enqueueCard(work.tx, work.now, target(place.chat), cardOf(place, ticket), {
      key: `card:${ticket.id}:${place.chat.id}:${reason}`,
      ticketId: ticket.id,
    });
  }
  return places;
}
