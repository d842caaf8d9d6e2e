/** Something is not to be had: the traveller is asked whether something else would do. */
import { createHash } from 'node:crypto';
import type { Turn, Work } from '../../conversation/feature.ts';
import type { Content } from '../../domain/message.ts';
import { isOpenLine } from '../../domain/supplies/line.ts';
import { amountOf, thingName } from '../../domain/supplies/line-text.ts';
import { UserError } from '../../errors.ts';
import type { Target } from '../../outbox/enqueue.ts';
import { expectInPrivate } from '../../store/aftercare.ts';
import type { TicketRecord } from '../../store/records.ts';
import type { ItemLineRecord } from '../../store/supplies.ts';
import { addEntry } from '../../store/tickets.ts';
import { lineAt, refusal } from './change-lines.ts';
import { editLines, type Held } from './hold-lines.ts';
import type { SupplyDeps } from './index.ts';
import { answerWith } from './show-items.ts';

/** Longest name of what is offered, in characters. */
const LENGTH = 120;

/** Notes the offer on the line and asks; by phone where there is no chat. */
export async function offerInstead(
  turn: Turn,
  deps: SupplyDeps,
  held: Held,
  line: ItemLineRecord,
  words: string,
): Promise<void> {
  if (!isOpenLine(line)) throw refusal(held, line, 'settled');
  if ([...words].length > LENGTH) throw new UserError('staff-supplies:error.long', { most: LENGTH });
  const { desk } = deps;
  const change = { substitute: words, substitution: 'asked' } as const;
  const target = await desk.reachTraveller(turn, held.ticket);
  const edited = await editLines(turn, deps, held, {
    changes: [{ line, change }],
    actor: turn.actor,
    name: turn.staff?.name,
  });
  if (target) await askTraveller(turn, deps, edited.ticket, lineAt(edited, line.position), target);
  const { t, locale } = turn;
  const { number } = edited.ticket;
  const key = target ? 'asked' : 'asked-phone';
  const said = t(locale, `staff-supplies:${key}`, { number, position: line.position, thing: words });
  await answerWith(turn, deps, edited.ticket, edited.lines, [said]);
}

/** Puts the question, and waits for a yes or a no; `again` tells a question put once more from the first time. */
export async function askTraveller(
  work: Work,
  { desk, supplies }: SupplyDeps,
  ticket: TicketRecord,
  line: ItemLineRecord,
  target: Target,
  again = '',
): Promise<void> {
  const locale = await desk.travellerLocale(work, ticket);
  const wording = { t: work.t, locale };
  const { number } = ticket;
  const wanted = amountOf(line, line.amount, wording);
  const instead = offeredText(supplies, line, wording);
  const content: Content = {
    text: work.t(locale, 'supplies:ask', { number, wanted, instead }),
    choices: [
      (['yes', 'no'] as const).map((answer) => ({
        id: `instead:${number}:${line.position}:${markOf(line)}:${answer}`,
        label: work.t(locale, `supplies:ask.${answer}`),
      })),
    ],
  };
  const key = `instead:${line.id}:${line.version}${again}`;
  await work.say(target, content, { key, ticketId: ticket.id });
  addEntry(work.tx, { ticketId: ticket.id, kind: 'event', at: work.now, text: content.text });
  const params = { ticket: ticket.id, position: line.position, offer: markOf(line) };
  await expectInPrivate(work.tx, target, { answer: 'supplies.instead', params, at: work.now.toString() });
}

/** What is offered, as its reader calls it. */
export function offeredText(
  supplies: SupplyDeps['supplies'],
  line: Pick<ItemLineRecord, 'substitute'>,
  wording: Parameters<typeof thingName>[1],
): string {
  const words = line.substitute ?? '';
  const [thing] = supplies.read(words, wording.locale).lines;
  if (!thing?.item) return words;
  return thing.stated ? amountOf(thing, thing.amount, wording) : thingName(thing, wording);
}

/** Tells one offer on a line from another: a button for an earlier one must not accept a later one. */
export const markOf = ({ substitute }: Pick<ItemLineRecord, 'substitute'>): string =>
  createHash('sha256')
    .update(substitute ?? '')
    .digest('hex')
    .slice(0, 8);
