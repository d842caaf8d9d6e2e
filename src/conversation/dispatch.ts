/** Decides what a message is: an event, a pressed choice, a command, an answer, or words for the features. */
import type { Translate } from '../domain/locale.ts';
import { UserError } from '../errors.ts';
import type { Command, Feature, Turn } from './feature.ts';
import { nearest } from './nearest.ts';

/** Handles one turn: exactly one part of one feature acts on it. */
export type Dispatch = (turn: Turn) => Promise<void>;

/** A dispatcher over these features; the earlier ones are asked first. */
export function createDispatch(features: readonly Feature[]): Dispatch {
  const route = createRouting(features);
  return async (turn) => {
    try {
      await route(turn);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const { t, locale } = turn;
      await turn.reply({ text: t(locale, error.code, localized(t, locale, error.params)) });
    }
  };
}

/** The same without words for refusals: throws the UserError of whatever refuses. */
export function createRouting(features: readonly Feature[]): Dispatch {
  const commands = features.flatMap((feature) => feature.commands ?? []);
  return (turn) => route(turn, features, commands);
}

async function route(turn: Turn, features: readonly Feature[], commands: readonly Command[]): Promise<void> {
  const { inbound } = turn;
  if (inbound.event) {
    for (const feature of features) await feature.onChatEvent?.(turn, inbound.event);
    return;
  }
  const choice = inbound.choice?.id ?? numbered(turn);
  if (choice) return press(turn, features, choice);
  const command = findCommand(turn, commands);
  if (command && (await followLink(turn, features, command))) return;
  if (command) return command.found.run(turn, command.args);
  if (await unknownCommand(turn, commands)) return;
  for (const feature of features) if (await feature.beforeAnswer?.(turn)) return;
  if (await answer(turn, features)) return;
  for (const feature of features) if (await feature.onMessage?.(turn)) return;
}

/** `/start ticket-12`, from a deep link of ours, belongs to the feature that made the link. */
async function followLink(
  turn: Turn,
  features: readonly Feature[],
  command: { found: Command; args: string },
): Promise<boolean> {
  if (command.found.name !== 'start') return false;
  const [, kind = '', rest = ''] = /^([a-z]+)-(\S+)$/.exec(command.args) ?? [];
  for (const feature of features) if (await feature.links?.[kind]?.(turn, rest)) return true;
  return false;
}

/** A bare number in a chat without buttons stands for the choice last offered there. */
function numbered(turn: Turn): string | undefined {
  if (turn.capabilities(turn.inbound.account)?.buttons !== false) return undefined;
  const digits = turn.inbound.text?.trim().normalize('NFKC');
  if (!digits || !/^\d{1,2}$/.test(digits)) return undefined;
  return turn.chat.offered?.[Number(digits) - 1]?.id;
}

async function press(turn: Turn, features: readonly Feature[], id: string): Promise<void> {
  const [name = '', ...args] = id.split(':');
  const handler = features.map((feature) => feature.choices?.[name]).find((found) => found !== undefined);
  if (!handler) throw new UserError('common:error.old-choice');
  await handler(turn, args);
}

function findCommand(turn: Turn, commands: readonly Command[]): { found: Command; args: string } | undefined {
  const text = turn.inbound.text?.trim();
  if (!text) return undefined;
  const slash = /^[/／]([\p{L}_-]+)(?:@[^\s!！]+)?([!！]?)\s*([\s\S]*)$/u.exec(text);
  const isStaff = turn.staff !== undefined;
  const isPrivate = turn.chat.kind === 'private';
  for (const [first, rest] of slash ? readings(slash) : [splitWord(text)]) {
    const found = commands.find((command) => {
      if (command.audience === 'staff' && !isStaff) return false;
      if (slash && command.name === first) return true;
      if (!command.words?.includes(first)) return false;
      return slash !== null || isStaff || (isPrivate && isAlone(command, first, rest));
    });
    if (found) return { found, args: rest.trim() };
  }
  return undefined;
}

/** A guest's whole message may be a command of theirs, as people write on WeChat: 打卡. A single sign means too much else. */
const isAlone = ({ audience }: Command, first: string, rest: string): boolean =>
  audience === 'traveller' && rest === '' && [...first].length > 1;

/** A mark right behind the word makes another command of some (`/note!`); with all others it begins the words. */
function readings([, word = '', mark = '', rest = '']: RegExpExecArray): [string, string][] {
  const name = word.toLowerCase();
  return mark
    ? [
        [`${name}!`, rest],
        [name, `${mark}${rest}`],
      ]
    : [[name, rest]];
}

/** A Chinese command word may stand right before a number: 认领12. */
function splitWord(text: string): [string, string] {
  const match = /^([^\s\d#０-９＃]+)\s*([\s\S]*)$/u.exec(text);
  return [match?.[1] ?? '', match?.[2] ?? ''];
}

async function unknownCommand(turn: Turn, commands: readonly Command[]): Promise<boolean> {
  const word = /^\/([a-z_]+)/i.exec(turn.inbound.text?.trim() ?? '')?.[1]?.toLowerCase();
  if (!word) return false;
  const known = commands.filter((command) => command.audience !== 'staff' || turn.staff);
  const forStaff = commands.some((command) => command.name === word && command.audience === 'staff');
  if (forStaff) throw new UserError('common:error.staff-only', { command: word });
  const near = nearest(
    word,
    known.map((command) => command.name),
  );
  if (near) throw new UserError('common:error.did-you-mean', { command: word, nearest: near });
  throw new UserError(turn.staff ? 'staff:error.unknown-command' : 'common:error.unknown-command', {
    command: word,
  });
}

async function answer(turn: Turn, features: readonly Feature[]): Promise<boolean> {
  const expected = turn.session.expect;
  if (!expected || turn.chat.kind !== 'private') return false;
  const handler = features
    .map((feature) => feature.answers?.[expected.answer])
    .find((found) => found !== undefined);
  if (!handler) return false;
  return handler(turn, turn.inbound.text?.trim() ?? '', expected.params);
}

/** A refusal's words that are texts themselves, such as a need or a role, in the reader's language. */
export function localized(
  t: Translate,
  locale: string,
  params: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'string' && /^[a-z-]+:[a-z.-]+$/.test(value) ? t(locale, value) : value,
    ]),
  );
}
