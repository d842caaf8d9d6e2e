/** `/console`: a link that signs the colleague in, where only they read it. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { addLink, LINK_MINUTES } from '../../store/console-sessions.ts';
import type { ConsoleDoorDeps } from './index.ts';

/** Makes a link and sends it in private; a link of before no longer works. */
export async function sendLink(turn: Turn, { pagesUrl }: ConsoleDoorDeps): Promise<void> {
  assertCan(turn.actor, 'console.open');
  const { tx, now, t, locale, staff } = turn;
  const target = turn.privateTarget();
  const url = pagesUrl();
  if (!url) throw new UserError('staff-console:error.no-address');
  if (!target || !staff) throw new UserError('staff-console:error.private');
  const code = await addLink(tx, staff.id, now);
  addAudit(tx, { actor: turn.actor, action: 'console.link', now, channel: turn.inbound.account });
  // Behind the hash: no preview and no log of a server on the way ever sees it.
  const link = `${url}/console/in#${code}`;
  const text = t(locale, 'staff-console:link', { link, minutes: LINK_MINUTES });
  const expiresAt = now.add({ minutes: LINK_MINUTES });
  await turn.say(target, { text }, { key: `console:${turn.inboundId}`, expiresAt });
  if (turn.chat.kind === 'group') await turn.reply({ text: t(locale, 'staff-console:sent') });
}
