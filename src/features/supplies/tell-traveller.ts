/** The traveller hears what comes and what does not, once everything they asked for is decided. */
import type { Turn } from '../../conversation/feature.ts';
import { type Line, type LineState, missingOf } from '../../domain/supplies/line.ts';
import { amountOf, isPartly, thingName, type Wording } from '../../domain/supplies/line-text.ts';
import type { ItemLineRecord } from '../../store/supplies.ts';
import { addEntry } from '../../store/tickets.ts';
import type { Held } from './hold-lines.ts';
import type { SupplyDeps } from './index.ts';

/** Lines before and after a change. */
export interface Outcome {
  readonly before: Held;
  readonly lines: readonly ItemLineRecord[];
  /** It was the traveller's own answer, which was answered already. */
  readonly isAnswer: boolean;
}

const isWaiting = ({ state }: Line): boolean => state === 'requested';

/** Tells them when the last line was decided, and when something will not come after all. */
export async function tellTraveller(
  turn: Turn,
  { desk }: SupplyDeps,
  { before, lines, isAnswer }: Outcome,
): Promise<'told' | 'phone' | undefined> {
  const { ticket } = before;
  const was = new Map(before.lines.map((line) => [line.id, line.state]));
  const failed = lines.some((line) => line.state === 'unavailable' && was.get(line.id) !== 'unavailable');
  const isDecided = before.lines.some(isWaiting) && !lines.some(isWaiting);
  const isNews = !lines.some(isWaiting) && (isDecided || failed);
  const locale = await desk.travellerLocale(turn, ticket);
  const body = isNews && !isAnswer ? sectionsOf(lines, { t: turn.t, locale }) : [];
  if (body.length === 0) return undefined;
  const target = await desk.reachTraveller(turn, ticket);
  if (!target) return 'phone';
  const text = [turn.t(locale, 'supplies:told.head', { number: ticket.number }), ...body].join('\n');
  const lane = ticket.urgency === 'emergency' ? 'emergency' : 'interactive';
  const key = `supplies:${ticket.id}:${ticket.version}`;
  await turn.say(target, { text }, { key, lane, ticketId: ticket.id });
  addEntry(turn.tx, { ticketId: ticket.id, kind: 'event', at: turn.now, text });
  return 'told';
}

const SECTIONS: readonly (readonly [LineState, string])[] = [
  ['packed', 'coming'],
  ['delivered', 'brought'],
  ['unavailable', 'missing'],
];

function sectionsOf(lines: readonly Line[], wording: Wording): string[] {
  return SECTIONS.flatMap(([state, key]) => {
    const some = lines.filter((line) => line.state === state);
    if (some.length === 0) return [];
    const head = wording.t(wording.locale, `supplies:told.${key}`);
    return [head, ...some.map((line) => `• ${described(line, wording)}`)];
  });
}

/** A line that is decided; of what came in part, how much of it. */
function described(line: Line, wording: Wording): string {
  if (!isPartly(line))
    return amountOf(line, line.state === 'delivered' ? line.delivered : missingOf(line), wording);
  const { t, locale } = wording;
  const thing = thingName(line, wording);
  return t(locale, 'supplies:told.part', { thing, done: line.delivered, amount: line.amount });
}
