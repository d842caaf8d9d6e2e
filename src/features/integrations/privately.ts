import type { Turn } from '../../conversation/feature.ts';
import { UserError } from '../../errors.ts';

/** Throws where others read along: what is shown next is for one colleague only. */
export function privately(turn: Turn): void {
  if (turn.chat.kind !== 'private') throw new UserError('staff-api:error.private');
}
