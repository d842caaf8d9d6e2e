/** Reads a sheet again, as it was when it was posted. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { sheetText } from '../../domain/handover.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { findShiftOf } from '../../store/covers.ts';
import { findStaffName } from '../../store/desk.ts';
import { asReadableNow, findHandover, type HandoverRecord, lastHandover } from '../../store/handovers.ts';
import { acceptChoice, IN_GROUP, IN_PRIVATE } from './post-handover.ts';

/** `/handover` shows the last one of this chat's team, or of one's own; `/handover 12` that one. */
export async function showHandover(turn: Turn, number: number | undefined): Promise<void> {
  assertCan(turn.actor, 'shift.read');
  const handover = number === undefined ? await newest(turn) : await findHandover(turn.tx, number);
  if (!handover)
    throw new UserError(`staff-handover:error.${number === undefined ? 'none' : 'no-number'}`, { number });
  const { t, locale } = turn;
  const isPrivate = turn.chat.kind === 'private';
  const reader = isPrivate ? turn.actor : 'group';
  const text = sheetText(await asReadableNow(turn.tx, handover.sheet), handover.number, {
    t,
    locale,
    reader,
    most: isPrivate ? IN_PRIVATE : IN_GROUP,
  });
  const choices = handover.acceptedAt ? [] : [[acceptChoice(turn, handover, locale)]];
  await turn.reply({ text: `${text}\n\n${await standing(turn, handover)}`, choices });
}

async function newest(turn: Turn): Promise<HandoverRecord | undefined> {
  const { teamId } = turn.chat;
  if (teamId) return lastHandover(turn.tx, teamId);
  const own = await findShiftOf(turn.tx, turn.actor.id, turn.now);
  return (own && (await lastHandover(turn.tx, own.teamId))) ?? lastHandover(turn.tx, null);
}

async function standing(turn: Turn, handover: HandoverRecord): Promise<string> {
  const { t, locale, tx, now } = turn;
  const { number, acceptedAt, acceptedBy, fromLeadId, sheet } = handover;
  if (acceptedAt && acceptedBy) {
    const time = shortTime(acceptedAt, now, sheet.zone);
    return t(locale, 'staff-handover:accepted', { name: await findStaffName(tx, acceptedBy), time });
  }
  if (acceptedAt) return t(locale, 'staff-handover:error.closed', { number });
  if (!fromLeadId) return t(locale, 'staff-handover:open', { number });
  return t(locale, 'staff-handover:open-holder', { holder: await findStaffName(tx, fromLeadId) });
}
