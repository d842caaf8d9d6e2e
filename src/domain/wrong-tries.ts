/** Slows down whoever guesses codes; what counts is stored with the conversation. */
import { UserError } from '../errors.ts';

const MOST = 5;
const WINDOW_MINUTES = 10;

/** A conversation in which a code was written: a turn. */
export interface Trier {
  readonly now: Temporal.Instant;
  readonly session: { readonly [name: string]: unknown };
  remember(change: { wrongCodes: string[] }): void;
}

/** Throws the UserError that says how long to wait, after five wrong codes within ten minutes. */
export function assertMayTry(turn: Trier): void {
  const minutes = minutesToWait(turn);
  if (minutes > 0) throw new UserError('onboarding:error.too-many', { count: minutes });
}

/** How long nothing is tried any more, in minutes; 0 while it is. */
export function minutesToWait(turn: Trier): number {
  const oldest = recentTries(turn).at(-MOST);
  if (!oldest) return 0;
  const again = Temporal.Instant.from(oldest).add({ minutes: WINDOW_MINUTES });
  return Math.max(1, Math.ceil(again.since(turn.now).total('minutes')));
}

/** Counts a wrong code. */
export function noteWrongTry(turn: Trier): void {
  turn.remember({ wrongCodes: [...recentTries(turn), turn.now.toString()] });
}

function recentTries(turn: Trier): string[] {
  const stored = turn.session.wrongCodes;
  const from = turn.now.subtract({ minutes: WINDOW_MINUTES });
  const tries = Array.isArray(stored) ? stored.map(String) : [];
  return tries.filter((at) => Temporal.Instant.compare(at, from) > 0);
}
