/** Who decides on a notice besides its author, and what is put on record of that. */
import type { Turn, Work } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import type { NoticeRecord } from '../../store/notices.ts';
import { listReachable } from '../../store/oversight.ts';

/** Colleagues who may decide and can be asked: never who wrote it or asked for it. */
export async function approversFor(work: Work, authorId: string): Promise<string[]> {
  const reachable = [...(await listReachable(work.tx)).values()];
  return reachable
    .filter(({ staffId, role }) => staffId !== authorId && can({ id: staffId, role }, 'notice.approve'))
    .map(({ staffId }) => staffId);
}

/** Throws unless this colleague may decide on what that one wrote or asked for. */
export function assertSecond(turn: Turn, authorId: string): void {
  assertCan(turn.actor, 'notice.approve');
  if (turn.chat.kind === 'group') throw new UserError('staff-notices:error.private');
  if (turn.actor.id === authorId) throw new UserError('staff-notices:error.own');
}

/** Minutes in which words that are no command answer what was asked. */
const ANSWER_WITHIN = 60;

/** Whether words answer what was asked of a colleague: soon enough, and no quote of something else. */
export function isAnswer(turn: Turn): boolean {
  const askedAt = turn.session.expect?.at;
  const isLate = !askedAt || turn.now.since(Temporal.Instant.from(askedAt)).total('minutes') > ANSWER_WITHIN;
  if (isLate) turn.expect(undefined);
  return !isLate && turn.staff !== undefined && !turn.inbound.replyTo;
}

/** Puts on record what was done with a notice, without its words. */
export function record(turn: Turn, action: string, notice: NoticeRecord, more: object = {}): void {
  const { number, issuer } = notice;
  const after = { ...(number === null ? {} : { number }), name: issuer, ...more };
  addAudit(turn.tx, { actor: turn.actor, action, now: turn.now, channel: turn.inbound.account, after });
}
