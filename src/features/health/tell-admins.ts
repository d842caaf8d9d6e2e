/** Tells the administrators and the overseeing desks of trouble once per outage, and once that it is over. */
import type { Work } from '../../conversation/feature.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import type { Target } from '../../outbox/enqueue.ts';
import {
  type AccountRecord,
  clearTold,
  listOverseeingChats,
  listRecovered,
  listUntold,
  markTold,
} from '../../store/accounts.ts';
import { listStaffReach, type StaffReach } from '../../store/staff-reach.ts';
import type { HealthDeps } from './index.ts';

/** Seconds that trouble, or the end of it, must last before anybody is told. A conflict does not wait. */
const LASTING_SECONDS = 30;
/** Later than this (in hours) an alarm is no news any more. */
const NEWS_HOURS = 6;

/** Tells of every account in lasting trouble that was not told of yet. */
export async function tellTroubled(work: Work, deps: HealthDeps): Promise<void> {
  for (const account of await listUntold(work.tx, lasting(work))) {
    if (!(await markTold(work.tx, account.id, account.health))) continue;
    await tellAdmins(work, deps, newsOf(account), (locale) => {
      const text = work.t(locale, `staff-health:alarm.${account.health}`, { account: account.id });
      return account.detail ? `${text}\n(${account.detail})` : text;
    });
  }
}

/** Tells of every account that was in trouble and has been well for a while. */
export async function tellRecovered(work: Work, deps: HealthDeps): Promise<void> {
  for (const account of await listRecovered(work.tx, lasting(work))) {
    if (!(await clearTold(work.tx, account.id))) continue;
    await tellAdmins(work, deps, newsOf(account), (locale) =>
      work.t(locale, 'staff-health:recovered', { account: account.id }),
    );
  }
}

const lasting = (work: Work): Temporal.Instant => work.now.subtract({ seconds: LASTING_SECONDS });

const newsOf = ({ id, health, since }: AccountRecord): News => ({
  episode: `health:${id}:${health}:${since.epochMilliseconds}`,
  failing: id,
});

/** What is told: under which key, and by which account rather not. */
export interface News {
  readonly episode: string;
  readonly failing: string | undefined;
}

/** Tells every administrator in private, by an account that is not the failing one where there is one, and the desks. */
export async function tellAdmins(
  work: Work,
  deps: Pick<HealthDeps, 'locale'>,
  { episode, failing }: News,
  write: (locale: string) => string,
): Promise<void> {
  const readers = [...(await adminChats(work, failing)), ...(await desks(work))];
  for (const { target, locale } of readers) {
    const text = write(matchLocale(locale ?? deps.locale, STAFF_LOCALES) ?? 'en');
    const expiresAt = work.now.add({ hours: NEWS_HOURS });
    await work.say(target, { text }, { key: `${episode}:${target.account}:${target.chat}`, expiresAt });
  }
}

interface Reader {
  readonly target: Target;
  readonly locale: string | null;
}

/** Private chats of every administrator: those on other accounts, or the failing one's where there is no other. */
async function adminChats(work: Work, failing: string | undefined): Promise<Reader[]> {
  const chats = (await listStaffReach(work.tx)).filter(
    (one) => one.role === 'admin' && one.privateChat !== null,
  );
  const byAdmin = Map.groupBy(chats, (one) => one.staffId);
  return [...byAdmin.values()].flatMap((own) => {
    const elsewhere = own.filter((one) => one.account !== failing);
    return (elsewhere.length > 0 ? elsewhere : own).flatMap(toReader);
  });
}

function toReader(one: StaffReach): Reader[] {
  if (!one.privateChat) return [];
  return [{ target: { account: one.account, chat: one.privateChat, kind: 'private' }, locale: one.locale }];
}

async function desks(work: Work): Promise<Reader[]> {
  const chats = await listOverseeingChats(work.tx);
  return chats.map((chat) => ({
    target: { account: chat.account, chat: chat.externalId, kind: chat.kind },
    locale: chat.locale,
  }));
}
