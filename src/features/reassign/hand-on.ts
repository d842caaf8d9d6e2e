/** All tickets of one colleague change hands at once; each by compare-and-set, each on the record. */
import type { TicketDesk, Turn } from '../../conversation/feature.ts';
import { assertCan, mayOwn } from '../../domain/actor.ts';
import { renderListLine } from '../../domain/card-text.ts';
import type { ReassignDraft, ReassignTarget } from '../../domain/reassign.ts';
import { HELD_STATES, OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { loadCardViews } from '../../store/cards.ts';
import { listColleagues } from '../../store/desk.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket, type TicketChange } from '../../store/tickets.ts';
import { draftKept, targetName, ticketsOf } from './choose-people.ts';

/** Lines in the message to whoever got them. */
const LINES = 30;

/** What reassigning needs from outside. */
export interface ReassignDeps {
  readonly desk: TicketDesk;
  readonly zone: string;
}

/** The question was answered with yes: what is still theirs goes, what was claimed meanwhile stays. */
export async function handOn(turn: Turn, deps: ReassignDeps, key: string | undefined): Promise<void> {
  assertCan(turn.actor, 'ticket.reassign');
  const draft = draftKept(turn, key);
  const { to } = draft;
  if (!to) throw new UserError('staff:error.old-button');
  const taker =
    to.kind === 'staff' ? (await listColleagues(turn.tx)).find(({ id }) => id === to.id) : undefined;
  if (to.kind === 'staff' && !taker) throw new UserError('staff:error.old-button');
  turn.remember({ reassign: undefined });
  const tickets = await ticketsOf(turn, draft);
  const moved: TicketRecord[] = [];
  for (const ticket of tickets) {
    // A complaint stays where it is rather than come to somebody who may not have it.
    if (taker && !mayOwn(taker, ticket)) continue;
    const changed = await move(turn, deps, ticket, draft, to);
    if (changed) moved.push(changed);
  }
  const { t, locale } = turn;
  const toName = targetName(turn, locale, to);
  const lines = [
    t(locale, 'staff-reassign:done', {
      count: moved.length,
      to: toName,
      name: draft.from.name,
    }),
  ];
  const stayed = tickets.filter((ticket) => !moved.some(({ id }) => id === ticket.id));
  if (stayed.length > 0) {
    const numbers = stayed.map(({ number }) => `#${number}`).join(', ');
    lines.push(t(locale, 'staff-reassign:stayed', { count: stayed.length, numbers, to: toName }));
  }
  await turn.reply({ text: lines.join('\n') });
  await tellBoth(turn, deps, draft, to, moved);
}

/** The question was answered with no. */
export async function keepAll(turn: Turn, key: string | undefined): Promise<void> {
  assertCan(turn.actor, 'ticket.reassign');
  draftKept(turn, key);
  turn.remember({ reassign: undefined });
  await turn.reply({ text: turn.t(turn.locale, 'staff-reassign:kept') });
}

async function move(
  turn: Turn,
  { desk }: ReassignDeps,
  before: TicketRecord,
  draft: ReassignDraft,
  to: ReassignTarget,
): Promise<TicketRecord | undefined> {
  const { tx, now, actor, inbound } = turn;
  const ticket = await changeTicket(
    tx,
    before,
    { ownerId: before.ownerId, states: OPEN_STATES },
    changeFor(before, to, now),
    { actor, action: 'ticket.reassign', channel: inbound.account, now },
  );
  if (!ticket) return undefined;
  await desk.unfocus(turn, ticket);
  const isFreed = to.kind === 'queue';
  const name = isFreed ? draft.from.name : turn.staff?.name;
  const params = { name, to: isFreed ? undefined : to.name };
  await turn.emit({
    type: 'ticket.changed',
    ticket,
    before,
    what: isFreed ? 'released' : 'reassigned',
    params,
    actor,
  });
  return ticket;
}

/** A colleague goes on where the other stopped, waits included; a team or the queue starts with an unclaimed ticket. */
function changeFor(before: TicketRecord, to: ReassignTarget, now: Temporal.Instant): TicketChange {
  const unoffered = { proposedOwnerId: null, proposedTeamId: null };
  const isHeld = HELD_STATES.includes(before.state);
  if (to.kind === 'staff') {
    const claimed = isHeld ? {} : ({ state: 'claimed' } as const);
    return { ...unoffered, ...claimed, ownerId: to.id, claimedAt: now, nextPageAt: null };
  }
  const freed = isHeld ? ({ state: 'new' } as const) : {};
  const team = to.kind === 'team' ? { teamId: to.id } : {};
  return { ...unoffered, ...freed, ...team, ownerId: null, claimedAt: null, pages: 0 };
}

async function tellBoth(
  turn: Turn,
  { desk, zone }: ReassignDeps,
  { from }: ReassignDraft,
  to: ReassignTarget,
  moved: readonly TicketRecord[],
): Promise<void> {
  const { t, tx, now, actor, staff } = turn;
  if (moved.length === 0) return;
  const params = { count: moved.length, by: staff?.name, name: from.name };
  if (to.kind === 'staff' && to.id !== actor.id) {
    const reach = await desk.reachStaff(turn, to.id, '');
    if (reach) {
      const { locale } = reach;
      const views = await loadCardViews(
        tx,
        moved.slice(0, LINES).map(({ id }) => id),
      );
      const lines = views.map((view) =>
        renderListLine(view, { t, locale, now, zone, reader: 'full', canEdit: false }),
      );
      const more = moved.length > LINES ? ['…'] : [];
      const text = [t(locale, 'staff-reassign:told-new', params), ...lines, ...more].join('\n');
      await turn.say(reach.target, { text }, { key: `reassign:${turn.inboundId}:${to.id}` });
    }
  }
  const left = from.id === actor.id ? undefined : await desk.reachStaff(turn, from.id, '');
  if (!left) return;
  const target = targetName(turn, left.locale, to);
  const text = t(left.locale, 'staff-reassign:told-old', { ...params, to: target });
  await turn.say(left.target, { text }, { key: `reassign:${turn.inboundId}:${from.id}` });
}
