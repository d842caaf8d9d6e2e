/** What staff write behind `/item N`: lines by number, and what becomes of them. */
import { latinDigits } from '../digits.ts';
import type { LineState } from './line.ts';

/** What is done with some lines. */
export type LineAction =
  | { readonly do: 'move'; readonly state: Exclude<LineState, 'delivered'> }
  /** All that is missing, or so much of it. */
  | { readonly do: 'deliver'; readonly amount?: number }
  /** Words for the new amount: `3`, `3罐`. */
  | { readonly do: 'resize'; readonly words: string }
  /** What the line really is: `2 milk powder`. */
  | { readonly do: 'rename'; readonly words: string }
  /** Asks the traveller whether this would do instead. */
  | { readonly do: 'offer'; readonly words: string }
  /** What they said to that, when they said it by phone. */
  | { readonly do: 'answer'; readonly accepted: boolean };

/** A command about the lines of one ticket. */
export type ItemCommand =
  | { readonly kind: 'list' }
  | { readonly kind: 'add'; readonly words: string }
  | { readonly kind: 'change'; readonly positions: readonly number[] | 'all'; readonly action: LineAction };

const WORDS: readonly (readonly [RegExp, (rest: string) => LineAction | undefined])[] = [
  [/^(?:packed|pack|打包|已打包|备好|備好|已备好|已備好|装好|裝好)$/u, bare({ do: 'move', state: 'packed' })],
  [/^(?:unavailable|none|缺货|缺貨|没有|沒有|无货|無貨)$/u, bare({ do: 'move', state: 'unavailable' })],
  [/^(?:cancel|cancelled|canceled|取消)$/u, bare({ do: 'move', state: 'cancelled' })],
  [/^(?:requested|again|undo|恢复|恢復|重新申请|重新申請)$/u, bare({ do: 'move', state: 'requested' })],
  [/^(?:delivered|deliver|done|送达|送達|已送|已送达|已送達)$/u, deliver],
  [/^(?:instead|替换|替換|换成|換成|改成)$/u, (rest) => (rest ? { do: 'offer', words: rest } : undefined)],
  [/^(?:accepted|yes|同意)$/u, bare({ do: 'answer', accepted: true })],
  [/^(?:declined|no|不同意)$/u, bare({ do: 'answer', accepted: false })],
  [/^(?:=|is|更正)$/u, (rest) => (rest ? { do: 'rename', words: rest } : undefined)],
];

function bare(action: LineAction): (rest: string) => LineAction | undefined {
  return (rest) => (rest === '' ? action : undefined);
}

function deliver(rest: string): LineAction | undefined {
  if (rest === '') return { do: 'deliver' };
  const amount = Number(rest.replace(',', '.'));
  return /^\d{1,5}(?:[.,]\d{1,2})?$/.test(rest) && amount > 0 ? { do: 'deliver', amount } : undefined;
}

/** Lines: `1`, `1,3`, `2-4`, `all`, and what follows them. */
const LINES =
  /^(all|全部|\d{1,3}(?:\s*[-–~至到]\s*\d{1,3})?(?:\s*[,，、]\s*\d{1,3}(?:\s*[-–~至到]\s*\d{1,3})?)*)(?=\s|\D|$)\s*/iu;
/** The most lines that one command names. */
const MOST = 200;

/** Reads it; undefined for what is no such command. */
export function readItemCommand(text: string): ItemCommand | undefined {
  const said = latinDigits(text.normalize('NFKC')).trim();
  if (said === '') return { kind: 'list' };
  const added = /^(?:\+|add\s|添加|加)\s*(.+)$/isu.exec(said)?.[1];
  if (added) return { kind: 'add', words: added };
  const [named, which = ''] = LINES.exec(said) ?? [];
  if (named === undefined) return undefined;
  const action = readAction(said.slice(named.length));
  const positions = /^\d/.test(which) ? readPositions(which) : ('all' as const);
  return action && positions && { kind: 'change', positions, action };
}

function readAction(text: string): LineAction | undefined {
  const [, word = '', rest = ''] = /^(=|\p{L}+)\s*([\s\S]*)$/u.exec(text) ?? [];
  const named = WORDS.find(([pattern]) => pattern.test(word.toLowerCase()));
  if (named) return named[1](rest.trim());
  return /^\d/.test(text) ? { do: 'resize', words: text } : undefined;
}

function readPositions(text: string): number[] | undefined {
  const parts = text.split(/[,，、]/u).map((part) => part.split(/[-–~至到]/u).map(Number));
  const all = parts.flatMap(([from = 0, to = from]) =>
    to < from || to - from > MOST ? [] : Array.from({ length: to - from + 1 }, (_one, at) => from + at),
  );
  const positions = [...new Set(all)].filter((position) => position > 0);
  return positions.length > 0 && positions.length <= MOST ? positions : undefined;
}
