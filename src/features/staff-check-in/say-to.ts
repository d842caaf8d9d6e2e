/** Words for one colleague, in private and in their language. */
import type { Work } from '../../conversation/feature.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import type { Content } from '../../domain/message.ts';
import { listReachable } from '../../store/oversight.ts';
import type { StaffCheckInDeps } from './index.ts';

/** Says something to a colleague in private; those without a private chat are passed over. */
export async function sayTo(
  work: Work,
  deps: Pick<StaffCheckInDeps, 'locale'>,
  staffId: string,
  { write, key, hours }: { write(locale: string): Content; readonly key: string; readonly hours: number },
): Promise<void> {
  const reach = (await listReachable(work.tx)).get(staffId);
  if (!reach?.privateChat) return;
  const locale = matchLocale(reach.locale ?? deps.locale, STAFF_LOCALES) ?? 'en';
  const target = { account: reach.account, chat: reach.privateChat, kind: 'private' } as const;
  await work.say(target, write(locale), { key, expiresAt: work.now.add({ hours }) });
}
