import type { payloads } from 'wechaty-puppet';
import type { ChatRef } from '../../domain/ids.ts';
import type { Log } from '../../log.ts';
import type { ChatEvent, ChatInfo, Inbound, Sender } from '../channel.ts';
import { reasonOf } from './failures.ts';
import type { Directory } from './identity.ts';
import type { Intake } from './intake.ts';
import type { WechatSettings } from './options.ts';
import { FRIENDSHIP, type Puppet, timestampMs } from './sdk.ts';
import { backoff, pause, within } from './waiting.ts';

const ATTEMPTS = 4;
/** A request we accept and WeChat's confirmation of it are one friendship. */
const SAME_FRIENDSHIP_MS = 10 * 60_000;

/** What the events of chats need. */
export interface ChatEventsOptions {
  readonly settings: WechatSettings;
  readonly log: Log;
  readonly directory: Directory;
  readonly intake: Intake;
  readonly signal: AbortSignal;
}

/** Friend requests, invitations, and who comes and goes in groups, the bot among them. */
export class ChatEvents {
  readonly #options: ChatEventsOptions;
  readonly #opened = new Map<string, number>();
  /** Groups the bot was removed from, by id; until it is added again or somebody writes there. */
  readonly left = new Set<string>();

  constructor(options: ChatEventsOptions) {
    this.#options = options;
  }

  /** Accepts a friend request that the rule allows; a new friend is `opened`. */
  async friendship(puppet: Puppet, friendshipId: string): Promise<void> {
    const { settings, log } = this.#options;
    const request = await puppet.friendshipPayload(friendshipId);
    if (request.type === FRIENDSHIP.Receive) {
      if (!settings.acceptFriend(request.hello ?? '')) {
        log.info(
          { contact: request.contactId },
          'a WeChat friend request does not fit the rule; left to a human',
        );
        return;
      }
      await this.#patiently('accept a friend request', () => puppet.friendshipAccept(friendshipId));
    } else if (request.type !== FRIENDSHIP.Confirm) {
      return;
    }
    const at = timestampMs(request.timestamp, settings.now());
    await this.#openedBy(puppet, request.contactId, at);
  }

  /** Accepts an invitation; `joined` follows when WeChat confirms it. */
  async invitation(puppet: Puppet, invitationId: string): Promise<void> {
    await this.#patiently('accept a room invitation', () => puppet.roomInvitationAccept(invitationId));
  }

  /** The bot itself or others were added to a group. */
  async join(puppet: Puppet, event: payloads.EventRoomJoin): Promise<void> {
    const { roomId, inviterId, inviteeIdList, timestamp } = event;
    if (inviteeIdList.includes(puppet.currentUserId)) {
      this.left.delete(roomId);
      await this.#ofRoom(puppet, roomId, inviterId, timestamp, { type: 'joined' });
    }
    await this.#others(puppet, roomId, inviteeIdList, timestamp, 'entered');
  }

  /** The bot itself or others were removed from a group, or left it. */
  async leave(puppet: Puppet, event: payloads.EventRoomLeave): Promise<void> {
    const { roomId, removerId, removeeIdList, timestamp } = event;
    if (removeeIdList.includes(puppet.currentUserId)) {
      this.left.add(roomId);
      await this.#ofRoom(puppet, roomId, removerId, timestamp, { type: 'blocked' });
    } else {
      await this.#others(puppet, roomId, removeeIdList, timestamp, 'left');
    }
  }

  /** Nobody is marked, asked for or named: whoever only came or went has told the bot nothing. */
  async #others(
    puppet: Puppet,
    roomId: string,
    contactIds: readonly string[],
    timestamp: number,
    type: 'entered' | 'left',
  ): Promise<void> {
    const { directory, settings } = this.#options;
    const ids = contactIds.filter((id) => id !== puppet.currentUserId);
    const who = await Promise.all(ids.map((id) => directory.knownRef(id)));
    const [sender] = who;
    if (!sender) return;
    const chat: ChatInfo = { id: directory.roomRef(roomId), kind: 'group' };
    this.#push(chat, { id: sender }, timestampMs(timestamp, settings.now()), { type, who });
  }

  async #openedBy(puppet: Puppet, contactId: string, at: number): Promise<void> {
    const sender = await this.#sender(puppet, contactId);
    const last = this.#opened.get(sender.id);
    if (last !== undefined && Math.abs(at - last) < SAME_FRIENDSHIP_MS) return;
    this.#opened.set(sender.id, at);
    const chat: ChatInfo = { id: sender.id as string as ChatRef, kind: 'private' };
    this.#push(chat, sender, at, { type: 'opened' });
  }

  async #ofRoom(
    puppet: Puppet,
    roomId: string,
    byId: string,
    timestamp: number,
    event: ChatEvent,
  ): Promise<void> {
    const room = await puppet.roomPayload(roomId).catch(() => undefined);
    const id = this.#options.directory.roomRef(roomId);
    const chat: ChatInfo = { id, kind: 'group', ...(room?.topic ? { title: room.topic } : {}) };
    const sender = await this.#sender(puppet, byId || puppet.currentUserId);
    this.#push(chat, sender, timestampMs(timestamp, this.#options.settings.now()), event);
  }

  async #sender(puppet: Puppet, contactId: string): Promise<Sender> {
    const id = await this.#options.directory.senderRef(contactId, { mark: true });
    const contact = await puppet.contactPayload(contactId).catch(() => undefined);
    return { id, ...(contact?.name ? { name: contact.name } : {}) };
  }

  #push(chat: ChatInfo, sender: Sender, at: number, event: ChatEvent): void {
    const { settings, intake } = this.#options;
    const who = 'who' in event ? `:${event.who.join()}` : '';
    const inbound: Inbound = {
      account: settings.id,
      id: `${event.type}:${chat.id}:${at}${who}`,
      chat,
      sender,
      at: new Date(at).toISOString(),
      addressed: chat.kind === 'private',
      event,
    };
    intake.push(chat.id, Promise.resolve(inbound));
  }

  /** Tries a call a few times, first after a human's hesitation. */
  async #patiently(what: string, call: () => Promise<void>): Promise<void> {
    const { settings, signal, log } = this.#options;
    const { gap, retry, call: callMs } = settings.timing;
    await pause(gap[0] + settings.random() * (gap[1] - gap[0]), signal);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await within(call(), callMs, what);
        return;
      } catch (error) {
        if (attempt >= ATTEMPTS || signal.aborted) throw error;
        log.warn({ error: reasonOf(error), attempt }, `could not ${what}; tried again`);
        await pause(backoff(attempt, retry, settings.random), signal);
      }
    }
  }
}
