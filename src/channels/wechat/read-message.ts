import { type ChatRef, type SenderRef, senderRef } from '../../domain/ids.ts';
import type { ChatInfo, Sender } from '../channel.ts';
import type { Directory } from './identity.ts';
import { CONTACT, type Puppet, type RawContact, type RawMessage, timestampMs } from './sdk.ts';

/** A message with everything around it looked up, still in wechaty's words. */
export interface ReadMessage {
  readonly message: RawMessage;
  /** When it was written, milliseconds. */
  readonly at: number;
  readonly sender: Sender;
  readonly chat: ChatInfo;
  readonly selfId: string;
  /** The bot's names in this chat. */
  readonly selfNames: readonly string[];
}

/** Accounts of WeChat itself: service notices, file transfer, friend suggestions, mail. */
const SERVICE = new Set([
  'weixin',
  'fmessage',
  'medianote',
  'floatbottle',
  'newsapp',
  'qqmail',
  'qmessage',
  'tmessage',
  'filehelper',
  'notifymessage',
  'notification_messages',
  'helper_entry',
  'weixinguanhaozhushou',
]);

const isRoomId = (id: string): boolean =>
  id.startsWith('@@') || id.endsWith('@chatroom') || id.endsWith('@im.chatroom');

/** Who the bot ignores: itself, WeChat's own accounts, official accounts, and notices that a group itself "writes". */
function isNobody(talkerId: string, selfId: string, talker: RawContact | undefined): boolean {
  if (talkerId === '' || talkerId === selfId || isRoomId(talkerId)) return true;
  if (SERVICE.has(talkerId) || talkerId.startsWith('gh_')) return true;
  return talker?.type === CONTACT.Official;
}

const optional = async <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);

/** A contact's name in a group, where they have one there. */
export async function roomName(
  puppet: Puppet,
  roomId: string,
  contactId: string,
): Promise<string | undefined> {
  const member = await optional(puppet.roomMemberPayload(roomId, contactId));
  return member?.roomAlias || undefined;
}

/** The names under which the bot can be mentioned, with `roomId` its name in that group too. */
export async function selfNames(puppet: Puppet, roomId?: string): Promise<string[]> {
  const selfId = puppet.currentUserId;
  const self = await optional(puppet.contactPayload(selfId));
  const inRoom = roomId === undefined ? undefined : await roomName(puppet, roomId, selfId);
  return [inRoom, self?.name].filter((name) => name !== undefined && name !== '') as string[];
}

async function senderOf(
  puppet: Puppet,
  directory: Directory,
  talkerId: string,
  roomId: string | undefined,
  talker: RawContact | undefined,
): Promise<Sender> {
  // A person who cannot be looked up is still somebody who wrote.
  const id: SenderRef = await directory
    .senderRef(talkerId, { mark: true })
    .catch(() => senderRef(`login:${talkerId}`));
  const name = (roomId && (await roomName(puppet, roomId, talkerId))) || talker?.name;
  const username = talker?.handle || talker?.weixin;
  return { id, ...(name ? { name } : {}), ...(username ? { username } : {}) };
}

/** Looks up who wrote a message and where; undefined when it is the bot's own or nobody's. */
export async function readMessage(
  puppet: Puppet,
  directory: Directory,
  message: RawMessage,
  now: number,
): Promise<ReadMessage | undefined> {
  const talkerId = message.talkerId || message.fromId || '';
  const selfId = puppet.currentUserId;
  const talker = talkerId === '' ? undefined : await optional(puppet.contactPayload(talkerId));
  if (isNobody(talkerId, selfId, talker)) return undefined;
  const roomId = message.roomId || undefined;
  const sender = await senderOf(puppet, directory, talkerId, roomId, talker);
  const room = roomId === undefined ? undefined : await optional(puppet.roomPayload(roomId));
  const chat: ChatInfo =
    roomId === undefined
      ? {
          id: sender.id as string as ChatRef,
          kind: 'private',
          ...(sender.name ? { title: sender.name } : {}),
        }
      : { id: directory.roomRef(roomId), kind: 'group', ...(room?.topic ? { title: room.topic } : {}) };
  return {
    message,
    at: timestampMs(message.timestamp, now),
    sender,
    chat,
    selfId,
    selfNames: roomId === undefined ? [] : await selfNames(puppet, roomId),
  };
}
