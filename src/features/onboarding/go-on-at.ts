/** Somebody goes on from another account: their tickets, what they missed, and what was kept for them. */
import type { Work } from '../../conversation/feature.ts';
import type { AccountId, ChatRef } from '../../domain/ids.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import {
  type AccountOf,
  answerIn,
  bringAlong,
  findHeard,
  type Redirected,
} from '../../store/person-accounts.ts';
import { planUnreached } from '../../store/reminders.ts';
import { addEntry, findTicket } from '../../store/tickets.ts';
import { expectWords } from '../../store/waiting.ts';
import type { OnboardingDeps } from './deps.ts';

/** A private chat. */
export interface Place {
  readonly account: AccountId;
  readonly chat: ChatRef;
}

/** They are answered here; what those of `left` did not get that cannot be written to any more comes along. */
export async function goOnAt(
  work: Work,
  deps: Pick<OnboardingDeps, 'locale'>,
  personId: string,
  left: readonly AccountOf[],
  at: Place,
): Promise<void> {
  await redirect(work, deps, await answerIn(work.tx, personId, at), at);
  const heard = await findHeard(work.tx, personId, at);
  if (heard) await expectWords(work.tx, at, heard, work.now);
  for (const { account, chat } of left) {
    if (chat) await bringAlong(work.tx, { account, chat }, at, work.now);
  }
  await planUnreached(work.tx, personId, work.now);
}

/** Colleagues read on the ticket from where its writer goes on, and what was kept for a private chat is sent. */
export async function redirect(
  work: Work,
  { locale }: Pick<OnboardingDeps, 'locale'>,
  moved: readonly Redirected[],
  at: Place,
): Promise<void> {
  const language = matchLocale(locale, STAFF_LOCALES) ?? 'en';
  for (const { ticketId, account, chat } of moved) {
    const isSame = account === at.account;
    if (!isSame || chat !== null) {
      const key = isSame ? 'staff-onboarding:entry.moved-within' : 'staff-onboarding:entry.moved';
      const text = work.t(language, key, { account: at.account, before: account });
      addEntry(work.tx, { ticketId, kind: 'event', at: work.now, text });
    }
    if (chat !== null) continue;
    const ticket = await findTicket(work.tx, ticketId);
    if (ticket) await work.emit({ type: 'private.opened', ticket });
  }
}
