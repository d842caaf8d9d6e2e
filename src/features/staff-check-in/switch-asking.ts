/** `/wellbeing on 08:00`, `off` and `list`: for those who answer for a team. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { listStaffReports, saveStaffRule } from '../../store/staff-check-ins.ts';

/** Hours of reports that a list shows. */
const DAY = 24;
const ON = /^(?:on|开启|開啟|开|開)(?:\s+(.+))?$/iu;
const OFF = /^(?:off|关闭|關閉|关|關)$/iu;
const LIST = /^(?:list|名单|名單)$/iu;

/** Switches the daily question on or off, or lists the last day's reports. */
export async function switchAsking(turn: Turn, args: string): Promise<void> {
  assertCan(turn.actor, 'shift.edit');
  if (LIST.test(args)) return list(turn);
  const [isOn, words = '08:00'] = ON.exec(args) ?? [];
  if (!isOn && !OFF.test(args)) throw new UserError('staff-check-in:usage.wellbeing');
  const time = isOn ? readTime(words) : undefined;
  await saveStaffRule(turn.tx, time ? { time } : undefined);
  const { actor, now, inbound, t, locale } = turn;
  const written = time?.toString({ smallestUnit: 'minute' });
  const after = { active: time !== undefined, time: written ?? null };
  addAudit(turn.tx, { actor, action: 'staff.check-in', now, channel: inbound.account, after });
  const key = time ? 'staff-check-in:own.on' : 'staff-check-in:own.off';
  await turn.reply({ text: t(locale, key, { time: written }) });
}

function readTime(words: string): Temporal.PlainTime {
  const [, hour, minute] = /^(\d{1,2})[:：](\d{2})$/u.exec(words.normalize('NFKC').trim()) ?? [];
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) {
    throw new UserError('staff-check-in:own.time');
  }
  return new Temporal.PlainTime(Number(hour), Number(minute));
}

/** Who reported what kind of thing; what exactly, the supervisors were told when it was said. */
async function list(turn: Turn): Promise<void> {
  if (turn.chat.kind !== 'private') throw new UserError('staff-check-in:own.private');
  const reports = await listStaffReports(turn.tx, turn.now.subtract({ hours: DAY }));
  const say = (key: string): string => turn.t(turn.locale, `staff-check-in:own.${key}`);
  if (reports.length === 0) return turn.reply({ text: say('list-none') });
  const lines = reports.map(({ name, isAnswered, isUnwell }) => {
    const state = isAnswered ? (isUnwell ? 'list-unwell' : 'list-well') : 'list-silent';
    return `• ${name} · ${say(state)}`;
  });
  await turn.reply({ text: [say('list'), ...lines].join('\n') });
}
