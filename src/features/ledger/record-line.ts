/** What staff enter: a letter, a pennant, a picture; and whom a complaint is about. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, assertMayOwn, canReadTicket } from '../../domain/actor.ts';
import { called } from '../../domain/called.ts';
import { ownerLeaves } from '../../domain/complaint.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { listColleagues } from '../../store/desk.ts';
import { addLedgerLine, FORMS, type Form, setTicketLine } from '../../store/ledger.ts';
import type { TicketRecord } from '../../store/records.ts';
import { changeTicket } from '../../store/tickets.ts';
import type { LedgerDeps } from './index.ts';
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
export async function markComplaint(turn: Turn, { desk }: LedgerDeps, args: string): Promise<void> {
  assertCan(turn.actor, 'ticket.correct');
  desk.assertAmongStaff(turn);
  const [, number, who = ''] = /^#?(\d{1,9})\s*([\s\S]*)$/u.exec(args.normalize('NFKC').trim()) ?? [];
  if (!number) throw usage('complaint');
  const before = await desk.numbered(turn, number);
  const about = who.trim() ? await colleagueCalled(turn, who.trim()) : undefined;
  assertMayMark(turn, before, about);
  const ticket = await mark(turn, before, about);
  if (!ticket) throw await desk.standsOtherwise(turn, before.id);
  if (about) await setTicketLine(turn.tx, ticket.id, { kind: 'complaint', staffId: about.id });
  const params = { name: turn.staff?.name };
  const what = ticket.state === 'reopened' && before.state !== 'reopened' ? 'reopened' : 'corrected';
  await turn.emit({ type: 'ticket.changed', ticket, before, what, params, actor: turn.actor });
  await desk.answer(turn, ticket, turn.t(turn.locale, 'staff-ledger:marked', { number }));
  if (ticket.ownerId !== null || before.ownerId === null) return;
  await desk.unfocus(turn, ticket);
  if (before.ownerId === turn.actor.id) return;
  const key = `complaint-left:${ticket.id}:${ticket.version}`;
  await desk.tellStaff(turn, ticket, before.ownerId, key, (locale) => ({
    text: turn.t(locale, 'staff:told.complaint', { number }),
  }));
}

/** Nobody shifts the blame for what they are complained about, and what is told of a colleague stays told. */
function assertMayMark(turn: Turn, before: TicketRecord, about: { readonly id: string } | undefined): void {
  const { number, state, need, aboutStaffId } = before;
  if (state === 'merged') throw new UserError('staff:error.state', { number, state: `staff:state.${state}` });
  if (!canReadTicket(turn.actor, before)) throw new UserError('staff:error.restricted', { number });
  const isRenamed = about !== undefined && aboutStaffId !== null && about.id !== aboutStaffId;
  if (aboutStaffId === turn.actor.id || (need === 'complaint' && isRenamed)) assertMayOwn(turn.actor, before);
}

const REOPENED = {
  state: 'reopened',
  ownerId: null,
  claimedAt: null,
  resolvedAt: null,
  answeredAt: null,
} as const;

/** One that was done is open again: somebody has to look at it. */
async function mark(
  turn: Turn,
  before: TicketRecord,
  about: { readonly id: string } | undefined,
): Promise<TicketRecord | undefined> {
  const { tx, actor, now, inbound } = turn;
  const owner = (await listColleagues(tx)).find(({ id }) => id === before.ownerId);
  const after = { need: 'complaint', aboutStaffId: about?.id ?? before.aboutStaffId } as const;
  const leaves = ownerLeaves(before, owner, after);
  const isDone = !OPEN_STATES.includes(before.state);
  const isAnew = isDone && (before.need !== 'complaint' || 'ownerId' in leaves);
  return changeTicket(
    tx,
    before,
    { version: before.version },
    {
      ...after,
      ...leaves,
      ...(isAnew ? REOPENED : {}),
    },
    { actor, action: 'ticket.complaint', channel: inbound.account, now },
  );
}

async function colleagueCalled(turn: Turn, words: string): Promise<{ readonly id: string }> {
  const [found, another] = called(await listColleagues(turn.tx), words);
  if (!found || another) throw new UserError('staff:error.no-colleague', { target: words });
  return found;
}

const usage = (name: string): UserError =>
  new UserError('staff:error.usage', { usage: `staff-ledger:command.${name}.usage` });
