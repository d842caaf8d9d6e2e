/** Who hands over to whom, and how they are written to. */
import type { TicketDesk, Work } from '../../conversation/feature.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import type { Content, Mention } from '../../domain/message.ts';
import { listStaffChats } from '../../store/cards.ts';
import type { HandoverRecord } from '../../store/handovers.ts';
import type { ChatRecord } from '../../store/records.ts';
import { comes, findShift, leadOf, listComingShifts, type ShiftRecord } from '../../store/shifts.ts';
import { listStaffReach } from '../../store/staff-reach.ts';

/** What handovers need from outside. */
export interface HandoverDeps {
  readonly desk: TicketDesk;
  /** Language of chats and colleagues that have chosen none. */
  readonly locale: string;
}

/** Somebody who is to take over. */
export interface Taker {
  readonly staffId: string;
  readonly name: string;
}

/** The lead of a shift; where it has none, or the lead has left, everybody else in it: one of them accepts. */
export function takersOf(shift: ShiftRecord | undefined): Taker[] {
  if (!shift) return [];
  const lead = leadOf(shift);
  if (lead) return [lead];
  return shift.members.filter(({ active }) => active).map(comes);
}

/** The shift that takes over: the one noted, unless it is over or was taken out; else the one that runs or comes. */
export async function nextShift(
  work: Work,
  teamId: string,
  noted: string | null,
): Promise<ShiftRecord | undefined> {
  const known = noted ? await findShift(work.tx, noted) : undefined;
  if (known && Temporal.Instant.compare(known.endsAt, work.now) > 0) return known;
  return (await listComingShifts(work.tx, teamId, work.now, 1))[0];
}

/** Names of those who are to take over, for a sentence. */
export const namesOf = (takers: readonly Taker[]): string => takers.map(({ name }) => name).join(' / ');

/** Writes to a colleague in private, in their language; false when they have no chat with the bot. */
export async function tellOne(
  work: Work,
  deps: HandoverDeps,
  staffId: string,
  key: string,
  write: (locale: string) => Content,
): Promise<boolean> {
  const reach = await deps.desk.reachStaff(work, staffId, '');
  if (!reach) return false;
  await work.say(reach.target, write(reach.locale), { key });
  return true;
}

/** Writes to every chat that sees this team's tickets; `people` are named where they are on that platform. */
export async function tellChats(
  work: Work,
  deps: HandoverDeps,
  handover: Pick<HandoverRecord, 'id' | 'teamId'>,
  about: string,
  people: readonly string[],
  write: (locale: string, chat: ChatRecord) => Content,
): Promise<void> {
  const reach = await listStaffReach(work.tx);
  for (const chat of await listStaffChats(work.tx, handover.teamId)) {
    const locale = matchLocale(chat.locale ?? deps.locale, STAFF_LOCALES) ?? 'en';
    const mentions = reach
      .filter((one) => one.account === chat.account && people.includes(one.staffId))
      .map((one): Mention => ({ id: one.externalId, name: one.name }));
    const content = { ...write(locale, chat), ...(mentions.length > 0 ? { mentions } : {}) };
    const target = { account: chat.account, chat: chat.externalId, kind: chat.kind };
    await work.say(target, content, { key: `handover:${handover.id}:${about}:${chat.id}` });
  }
}
