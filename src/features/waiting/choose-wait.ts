/** The Wait button: whom for, and until when, by buttons or in words. */
import type { Turn } from '../../conversation/feature.ts';
import type { Choice } from '../../domain/message.ts';
import { LONGEST_WHO, readWait } from '../../domain/waiting.ts';
import { UserError } from '../../errors.ts';
import type { TicketRecord } from '../../store/records.ts';
import type { WaitingDeps } from './index.ts';
import { assertMayWait, waitForThird, waitForTraveller, zoneOf } from './start-wait.ts';

/** Times that are offered, as `parseUntil` reads them, by the name their buttons carry. */
const READY = { '1h': '1h', '4h': '4h', tomorrow: 'tomorrow 09:00' } as const;

/** Asks whom the ticket waits for. */
export async function chooseWait(turn: Turn, deps: WaitingDeps, ticket: TicketRecord): Promise<void> {
  await assertMayWait(turn, deps, ticket);
  const { number } = ticket;
  const choice = (kind: string): Choice => ({
    id: `waiton:${number}:${kind}`,
    label: turn.t(turn.locale, `staff-waiting:button.${kind}`),
  });
  await deps.desk.answer(turn, ticket, turn.t(turn.locale, 'staff-waiting:ask.whom', { number }), {
    choices: [[choice('traveller')], [choice('third')]],
  });
}

/** The traveller, or somebody else, whose name comes in the next words: in a group, by command. */
export async function nameWait(
  turn: Turn,
  deps: WaitingDeps,
  ticket: TicketRecord,
  kind: string | undefined,
): Promise<void> {
  if (kind === 'traveller') return waitForTraveller(turn, deps, ticket);
  await assertMayWait(turn, deps, ticket);
  const { number } = ticket;
  const isPrivate = turn.chat.kind === 'private';
  if (isPrivate) turn.expect('waiting.who', { number });
  const key = isPrivate ? 'who' : 'who-in-group';
  await deps.desk.answer(turn, ticket, turn.t(turn.locale, `staff-waiting:ask.${key}`, { number }));
}

/** Asks until when, with ready times; whoever was named is remembered until the answer. */
export async function askUntil(
  turn: Turn,
  deps: WaitingDeps,
  ticket: TicketRecord,
  who: string,
): Promise<void> {
  await assertMayWait(turn, deps, ticket);
  const { number, restricted } = ticket;
  turn.remember({ waitFor: { number, who } });
  if (turn.chat.kind === 'private') turn.expect('waiting.until', { number, who });
  const choices = Object.keys(READY).map((name): Choice => {
    const label = turn.t(turn.locale, `staff-waiting:button.${name}`);
    return { id: `waituntil:${number}:${name}`, label };
  });
  const isHidden = restricted && turn.chat.kind === 'group';
  const key = isHidden ? 'until-restricted' : 'until';
  const text = turn.t(turn.locale, `staff-waiting:ask.${key}`, { number, who });
  await deps.desk.answer(turn, ticket, text, { choices: [choices] });
}

/** A pressed time; only whoever was asked has named somebody to wait for. */
export async function untilByChoice(
  turn: Turn,
  deps: WaitingDeps,
  ticket: TicketRecord,
  when: string | undefined,
): Promise<void> {
  const asked = turn.session.waitFor as { number: number; who: string } | undefined;
  if (asked?.number !== ticket.number || !when || !Object.hasOwn(READY, when)) {
    throw new UserError('staff:error.old-button');
  }
  forget(turn);
  await waitForThird(turn, deps, ticket, asked.who, READY[when as keyof typeof READY]);
}

type Params = Record<string, unknown>;

/** The words that name whom or what is waited for, perhaps with the time behind them. */
export async function hearWho(turn: Turn, deps: WaitingDeps, text: string, params: Params): Promise<boolean> {
  if (!isAnswer(turn, text)) return false;
  const ticket = await deps.desk.numbered(turn, String(params.number));
  const read = readWait(text, turn.now, await zoneOf(turn, deps, ticket));
  if (!read) return false;
  forget(turn);
  if (read.on === 'traveller') await waitForTraveller(turn, deps, ticket);
  else if (read.until === undefined) await askUntil(turn, deps, ticket, read.who);
  else await waitForThird(turn, deps, ticket, read.who, read.until);
  return true;
}

/** The words that say until when; asked again while they are no time to come. */
export async function hearUntil(
  turn: Turn,
  deps: WaitingDeps,
  text: string,
  params: Params,
): Promise<boolean> {
  if (!isAnswer(turn, text)) return false;
  const ticket = await deps.desk.numbered(turn, String(params.number));
  const who = String(params.who).slice(0, LONGEST_WHO);
  await waitForThird(turn, deps, ticket, who, text.replace(/^(?:until|till)\s+|^(?:直到|到|至)\s*/iu, ''));
  forget(turn);
  return true;
}

/** A quote or an edit is about something else. */
const isAnswer = ({ staff, inbound }: Turn, text: string): boolean =>
  staff !== undefined && text !== '' && !inbound.replyTo && !inbound.edits;

function forget(turn: Turn): void {
  turn.expect(undefined);
  turn.remember({ waitFor: undefined });
}
