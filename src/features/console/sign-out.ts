/** A colleague signs out: on one browser, or everywhere at once when a link or a telephone got into other hands. */
import type { Turn, Work } from '../../conversation/feature.ts';
import { type Actor, assertCan } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { endSessions } from '../../store/console-sessions.ts';

const WORDS = new Set(['out', 'off', 'logout', '退出', '登出']);

/** `/console out`, and the button under "you have signed in". */
export async function signOutEverywhere(turn: Turn, words = 'out'): Promise<void> {
  assertCan(turn.actor, 'console.open');
  if (!WORDS.has(words.trim().toLowerCase())) throw new UserError('staff-console:usage.console');
  const count = await signOut(turn, turn.actor);
  const key = count > 0 ? 'staff-console:signed-out' : 'staff-console:signed-out-nowhere';
  await turn.reply({ text: turn.t(turn.locale, key, { count }) });
}

/** Ends the sessions of whoever acts, or the one named; a link that waits ends with them. How many there were. */
export async function signOut({ tx, now }: Work, actor: Actor, sessionId?: string): Promise<number> {
  const count = await endSessions(tx, actor.id, sessionId);
  addAudit(tx, { actor, action: 'console.sign-out', now, after: { count } });
  return count;
}
