/** Somebody with several accounts is answered where they wrote last. */
import type { Work } from '../../conversation/feature.ts';
import type { Inbound } from '../../domain/message.ts';
import { writerId } from '../../domain/proxy.ts';
import { answerIn, listAccountsOf } from '../../store/person-accounts.ts';
import type { TicketRecord } from '../../store/records.ts';
import type { OnboardingDeps } from './deps.ts';
import { redirect } from './go-on-at.ts';

/** A ticket goes along when its writer writes on it from another account in private. */
export async function followAccount(
  work: Work,
  deps: Pick<OnboardingDeps, 'locale'>,
  ticket: TicketRecord,
  inbound: Inbound,
): Promise<void> {
  const { account, chat } = inbound;
  const isHere = ticket.account === account && ticket.privateChat === chat.id;
  if (chat.kind === 'group' || isHere || ticket.privateChat === null) return;
  const writer = writerId(ticket);
  // Somebody they travel with may add to it, and is not given their answers for that.
  const own = await listAccountsOf(work.tx, writer);
  if (!own.some((one) => one.account === account && one.sender === inbound.sender.id)) return;
  const at = { account, chat: chat.id };
  await redirect(work, deps, await answerIn(work.tx, writer, at, ticket.id), at);
}
