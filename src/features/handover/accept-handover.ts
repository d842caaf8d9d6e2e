/** The next lead takes over: from then on they are responsible, and not before. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { findStaffName } from '../../store/desk.ts';
import {
  acceptHandover,
  findHandover,
  type HandoverRecord,
  listOpenHandovers,
} from '../../store/handovers.ts';
import { type HandoverDeps, namesOf, nextShift, takersOf, tellChats, tellOne } from './people.ts';

/** Accepts the handover with this number, or the one that waits for the actor. */
export async function acceptNumbered(
  turn: Turn,
  deps: HandoverDeps,
  number: number | undefined,
): Promise<void> {
  assertCan(turn.actor, 'handover.accept');
  const handover = number === undefined ? await waitingHere(turn) : await findHandover(turn.tx, number);
  if (!handover)
    throw new UserError(`staff-handover:error.${number === undefined ? 'none-open' : 'no-number'}`, {
      number,
    });
  await accept(turn, deps, handover);
}

/** The open handover of this chat's team; in private the one the actor is to take over, or the only one. */
async function waitingHere(turn: Turn): Promise<HandoverRecord | undefined> {
  const open = await listOpenHandovers(turn.tx);
  const here = open.filter((one) => one.teamId === turn.chat.teamId);
  if (turn.chat.teamId) return here[0];
  for (const one of open) {
    const takers = takersOf(await nextShift(turn, one.teamId, one.toShiftId));
    if (takers.some(({ staffId }) => staffId === turn.actor.id)) return one;
  }
  return open.length === 1 ? open[0] : undefined;
}

async function accept(turn: Turn, deps: HandoverDeps, before: HandoverRecord): Promise<void> {
  if (before.acceptedAt) throw await acceptedAlready(turn, before);
  const newest = (await listOpenHandovers(turn.tx)).find((one) => one.teamId === before.teamId);
  if (newest?.id !== before.id) throw new UserError('staff-handover:error.newer', { number: before.number });
  const next = await nextShift(turn, before.teamId, before.toShiftId);
  const takers = takersOf(next);
  const isTaker = takers.some(({ staffId }) => staffId === turn.actor.id);
  // Whoever oversees may step in when the lead does not come.
  if (!isTaker && !can(turn.actor, 'shift.edit')) {
    const key = takers.length > 0 ? 'not-yours' : 'nobody-yet';
    throw new UserError(`staff-handover:error.${key}`, { number: before.number, next: namesOf(takers) });
  }
  const accepted = await acceptHandover(turn.tx, before.id, turn.actor.id, next?.id ?? null, turn.now);
  if (!accepted) throw await acceptedAlready(turn, before);
  addAudit(turn.tx, {
    actor: turn.actor,
    action: 'handover.accept',
    now: turn.now,
    channel: turn.inbound.account,
    before: { number: before.number, responsible: before.fromLeadId },
    after: { number: before.number, responsible: turn.actor.id },
  });
  await tellAccepted(turn, deps, accepted);
}

async function acceptedAlready(turn: Turn, { number }: HandoverRecord): Promise<UserError> {
  const now = await findHandover(turn.tx, number);
  if (!now?.acceptedBy || !now.acceptedAt) return new UserError('staff-handover:error.closed', { number });
  const time = shortTime(now.acceptedAt, turn.now, now.sheet.zone);
  return new UserError('staff-handover:error.accepted', {
    number,
    name: await findStaffName(turn.tx, now.acceptedBy),
    time,
  });
}

/** Said where everybody reads it, to whoever did it, and to whoever is responsible no more. */
async function tellAccepted(turn: Turn, deps: HandoverDeps, handover: HandoverRecord): Promise<void> {
  const { t, locale, tx, actor } = turn;
  const { id, number, sheet, fromLeadId } = handover;
  const holder = fromLeadId && (await findStaffName(tx, fromLeadId));
  const params = { number, team: sheet.team, name: turn.staff?.name, holder };
  const key = holder && fromLeadId !== actor.id ? 'took-over' : 'took-over-free';
  let isSaid = false;
  await tellChats(turn, deps, handover, 'accepted', [], (language, chat) => {
    isSaid ||= chat.id === turn.chat.id;
    return { text: t(language, `staff-handover:${key}`, params) };
  });
  if (!isSaid) await turn.reply({ text: t(locale, 'staff-handover:yours', params) });
  if (!fromLeadId || fromLeadId === actor.id) return;
  await tellOne(turn, deps, fromLeadId, `handover:${id}:released`, (language) => ({
    text: t(language, 'staff-handover:released', params),
  }));
}
