/** `/briefing`: what was said today, and who has not read it. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import { UserError } from '../../errors.ts';
import {
  type BriefingRecord,
  findBriefing,
  listBriefings,
  listBriefingUnread,
} from '../../store/briefings.ts';
import { listTeams } from '../../store/desk.ts';
import { leadOnDuty } from '../../store/duty.ts';
import { briefingText, readChoice, unreadChoice } from './briefing-text.ts';
import type { BriefingDeps } from './index.ts';

const MOST = 5;

/** Today's, newest first; the last one there was, and said so, on a day without. */
export async function showBriefing(
  turn: Turn,
  deps: BriefingDeps,
  number: string | undefined,
): Promise<void> {
  assertCan(turn.actor, 'briefing.read');
  const { t, locale, tx } = turn;
  if (number) return reply(turn, deps, [await known(turn, number)]);
  const today = turn.now.toZonedDateTimeISO(deps.zone).startOfDay().toInstant();
  const briefings = await listBriefings(tx, today, MOST);
  if (briefings.length > 0) return reply(turn, deps, briefings);
  const last = await findBriefing(tx, {});
  if (!last) return turn.reply({ text: t(locale, 'staff-briefing:none') });
  await turn.reply({ text: t(locale, 'staff-briefing:none-today') });
  await reply(turn, deps, [last]);
}

async function reply(turn: Turn, deps: BriefingDeps, briefings: readonly BriefingRecord[]): Promise<void> {
  const { t, locale } = turn;
  for (const briefing of briefings.toReversed()) {
    const { number, read, people } = briefing;
    const count = t(locale, 'staff-briefing:count', { read, people });
    const text = `${briefingText(turn, briefing, locale, deps.zone)}\n\n${count}`;
    await turn.reply({
      text,
      choices: [[readChoice(turn, number, locale), unreadChoice(turn, number, locale)]],
    });
  }
}

async function known(turn: Turn, number: string | undefined): Promise<BriefingRecord> {
  const isNumber = /^\d{1,6}$/.test(number ?? '');
  const briefing = await findBriefing(turn.tx, isNumber ? { number: Number(number) } : {});
  if (!briefing) throw new UserError('staff-briefing:error.no-such', { number: number ?? '' });
  return briefing;
}

/** Names, for whoever wrote it, leads the shift or oversees the team; others see how many. */
export async function showUnread(turn: Turn, number: string | undefined): Promise<void> {
  assertCan(turn.actor, 'briefing.read');
  const briefing = await known(turn, number);
  const { t, locale } = turn;
  const names = await listBriefingUnread(turn.tx, briefing.id);
  const params = { number: briefing.number, count: names.length };
  if (names.length === 0) return turn.reply({ text: t(locale, 'staff-briefing:unread.none', params) });
  const head = t(locale, 'staff-briefing:unread.head', params);
  if (!(await mayName(turn, briefing))) return turn.reply({ text: head });
  await turn.reply({ text: [head, ...names.map((name) => `• ${isolate(name)}`)].join('\n') });
}

async function mayName({ tx, now, actor }: Turn, { createdBy }: BriefingRecord): Promise<boolean> {
  if (can(actor, 'briefing.write') || createdBy === actor.id) return true;
  for (const { id } of await listTeams(tx)) if ((await leadOnDuty(tx, id, now)) === actor.id) return true;
  return false;
}
