import { ChannelError } from '../../errors.ts';
import type { Outgoing } from '../channel.ts';
import type { Directory } from './identity.ts';
import type { WechatSettings } from './options.ts';
import type { Puppet } from './sdk.ts';
import { within } from './waiting.ts';

/** Where a message goes in this login. */
export interface Target {
  readonly puppet: Puppet;
  readonly conversationId: string;
}

/** What finding a chat needs. */
export interface FindChatOptions {
  readonly settings: WechatSettings;
  readonly directory: Directory;
  /** The logged-in puppet; throws a ChannelError while there is none. */
  readonly puppet: () => Puppet;
  readonly loggedInAt: () => number;
  /** Whether this person wrote in private during this login. */
  readonly mayAnswer: (chat: string) => boolean;
  readonly leftRoom: (roomId: string) => boolean;
}

const gone = (): ChannelError =>
  new ChannelError('permanent', 'wechat: this chat does not exist for this account', { reason: 'gone' });

const blocked = (why: string): ChannelError =>
  new ChannelError('permanent', `wechat: ${why}`, { reason: 'blocked' });

const notYet = (): ChannelError =>
  new ChannelError('retry', 'wechat: the chat cannot be looked up now', { retryAfterMs: 5000 });

/** The conversation a message is for. Throws ChannelError: permanent when it is gone or closed to the bot, retry when nobody knows. */
export async function findChat(outgoing: Outgoing, options: FindChatOptions): Promise<Target> {
  const puppet = options.puppet();
  const find = outgoing.chatKind === 'group' ? findRoom : findContact;
  return { puppet, conversationId: await find(puppet, outgoing.chat, options) };
}

async function findContact(puppet: Puppet, chat: string, options: FindChatOptions): Promise<string> {
  const { directory, settings, loggedInAt, mayAnswer } = options;
  const { call, settle } = settings.timing;
  const id = await within(directory.contactId(chat), call, 'contact list').catch(() => {
    throw notYet();
  });
  if (id === undefined) {
    // The web protocol names its contacts bit by bit after a login.
    throw settings.now() - loggedInAt() < settle ? notYet() : gone();
  }
  const contact = await within(puppet.contactPayload(id), call, 'contact').catch(async () => {
    throw await whyMissing(id, () => puppet.contactList(), call);
  });
  // Some puppets call everybody but a friend "no friend", also those who just wrote; whoever writes can be answered.
  if (contact.friend === false && !mayAnswer(chat)) throw blocked('not a friend of the bot');
  return id;
}

async function findRoom(puppet: Puppet, chat: string, options: FindChatOptions): Promise<string> {
  const { call } = options.settings.timing;
  const id = options.directory.roomId(chat);
  if (options.leftRoom(id)) throw blocked('the bot was removed from this group');
  await within(puppet.roomPayload(id), call, 'room').catch(async () => {
    throw await whyMissing(id, () => puppet.roomList(), call);
  });
  return id;
}

/** Something that cannot be looked up is gone only when a full list lacks it. */
async function whyMissing(id: string, list: () => Promise<string[]>, ms: number): Promise<ChannelError> {
  const ids = await within(list(), ms, 'list').catch((): string[] => []);
  return ids.length > 0 && !ids.includes(id) ? gone() : notYet();
}
