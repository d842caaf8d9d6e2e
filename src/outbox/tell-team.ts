/** Says something to a whole team, where it works, or to one colleague. */
import type { Work } from '../conversation/feature.ts';
import { matchLocale, STAFF_LOCALES } from '../domain/locale.ts';
import type { Content } from '../domain/message.ts';
import { listStaffChats } from '../store/cards.ts';
import { listReachable, overseers } from '../store/oversight.ts';
import type { Lane } from './enqueue.ts';

/** How it is queued. */
export interface TeamNews {
  /** Of what is told: each reader gets it once. */
  readonly key: string;
  /** Language of readers who have chosen none. */
  readonly locale: string;
  readonly lane?: Lane;
  readonly expiresAt?: Temporal.Instant;
}

/** Writes to the chats of a team and to the desks that see every team; to the overseers in private where there is none. */
export async function tellTeam(
  work: Work,
  teamId: string | null | undefined,
  { key, locale: fallback, ...queued }: TeamNews,
  write: (locale: string) => Content,
): Promise<void> {
  const chats = await listStaffChats(work.tx, teamId ?? null);
  for (const { id, account, externalId, kind, locale } of chats) {
    const target = { account, chat: externalId, kind };
    await work.say(target, write(staffLocale(locale, fallback)), { ...queued, key: `${key}:${id}` });
  }
  if (chats.length > 0) return;
  for (const staffId of await overseers(work.tx))
    await tellColleague(work, staffId, { ...queued, key: `${key}:${staffId}`, locale: fallback }, write);
}

/** Writes to a colleague in private; those without a private chat are passed over. */
export async function tellColleague(
  work: Work,
  staffId: string,
  { locale: fallback, ...queued }: TeamNews,
  write: (locale: string) => Content,
): Promise<void> {
  const one = (await listReachable(work.tx)).get(staffId);
  if (!one?.privateChat) return;
  const target = { account: one.account, chat: one.privateChat, kind: 'private' } as const;
  await work.say(target, write(staffLocale(one.locale, fallback)), queued);
}

const staffLocale = (locale: string | null, fallback: string): string =>
  matchLocale(locale ?? fallback, STAFF_LOCALES) ?? 'en';
