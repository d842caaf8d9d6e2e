/** What staff enter: a letter, a pennant, a picture; and whom a complaint is about. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { called } from '../../domain/called.ts';
import { isRestricted } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { listColleagues } from '../../store/desk.ts';
import { addLedgerLine, FORMS, type Form, setTicketLine } from '../../store/ledger.ts';
import { changeTicket, findTicket } from '../../store/tickets.ts';
import { findSubject } from './subject.ts';

const WORDS: Readonly<Record<string, Form>> = {
  感谢信: 'letter',
  感謝信: 'letter',
  锦旗: 'pennant',
  錦旗: 'pennant',
  照片: 'photo',
};

/** `/thanks N|SITE|TEAM|@who: [letter|pennant|photo] words`, with a picture if there is one. */
export async function recordThanks(turn: Turn, args: string): Promise<void> {
  assertCan(turn.actor, 'ledger.add');
  const [, about = '', rest = ''] = /^(#?\d+|[^:：]+)\s*[:：]?\s*([\s\S]*)$/u.exec(args.trim()) ?? [];
  const { form, text } = formOf(rest);
  const media = turn.inbound.media ?? [];
  if (!about || (!text && media.length === 0)) throw usage('thanks');
  const subject = await findSubject(turn, about.trim());
  const { actor, now, inbound, inboundId } = turn;
  const line = { kind: 'thanks', form, text, media, createdBy: actor.id, inboundId, ...subject } as const;
  await addLedgerLine(turn.tx, line, now);
  const ticketId = subject.ticketId ?? undefined;
  addAudit(turn.tx, {
    actor,
    action: 'ledger.thanks',
    now,
    channel: inbound.account,
    after: { form },
    ...(ticketId ? { ticketId } : {}),
  });
  await turn.reply({ text: turn.t(turn.locale, 'staff-ledger:kept') });
}

function formOf(words: string): { form: Form; text: string } {
  const [, first = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/u.exec(words.trim()) ?? [];
  const form = FORMS.find((one) => one === first.toLowerCase()) ?? WORDS[first];
  return form ? { form, text: rest } : { form: 'message', text: words.trim() };
}

/** `/complaint N [@who]`: the ticket is a complaint, about this colleague, who has no more to do with it. */
export async function markComplaint(turn: Turn, args: string): Promise<void> {
  assertCan(turn.actor, 'ticket.correct');
  const [, number, who = ''] = /^#?(\d{1,9})\s*([\s\S]*)$/u.exec(args.normalize('NFKC').trim()) ?? [];
  if (!number) throw usage('complaint');
  const before = await findTicket(turn.tx, Number(number));
  if (!before) throw new UserError('staff:error.no-ticket', { number });
  const about = who.trim() ? await colleagueCalled(turn, who.trim()) : undefined;
  const leaves = about !== undefined && before.ownerId === about.id;
  const { actor, now, inbound } = turn;
  const ticket = await changeTicket(
    turn.tx,
    before,
    { version: before.version },
    {
      need: 'complaint',
      restricted: before.restricted || isRestricted('complaint'),
      ...(about ? { aboutStaffId: about.id } : {}),
      ...(leaves ? { ownerId: null, state: 'new', claimedAt: null } : {}),
    },
    { actor, action: 'ticket.complaint', channel: inbound.account, now },
  );
  if (!ticket) throw new UserError('staff:error.old-button');
  if (about) await setTicketLine(turn.tx, ticket.id, { kind: 'complaint', staffId: about.id });
  const params = { name: turn.staff?.name };
  await turn.emit({ type: 'ticket.changed', ticket, before, what: 'corrected', params, actor });
  await turn.reply({ text: turn.t(turn.locale, 'staff-ledger:marked', { number: ticket.number }) });
}

async function colleagueCalled(turn: Turn, words: string): Promise<{ readonly id: string }> {
  const [found, another] = called(await listColleagues(turn.tx), words);
  if (!found || another) throw new UserError('staff:error.no-colleague', { target: words });
  return found;
}

const usage = (name: string): UserError =>
  new UserError('staff:error.usage', { usage: `staff-ledger:command.${name}.usage` });
