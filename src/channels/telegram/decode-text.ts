import type { ChatInfo } from '../channel.ts';
import type { TgEntity, TgMessage, TgUser } from './bot-api.ts';

/** A text or caption as people meant it. */
export interface ReadText {
  readonly text?: string;
  /** It names the bot, or is a command to it. */
  readonly callsUs: boolean;
  /** It is a command to another bot of the group. */
  readonly forOtherBot: boolean;
}

/** The text without what only serves to call the bot: a leading `@bot`, and the `@bot` behind a command. */
export function readText(message: TgMessage, me: TgUser, kind: ChatInfo['kind']): ReadText {
  const text = message.text ?? message.caption;
  if (typeof text !== 'string') return { callsUs: false, forOtherBot: false };
  const given = message.text === undefined ? message.caption_entities : message.entities;
  const entities = Array.isArray(given) ? (given as readonly TgEntity[]) : [];
  const first = entities.find((entity) => entity.offset === 0);
  if (first?.type === 'bot_command') return readCommand(text, first.length, me, kind);
  const mention = entities.find((entity) => isMentionOf(me, entity, text));
  if (mention?.offset !== 0) return { text, callsUs: mention !== undefined, forOtherBot: false };
  return readCalled(text.slice(mention.length).replace(/^[\s,:，：]+/u, ''), me, kind);
}

/** What follows `@bot` may be a command in turn; nothing at all is still a call. */
function readCalled(rest: string, me: TgUser, kind: ChatInfo['kind']): ReadText {
  const command = /^\/\w+(@\w+)?/u.exec(rest);
  const read = command ? readCommand(rest, command[0].length, me, kind) : { text: rest, forOtherBot: false };
  return { ...read, callsUs: true };
}

/** In private nobody else can be meant, so a command keeps its text there whatever bot it names. */
function readCommand(text: string, length: number, me: TgUser, kind: ChatInfo['kind']): ReadText {
  const [command = '', target] = text.slice(0, length).split('@');
  if (target === undefined) return { text, callsUs: true, forOtherBot: false };
  const ours = target.toLowerCase() === me.username?.toLowerCase();
  if (ours) return { text: command + text.slice(length), callsUs: true, forOtherBot: false };
  return { text, callsUs: false, forOtherBot: kind === 'group' };
}

function isMentionOf(me: TgUser, entity: TgEntity, text: string): boolean {
  if (entity.type === 'text_mention') return entity.user?.id === me.id;
  if (entity.type !== 'mention') return false;
  const named = text.slice(entity.offset, entity.offset + entity.length);
  return named.toLowerCase() === `@${me.username?.toLowerCase()}`;
}
