import { FileBox, type FileBoxInterface } from 'file-box';
import type { payloads } from 'wechaty-puppet';
import { mock, PuppetMock } from 'wechaty-puppet-mock';
import type { Channel, MediaStore } from '../../../src/channels/channel.ts';
import { createWechat, type WechatOptions } from '../../../src/channels/wechat/index.ts';
import type { WechatTiming } from '../../../src/channels/wechat/options.ts';
import { accountId } from '../../../src/domain/ids.ts';
import { silentLog } from '../../../src/log.ts';
import { RecordingHost } from '../recording-host.ts';

export type Contact = mock.ContactMock;
export type Room = mock.RoomMock;

/** A call that sent something, as the platform would have it. */
export interface Delivered {
  readonly id: string;
  readonly conversationId: string;
  readonly text?: string;
  readonly file?: { readonly name: string; readonly bytes: Uint8Array };
  readonly mentions: readonly string[];
}

/** wechaty's mock puppet, which tells the ids of what it sends (as most puppets do) and can be made to fail. */
export class TestPuppet extends PuppetMock {
  readonly delivered: Delivered[] = [];
  readonly accepted: string[] = [];
  /** Runs before every send; a rejection fails it. */
  beforeSend: (conversationId: string) => Promise<void> = async () => undefined;
  /** Runs before a file is handed out; it may be slow or fail. */
  beforeFile: () => Promise<void> = async () => undefined;
  /** Like wechat4u: says nothing of what it sent. */
  tellsIds = true;
  answersDings = true;
  dings = 0;

  #say(conversationId: string, something: string | FileBoxInterface): string {
    const me = this.mocker.ContactMock.load(this.currentUserId);
    const isRoom = this.mocker.cacheRoomPayload.has(conversationId);
    me.say(something).to(
      isRoom ? this.mocker.RoomMock.load(conversationId) : this.mocker.ContactMock.load(conversationId),
    );
    return [...this.mocker.cacheMessagePayload.keys()].at(-1) ?? '';
  }

  override async messageSendText(
    conversationId: string,
    text: string,
    mentions: string[] = [],
  ): Promise<void> {
    await this.beforeSend(conversationId);
    const id = this.#say(conversationId, text);
    this.delivered.push({ id, conversationId, text, mentions });
    return (this.tellsIds ? id : undefined) as unknown as undefined;
  }

  override async messageSendFile(conversationId: string, file: FileBoxInterface): Promise<void> {
    await this.beforeSend(conversationId);
    const bytes = await file.toBuffer();
    // The mock keeps files as JSON, which bytes cannot be.
    const id = this.#say(conversationId, FileBox.fromBase64(bytes.toString('base64'), file.name));
    this.delivered.push({ id, conversationId, file: { name: file.name, bytes }, mentions: [] });
    return (this.tellsIds ? id : undefined) as unknown as undefined;
  }

  override async messageFile(id: string): Promise<FileBoxInterface> {
    await this.beforeFile();
    return super.messageFile(id);
  }

  /** Remarks are kept, as WeChat does. */
  override async contactAlias(contactId: string, alias?: string | null): Promise<never> {
    const payload = this.mocker.contactPayload(contactId);
    if (alias !== undefined) this.mocker.contactPayload(contactId, { ...payload, alias: alias ?? '' });
    return payload.alias as never;
  }

  override async friendshipAccept(id: string): Promise<void> {
    await this.beforeSend(id);
    this.accepted.push(id);
  }

  override async roomInvitationAccept(id: string): Promise<void> {
    await this.beforeSend(id);
    this.accepted.push(id);
  }

  override ding(data = ''): void {
    this.dings += 1;
    if (this.answersDings) this.emit('dong', { data });
  }
}

/** A MediaStore in memory. */
export class MemoryMedia implements MediaStore {
  readonly files = new Map<string, { bytes: Uint8Array; type: string; name?: string }>();

  async keep(_account: unknown, file: { bytes: Uint8Array; type: string; name?: string }): Promise<string> {
    const id = `file-${this.files.size + 1}`;
    this.files.set(id, file);
    return id;
  }

  async open(id: string): Promise<{ bytes: Uint8Array; type: string; name?: string } | undefined> {
    return this.files.get(id);
  }
}

/** No waits that a test would feel. */
export const FAST: Partial<WechatTiming> = { gap: [0, 0], retry: [1, 5], restart: [1, 5], stop: 500 };

/** A WeChat with the bot, a friend of it and a group of both; the channel is not started. */
export class MockWechat {
  readonly mocker = new mock.Mocker();
  readonly puppet = new TestPuppet({ mocker: this.mocker });
  readonly host = new RecordingHost();
  readonly media = new MemoryMedia();
  readonly bot: Contact = this.mocker.createContact({ id: 'wxid_bot', name: 'Guitu' });
  readonly ana: Contact = this.mocker.createContact({ id: 'wxid_ana', name: 'Ana 👩‍⚕️' });
  readonly room: Room = this.mocker.createRoom({
    id: 'hotel@chatroom',
    topic: 'Hotel Sunrise',
    memberIdList: ['wxid_bot', 'wxid_ana'],
  });
  readonly channel: Channel;

  constructor(options: Partial<WechatOptions> = {}) {
    this.channel = createWechat({
      puppet: this.puppet,
      log: silentLog,
      media: this.media,
      keywords: ['小归', 'guitu'],
      commandWords: ['认领', '我的'],
      texts: { fileMissing: (media) => `[${media.kind} missing]` },
      id: accountId('wechat'),
      ...options,
      timing: { ...FAST, ...options.timing },
    });
  }

  /** Starts and logs in; resolves when the channel is online. */
  async start(): Promise<this> {
    await this.channel.start(this.host);
    this.mocker.login(this.bot);
    await this.host.healthy();
    return this;
  }

  /** Logs in anew, as another contact where ids change. */
  async relogin(as: Contact = this.bot): Promise<void> {
    await this.puppet.logout('elsewhere');
    await this.host.healthy('offline');
    this.mocker.login(as);
    await this.host.healthy();
  }

  /** Delivers any kind of message from the platform; returns its id. */
  deliver(payload: Partial<payloads.MessageBase> & { roomId?: string; mentionIdList?: string[] }): string {
    const id = payload.id ?? `m${this.mocker.cacheMessagePayload.size}`;
    const whole = {
      talkerId: 'wxid_ana',
      listenerId: 'wxid_bot',
      timestamp: Date.now(),
      type: 7,
      ...payload,
      id,
    };
    if (!this.mocker.cacheMessagePayload.has(id))
      this.mocker.cacheMessagePayload.set(id, whole as payloads.Message);
    this.puppet.emit('message', { messageId: id });
    return id;
  }

  /** The person sends a file; returns the message's id. */
  deliverFile(
    type: number,
    bytes: Uint8Array,
    name: string,
    more: Partial<payloads.MessageBase> = {},
  ): string {
    const id = `f${this.mocker.cacheMessagePayload.size}`;
    const box = FileBox.fromBase64(Buffer.from(bytes).toString('base64'), name);
    this.mocker.cacheFileBoxPayload.set(id, box.toJSON());
    return this.deliver({ ...more, id, type });
  }

  /** What the bot wrote into a conversation. */
  sentTo(conversationId: string): readonly Delivered[] {
    return this.puppet.delivered.filter((one) => one.conversationId === conversationId);
  }
}
