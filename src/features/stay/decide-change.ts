/** `/approve 3`: a change of dates is approved or refused, once. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import { dayText } from '../../domain/stay/sentence.ts';
import { UserError } from '../../errors.ts';
import { tellColleague } from '../../outbox/tell-team.ts';
import { addAudit } from '../../store/audit.ts';
import { type AskedChange, decideChange, findChange, listAsked } from '../../store/stay-changes.ts';
import { listStays } from '../../store/stays.ts';
import { deciding } from './ask-change.ts';
import type { StayDeps } from './index.ts';

const MOST = 20;
const WORDS = /^[#＃]?\s*(\d{1,9})(?:\s+(no|refuse|不|拒绝|拒絕|不同意))?$/iu;

/** Without a number: what waits for a decision. */
export async function approve(turn: Turn, deps: StayDeps, words: string): Promise<void> {
  assertCan(turn.actor, 'stay.decide');
  if (!words) return showAsked(turn, deps);
  const [, number, no] = WORDS.exec(words) ?? [];
  if (!number) throw new UserError('staff:error.usage', { usage: 'staff-stay:usage.approve' });
  await decide(turn, deps, number, no ? 'refused' : 'approved');
}

/** Decides, plans anew, and tells whoever asked. */
export async function decide(
  turn: Turn,
  deps: StayDeps,
  number: string | undefined,
  approval: 'approved' | 'refused',
): Promise<void> {
  assertCan(turn.actor, 'stay.decide');
  const change = /^\d{1,9}$/.test(number ?? '') ? await findChange(turn.tx, Number(number)) : undefined;
  if (!change) throw new UserError('staff-stay:error.no-change', { number });
  const { tx, now, actor } = turn;
  if (!(await decideChange(tx, change.id, approval, actor.id, now))) throw await decided(turn, change.number);
  const after = { number: change.number, personId: change.personId, approval };
  addAudit(tx, { actor, action: 'stay.decide', channel: turn.inbound.account, now, after });
  if (approval === 'approved') await turn.emit({ type: 'stays.changed', stayIds: [change.stayId], actor });
  const [stay] = await listStays(tx, { ids: [change.stayId] });
  const person = await deps.people.byId(turn, change.personId);
  const who = await deps.people.describe(turn, person);
  const write = (locale: string): string =>
    turn.t(locale, `staff-stay:decided.${approval}`, {
      number: change.number,
      who,
      name: turn.staff?.name,
      date: stay?.releaseOn
        ? dayText(stay.releaseOn, locale, stay.releaseOn.year !== now.toZonedDateTimeISO('UTC').year)
        : '?',
    });
  await tellAsker(turn, change, write);
  await turn.reply({ text: write(turn.locale) });
}

async function decided(turn: Turn, number: number): Promise<Error> {
  const now = await findChange(turn.tx, number);
  const key = now?.approval === 'refused' ? 'refused' : 'approved';
  return new UserError(`staff-stay:error.decided-${key}`, { number, name: now?.decidedByName ?? '?' });
}

async function tellAsker(turn: Turn, change: AskedChange, write: (locale: string) => string): Promise<void> {
  if (change.askedBy === turn.actor.id) return;
  const news = { key: `stay:decided:${change.id}`, locale: turn.locale };
  await tellColleague(turn, change.askedBy, news, (locale) => ({ text: write(locale) }));
}

async function showAsked(turn: Turn, { people }: StayDeps): Promise<void> {
  const asked = await listAsked(turn.tx, MOST);
  if (asked.length === 0) return turn.reply({ text: turn.t(turn.locale, 'staff-stay:approve.none') });
  for (const change of asked) {
    const who = await people.describe(turn, await people.byId(turn, change.personId));
    const { number, kind, days, reason, askedByName: name } = change;
    const params = { number, who, count: days, reason: isolate(reason), name };
    const text = turn.t(turn.locale, `staff-stay:line.${kind}`, params);
    await turn.reply(
      { text, choices: deciding(turn, turn.locale, change) },
      { key: `stay:list:${turn.inboundId}:${number}` },
    );
  }
}
