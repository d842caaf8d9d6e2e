/** Slows down whoever guesses codes; what counts is stored with the conversation. */
import type { Turn } from '../../conversation/feature.ts';
import { UserError } from '../../errors.ts';

const MOST = 5;
const WINDOW_MINUTES = 10;

/** Throws the UserError that says how long to wait, after five wrong codes within ten minutes. */
export function assertMayTry(turn: Turn): void {
  const tries = recentTries(turn);
  const oldest = tries.at(-MOST);
  if (!oldest) return;
  const again = Temporal.Instant.from(oldest).add({ minutes: WINDOW_MINUTES });
  const minutes = Math.max(1, Math.ceil(again.since(turn.now).total('minutes')));
  throw new UserError('staff-setup:error.too-many', { count: minutes });
}

/** Counts a wrong code. */
export function noteWrongTry(turn: Turn): void {
  turn.remember({ wrongCodes: [...recentTries(turn), turn.now.toString()] });
}

function recentTries(turn: Turn): string[] {
  const stored = turn.session.wrongCodes;
  const from = turn.now.subtract({ minutes: WINDOW_MINUTES });
  const tries = Array.isArray(stored) ? stored.map(String) : [];
  return tries.filter((at) => Temporal.Instant.compare(at, from) > 0);
}
