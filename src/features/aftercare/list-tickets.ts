/** `/tickets`: a traveller's own requests and where they stand. */
import type { Turn } from '../../conversation/feature.ts';
import type { Choice, Content } from '../../domain/message.ts';
import { isUnknownToTraveller, OPEN_STATES } from '../../domain/ticket.ts';
import type { TicketRecord } from '../../store/records.ts';
import { siteOf } from '../../store/sites.ts';
import { listPersonTickets } from '../../store/tickets.ts';
import type { AftercareDeps } from './index.ts';

const MOST = 8;
const WORDS = 80;

/** Shows them in private; a group only learns that there is something to see elsewhere. */
export async function listOwnTickets(turn: Turn, deps: AftercareDeps): Promise<void> {
  const locale = turn.staff ? turn.locale : (turn.person?.locale ?? turn.locale);
  const target = turn.privateTarget();
  if (turn.chat.kind === 'private') return turn.reply(await content(turn, locale, deps));
  if (target) await turn.say(target, await content(turn, locale, deps), { key: `tickets:${turn.inboundId}` });
  const link = turn.capabilities(turn.inbound.account)?.deepLink?.('mine-tickets');
  const key = target ? 'sent' : link ? 'link' : 'open-private';
  await turn.reply({ text: turn.t(locale, `care:tickets.${key}`, { link }) });
}

async function content(turn: Turn, locale: string, deps: AftercareDeps): Promise<Content> {
  const own = turn.person ? await listPersonTickets(turn.tx, turn.person.id, MOST) : [];
  const all = own.filter((ticket) => !isUnknownToTraveller(ticket));
  if (all.length === 0) return { text: turn.t(locale, 'care:tickets.none') };
  const isOpen = (ticket: TicketRecord): boolean => OPEN_STATES.includes(ticket.state);
  const tickets = [...all.filter(isOpen), ...all.filter((ticket) => !isOpen(ticket))];
  const blocks = await Promise.all(tickets.map((ticket) => describe(turn, locale, ticket, deps)));
  const choices = tickets.map((ticket) => buttons(turn, locale, ticket)).filter((row) => row.length > 0);
  return { text: [turn.t(locale, 'care:tickets.head'), ...blocks].join('\n\n'), choices };
}

async function describe(
  turn: Turn,
  locale: string,
  ticket: TicketRecord,
  deps: AftercareDeps,
): Promise<string> {
  const zone = (await siteOf(turn.tx, ticket.siteId))?.timeZone ?? deps.zone;
  const need = turn.t(locale, `common:need.${ticket.need}`);
  const state = turn.t(locale, `common:state.${ticket.state}`);
  const stars = ticket.rating === null ? [] : [`${ticket.rating} ★`];
  const head = [`#${ticket.number}`, need, state, ...stars, moment(ticket.openedAt, locale, zone)].join(
    ' · ',
  );
  // What colleagues wrote is for colleagues.
  return ticket.summary && ticket.source !== 'found' ? `${head}\n${shorten(ticket.summary)}` : head;
}

function moment(at: Temporal.Instant, locale: string, timeZone: string): string {
  const style = { dateStyle: 'medium', timeStyle: 'short', timeZone, numberingSystem: 'latn' } as const;
  return new Intl.DateTimeFormat(locale, style).format(at.epochMilliseconds);
}

function shorten(summary: string): string {
  const letters = [...summary.replace(/\s+/g, ' ').trim()];
  return letters.length > WORDS ? `${letters.slice(0, WORDS).join('')}…` : letters.join('');
}

function buttons(turn: Turn, locale: string, ticket: TicketRecord): Choice[] {
  const { number, state, source } = ticket;
  const choice = (id: string, key: string): Choice => ({
    id: `${id}:${number}`,
    label: `#${number} ${turn.t(locale, `care:button.${key}`)}`,
  });
  // Whoever found the need says when it is met.
  if (OPEN_STATES.includes(state) && source === 'found') return [choice('addto', 'add')];
  if (OPEN_STATES.includes(state)) return [choice('addto', 'add'), choice('solvedbyme', 'solved')];
  if (state === 'resolved') return [choice('notsolved', ticket.restricted ? 'someone' : 'not-solved')];
  return [];
}
