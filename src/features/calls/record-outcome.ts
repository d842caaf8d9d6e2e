/** What became of calling a traveller back. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, canReadTicket } from '../../domain/actor.ts';
import { OPEN_STATES } from '../../domain/ticket.ts';
import { UserError } from '../../errors.ts';
import { findPerson } from '../../store/people.ts';
import type { TicketRecord } from '../../store/records.ts';
import { phoneOf } from '../../store/sealed.ts';
import { addEntry, changeTicket, findTicket } from '../../store/tickets.ts';

const OUTCOMES = {
  reached: 'reached',
  'no-answer': 'no-answer',
  无人接听: 'no-answer',
  無人接聽: 'no-answer',
  已接通: 'reached',
  接通: 'reached',
  通了: 'reached',
  未接: 'no-answer',
} as const;
type Outcome = (typeof OUTCOMES)[keyof typeof OUTCOMES];

/** `/called N reached what was said`, `/called N no-answer`; `/called N` alone shows the number and asks. */
export async function recordOutcome(turn: Turn, args: string): Promise<void> {
  assertCan(turn.actor, 'ticket.reply');
  const match = /^#?(\d{1,9})\s*(\S*)\s*([\s\S]*)$/u.exec(args.normalize('NFKC').trim());
  if (!match) throw usage();
  const [, number, word = '', words = ''] = match;
  const ticket = await findTicket(turn.tx, Number(number));
  if (!ticket) throw new UserError('staff:error.no-ticket', { number: String(number) });
  if (!canReadTicket(turn.actor, ticket))
    throw new UserError('staff:error.restricted', { number: ticket.number });
  if (!word) return ask(turn, ticket);
  const outcome = outcomeOf(word);
  if (!outcome || (outcome === 'reached' && !words.trim())) throw usage();
  await keep(turn, ticket, outcome, words.trim());
}

/** The buttons: no answer is noted at once, a call that was answered asks what was said. */
export async function pressOutcome(turn: Turn, [number, word = '']: readonly string[]): Promise<void> {
  assertCan(turn.actor, 'ticket.reply');
  if (outcomeOf(word) === 'no-answer' || turn.chat.kind === 'group')
    return recordOutcome(turn, `${number} ${word}`);
  turn.expect('calls.said', { ticket: number });
  await turn.reply({ text: turn.t(turn.locale, 'staff-calls:ask.said', { number }) });
}

const usage = (): UserError =>
  new UserError('staff:error.usage', { usage: 'staff-calls:command.called.usage' });

const outcomeOf = (word: string): Outcome | undefined =>
  Object.hasOwn(OUTCOMES, word.toLowerCase())
    ? OUTCOMES[word.toLowerCase() as keyof typeof OUTCOMES]
    : undefined;

async function ask(turn: Turn, ticket: TicketRecord): Promise<void> {
  const person = await findPerson(turn.tx, ticket.personId);
  const { number } = ticket;
  const phone = turn.chat.kind === 'private' && person ? phoneOf(turn.tx, person) : undefined;
  const key = phone ? 'staff-calls:call' : 'staff-calls:call-unknown';
  const choices = (['reached', 'no-answer'] as const).map((outcome) => ({
    id: `calloutcome:${number}:${outcome}`,
    label: turn.t(turn.locale, `staff-calls:outcome.${outcome}`),
  }));
  await turn.reply(
    { text: turn.t(turn.locale, key, { number, phone }), choices: [choices] },
    { ticketId: ticket.id },
  );
}

/** An answer given by phone is an answer; nobody at home is written down, so that the next one knows. */
async function keep(turn: Turn, before: TicketRecord, outcome: Outcome, words: string): Promise<void> {
  if (!OPEN_STATES.includes(before.state) && before.state !== 'resolved')
    throw new UserError('staff:error.state', { number: before.number, state: `staff:state.${before.state}` });
  const { actor, now, inbound, inboundId } = turn;
  const reached = outcome === 'reached';
  const marked = turn.t('en', `staff-calls:entry.${outcome}`, { text: words });
  addEntry(turn.tx, {
    ticketId: before.id,
    kind: reached ? 'staff' : 'note',
    at: now,
    text: marked.trim(),
    staffId: actor.id,
    inboundId,
  });
  const answered = {
    ...(before.firstResponseAt ? {} : { firstResponseAt: now }),
    ...(before.answeredAt ? {} : { answeredAt: now }),
    deliveryProblem: null,
  };
  const change = reached ? answered : { deliveryProblem: 'no-answer' };
  const audit = { actor, action: 'ticket.call', channel: inbound.account, now };
  const ticket = (await changeTicket(turn.tx, before, {}, change, audit)) ?? before;
  const params = { name: turn.staff?.name };
  const what = reached ? 'answered' : 'undeliverable';
  await turn.emit({ type: 'ticket.changed', ticket, before, what, params, actor });
  const text = turn.t(turn.locale, `staff-calls:kept.${outcome}`, { number: ticket.number });
  await turn.reply({ text }, { ticketId: ticket.id });
}
