/** `/care 12 pregnant`: what a ticket's traveller needs special care for. */
import type { TicketDesk, Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import { careText, isOpenCare } from '../../domain/care.ts';
import { readFlags } from '../../domain/roster/care-flags.ts';
import type { CareFlag } from '../../domain/roster.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { dropCare, listCare, setCare } from '../../store/care.ts';
import type { TicketRecord } from '../../store/records.ts';

const LENGTH = 200;
const OFF = /^(?:-|off\b|no\b|取消|去掉|删除|刪除)\s*/iu;

/** Shows the flags; adds those that are named, or takes away those named behind `off`. */
export async function editCare(
  turn: Turn,
  desk: TicketDesk,
  ticket: TicketRecord,
  words: string,
): Promise<void> {
  assertCan(turn.actor, 'care.edit');
  const confidential = turn.chat.kind === 'private' && can(turn.actor, 'ticket.read-restricted');
  if (words) await change(turn, ticket, words, confidential);
  const text = careText(await listCare(turn.tx, ticket.personId), {
    t: turn.t,
    locale: turn.locale,
    confidential,
  });
  const { number } = ticket;
  const key = text ? 'staff-special:now' : 'staff-special:none';
  await desk.answer(turn, ticket, turn.t(turn.locale, key, { number, text }));
}

async function change(turn: Turn, ticket: TicketRecord, words: string, confidential: boolean): Promise<void> {
  const { tx, now, actor, inbound } = turn;
  if ([...words].length > LENGTH) throw new UserError('staff-special:error.long', { most: LENGTH });
  const isOff = OFF.test(words);
  const { flags, other, hasBadDate } = readFlags(words.replace(OFF, ''));
  if (hasBadDate) throw new UserError('staff-special:error.date');
  if (other.length > 0 || flags.length === 0) throw new UserError('staff-special:error.unknown');
  if (!confidential && !flags.every(isOpenCare)) throw new UserError('staff-special:error.confidential');
  const kinds = flags.map(({ kind }) => kind);
  if (isOff) await dropCare(tx, ticket.personId, kinds);
  else await setCare(tx, ticket.personId, flags);
  addAudit(tx, {
    actor,
    action: isOff ? 'care.off' : 'care.set',
    channel: inbound.account,
    now,
    ticketId: ticket.id,
    after: auditOf(flags),
  });
}

/** Kinds and days; notes are people's words. */
const auditOf = (flags: readonly CareFlag[]): object => ({
  kinds: flags.map(({ kind, date }) => (date ? `${kind} ${date}` : kind)),
});
