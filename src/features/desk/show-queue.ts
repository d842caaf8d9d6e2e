/** Open tickets as a list, ten at a time. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, canReadTicket } from '../../domain/actor.ts';
import { renderListLine } from '../../domain/card-text.ts';
import type { Choice, Content } from '../../domain/message.ts';
import { type CardView, loadCardViews } from '../../store/cards.ts';
import { listOpenTickets } from '../../store/queue.ts';
import { assertAmongStaff } from './answer-in-place.ts';
import { queueFilter } from './queue-filter.ts';
import type { DeskDeps } from './reach.ts';

const PAGE = 10;

/** Which list: everybody's open tickets, or those that are mine or offered to me. */
export type QueueKind = 'queue' | 'mine';

/** Answers with one page of the list, gravest first, and a button for whatever can be done from here. */
export async function showQueue(
  turn: Turn,
  deps: DeskDeps,
  kind: QueueKind,
  { words = '', offset = 0 }: { words?: string; offset?: number } = {},
): Promise<void> {
  assertCan(turn.actor, 'ticket.list');
  assertAmongStaff(turn);
  const from = Number.isSafeInteger(offset) && offset > 0 && offset < 1_000_000 ? offset : 0;
  const filter = await queueFilter(turn, kind, words);
  const { tickets, total } = await listOpenTickets(turn.tx, { ...filter, limit: PAGE, offset: from });
  const { t, locale } = turn;
  // The next page's button is pressed by whoever asked, and shows more of what was asked for.
  if (words || turn.session.queue) turn.remember({ queue: words || undefined });
  if (tickets.length === 0)
    return turn.reply({
      text: words ? t(locale, 'staff:queue.none', { words }) : t(locale, `staff:${kind}.empty`),
    });
  const views = new Map(
    (
      await loadCardViews(
        turn.tx,
        tickets.map(({ id }) => id),
      )
    ).map((view) => [view.ticket.id, view]),
  );
  const shown = tickets.flatMap((ticket) => views.get(ticket.id) ?? []);
  const to = from + shown.length;
  const lines = shown.map((view) => lineFor(turn, deps, view));
  const content: Content = {
    text: [t(locale, `staff:${kind}.title`, { count: total, from: from + 1, to }), ...lines].join('\n'),
    choices: [...actions(turn, shown), ...(to < total ? [[more(turn, kind, to)]] : [])],
    card: true,
  };
  await turn.reply(content);
}

/** In a group nobody's restricted words; in private as this reader may read. */
function lineFor(turn: Turn, deps: DeskDeps, view: CardView): string {
  const mayRead = turn.chat.kind === 'private' && canReadTicket(turn.actor, view.ticket);
  const { t, locale, now } = turn;
  const canEdit = turn.capabilities(turn.inbound.account)?.edit === true;
  return renderListLine(view, {
    t,
    locale,
    now,
    zone: deps.zone,
    reader: mayRead ? 'full' : 'group',
    canEdit,
  });
}

/** Claim what is free, open what is one's own, two in a row. */
function actions(turn: Turn, views: readonly CardView[]): Choice[][] {
  const choices = views.flatMap(({ ticket }): Choice[] => {
    const label = (name: string) => `${turn.t(turn.locale, `staff:button.${name}`)} #${ticket.number}`;
    if (ticket.ownerId === null)
      return [{ id: `claim:${ticket.number}:${ticket.version}`, label: label('claim') }];
    const mayOpen = turn.chat.kind === 'private' && canReadTicket(turn.actor, ticket);
    return mayOpen ? [{ id: `open:${ticket.number}`, label: label('open') }] : [];
  });
  return Array.from({ length: Math.ceil(choices.length / 2) }, (_row, at) =>
    choices.slice(at * 2, at * 2 + 2),
  );
}

const more = (turn: Turn, kind: QueueKind, offset: number): Choice => ({
  id: `${kind}:${offset}`,
  label: turn.t(turn.locale, 'staff:button.more'),
});
