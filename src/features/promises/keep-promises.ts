/** Which promises are open, and that one was kept. */
import type { TicketDesk, Turn } from '../../conversation/feature.ts';
import { assertCan, canReadTicket } from '../../domain/actor.ts';
import type { Choice } from '../../domain/message.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { keepPromise, listOpenPromises, type OpenPromise, type PromiseFilter } from '../../store/promises.ts';
import type { TicketRecord } from '../../store/records.ts';

/** Promises in one list. */
const MOST = 20;

/** `/promise`: one's own open promises, in a team's chat the team's; each with a button. */
export async function listPromises(turn: Turn, zone: string, ticket?: TicketRecord): Promise<void> {
  assertCan(turn.actor, 'ticket.promise');
  const { t, locale } = turn;
  const promises = await listOpenPromises(turn.tx, filterFor(turn, ticket), MOST);
  if (promises.length === 0) return turn.reply({ text: t(locale, 'staff-promises:none') });
  const lines = promises.map((promise, index) => `${index + 1}. ${lineOf(turn, promise, zone)}`);
  const buttons = promises.map(({ id }, index): Choice => ({ id: `kept:${id}`, label: `✓ ${index + 1}` }));
  const choices = Array.from({ length: Math.ceil(buttons.length / 5) }, (_row, at) =>
    buttons.slice(at * 5, at * 5 + 5),
  );
  const head = t(locale, 'staff-promises:head', { count: promises.length });
  await turn.reply({ text: [head, ...lines].join('\n'), choices, card: true });
}

function filterFor({ chat, actor }: Turn, ticket: TicketRecord | undefined): PromiseFilter {
  if (ticket) return { ticketId: ticket.id };
  if (chat.kind === 'private') return { staffId: actor.id };
  return chat.teamId ? { teamId: chat.teamId } : {};
}

/** In a group, and for whoever may not read it, a confidential promise has no words. */
function lineOf(turn: Turn, { ticket, name, text, createdAt }: OpenPromise, zone: string): string {
  const { t, locale, now } = turn;
  const mayRead = !ticket.restricted || (turn.chat.kind === 'private' && canReadTicket(turn.actor, ticket));
  const room = ticket.room
    ? t(locale, 'staff:card.room', { room: ticket.room })
    : t(locale, 'staff:card.room-unknown');
  return `#${ticket.number} · ${room} · ${mayRead ? text : '🔒'} · ${name} ${shortTime(createdAt, now, zone)}`;
}

/** `/promise done 12`: the only open promise on that ticket, or a choice of several. */
export async function keepOn(
  turn: Turn,
  desk: TicketDesk,
  zone: string,
  ticket: TicketRecord,
): Promise<void> {
  assertCan(turn.actor, 'ticket.promise');
  const promises = await listOpenPromises(turn.tx, { ticketId: ticket.id }, MOST);
  const [only, another] = promises;
  if (!only) throw new UserError('staff-promises:error.none', { number: ticket.number });
  if (another) return listPromises(turn, zone, ticket);
  await keep(turn, desk, only);
}

/** The Kept button. */
export async function keepById(turn: Turn, desk: TicketDesk, id: string | undefined): Promise<void> {
  assertCan(turn.actor, 'ticket.promise');
  desk.assertAmongStaff(turn);
  if (!id || !/^[0-9a-f-]{36}$/.test(id)) throw new UserError('staff:error.old-button');
  const [promise] = await listOpenPromises(turn.tx, { id });
  if (!promise) throw new UserError('staff-promises:error.kept');
  await keep(turn, desk, promise);
}

async function keep(turn: Turn, desk: TicketDesk, promise: OpenPromise): Promise<void> {
  const { tx, now, actor, inbound } = turn;
  if (!(await keepPromise(tx, promise.id, now))) throw new UserError('staff-promises:error.kept');
  addAudit(tx, {
    actor,
    action: 'ticket.promise-kept',
    channel: inbound.account,
    now,
    ticketId: promise.ticketId,
    after: { promiseId: promise.id },
  });
  const ticket = await desk.numbered(turn, String(promise.ticket.number));
  await desk.answer(turn, ticket, turn.t(turn.locale, 'staff-promises:kept', { number: ticket.number }));
}
