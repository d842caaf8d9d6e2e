/** A pick list as chat text. */
import { isolate } from '../isolate.ts';
import { missingOf } from './line.ts';
import { amountOf, LINE_MARKS, thingName, type Wording } from './line-text.ts';
import type { PickFloor, PickLine, PickList, PickRoom } from './pick-list.ts';

/** Longest message, in characters; all platforms take this much at once. */
const CHUNK = 3000;

/** One block for each room, the floor's name above its first. */
export function roomBlocks({ floors }: PickList, wording: Wording): string[] {
  return floors.flatMap((floor) =>
    floor.rooms.map((room, at) =>
      [...(at === 0 ? [floorHead(floor, wording)] : []), ...roomLines(room, wording)].join('\n'),
    ),
  );
}

function floorHead({ floor }: PickFloor, { t, locale }: Wording): string {
  const name =
    floor === null
      ? t(locale, 'staff-supplies:pick.no-floor')
      : t(locale, 'staff-supplies:pick.floor', { floor });
  return `— ${name} —`;
}

function roomLines({ room, lines, hidden }: PickRoom, wording: Wording): string[] {
  const { t, locale } = wording;
  const head = room ? t(locale, 'staff:card.room', { room }) : t(locale, 'staff:card.room-unknown');
  const secret = hidden.map(({ number, count }) =>
    t(locale, 'staff-supplies:pick.hidden', { number, count }),
  );
  return [head, ...lines.map((line) => pickLine(line, wording)), ...secret];
}

/** What is still to be brought of a line; with the traveller's own words where they say more than its name. */
function pickLine(line: PickLine, wording: Wording): string {
  const { t, locale } = wording;
  if (line.substitution === 'asked') {
    const thing = isolate(line.substitute ?? '');
    return `⏳ #${line.number} ${thingName(line, wording)} · ${t(locale, 'staff-supplies:substitution.asked', { thing })}`;
  }
  const name = thingName(line, wording);
  const asWritten = name.toLowerCase() === isolate(line.name).toLowerCase() ? '' : ` “${isolate(line.name)}”`;
  return `${LINE_MARKS[line.state]} #${line.number} ${amountOf(line, missingOf(line), wording)}${asWritten}`;
}

/** How much of everything. */
export function totalLines({ totals, asked }: PickList, wording: Wording): string[] {
  const { t, locale } = wording;
  const lines = totals.map((total) => {
    const packed =
      total.packed > 0 ? [t(locale, 'staff-supplies:pick.packed', { amount: total.packed })] : [];
    return `• ${[amountOf(total, total.amount, wording), ...packed].join(' · ')}`;
  });
  const waiting = asked > 0 ? [t(locale, 'staff-supplies:pick.asked', { count: asked })] : [];
  return [...(lines.length > 0 ? [t(locale, 'staff-supplies:pick.totals')] : []), ...lines, ...waiting];
}

/** As few messages as the blocks fit in; a block that is longer than a message is cut between its lines. */
export function messagesOf(blocks: readonly string[]): string[] {
  const messages: string[] = [];
  let current = '';
  const pieces = blocks.flatMap((block) => (block.length <= CHUNK ? [`\n${block}`] : block.split('\n')));
  for (const piece of pieces) {
    const joined = current ? `${current}\n${piece}` : piece.trimStart();
    if (joined.length <= CHUNK) current = joined;
    else {
      messages.push(current);
      current = piece.trimStart();
    }
  }
  return current ? [...messages, current] : messages;
}
