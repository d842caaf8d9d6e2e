import type { Log } from '../../log.ts';
import type { Inbound } from '../channel.ts';
import { complete, type DecodeContext, decode } from './decode.ts';
import { fetchDetails, isPlainText } from './details.ts';
import { reasonOf } from './failures.ts';
import type { Directory } from './identity.ts';
import type { Intake } from './intake.ts';
import type { WechatSettings } from './options.ts';
import type { RecentTexts } from './quotes.ts';
import { type ReadMessage, readMessage } from './read-message.ts';
import type { Replays } from './replays.ts';
import type { Puppet, RawMessage } from './sdk.ts';
import { backoff, pause, within } from './waiting.ts';

const READS = 6;
/** How long one message may keep the next from being looked at, in milliseconds. */
const LOOK_MS = 3000;

/** What receiving messages needs. */
export interface ReceiverOptions {
  readonly settings: WechatSettings;
  readonly log: Log;
  readonly directory: Directory;
  readonly recent: RecentTexts;
  readonly replays: Replays;
  readonly intake: Intake;
  readonly signal: AbortSignal;
  /** Told of everybody who wrote in private, so that answering them is known to be possible. */
  readonly wrote: (chat: string) => void;
}

/**
 * Turns the puppet's message events into held `Inbound`s, per chat in the order of the events. wechaty's own `message`
 * event is not used: it looks several things up first, in parallel, so that messages overtake each other, and drops a
 * message when one of the look-ups fails.
 */
export class Receiver {
  readonly #options: ReceiverOptions;
  readonly #context: DecodeContext;
  #order: Promise<void> = Promise.resolve();
  readonly #lines = new Map<string, Promise<void>>();

  constructor(options: ReceiverOptions) {
    const { id, keywords, commandWords } = options.settings;
    this.#options = options;
    this.#context = { account: id, keywords, commandWords, recent: options.recent };
  }

  /** Takes one message event. */
  receive(puppet: Puppet, messageId: string): void {
    const look = within(puppet.messagePayload(messageId), LOOK_MS, 'message');
    look.catch(() => undefined);
    this.#order = this.#order.then(async () => {
      try {
        this.#enqueue(puppet, await look);
      } catch (error) {
        this.#retry(puppet, messageId, error);
      }
    });
  }

  /** Resolves when every event so far is in the intake or being tried again. */
  async idle(): Promise<void> {
    await this.#order;
    await Promise.all(this.#lines.values());
  }

  /** Reads at once, and hands over when everything before it in its conversation is. */
  #enqueue(puppet: Puppet, message: RawMessage): void {
    const conversation = message.roomId || message.talkerId;
    const reading = this.#read(puppet, message);
    reading.catch(() => undefined);
    const before = this.#lines.get(conversation) ?? Promise.resolve();
    const line = before.then(async () => {
      try {
        this.#accept(puppet, await reading);
      } catch (error) {
        this.#retry(puppet, message.id, error);
      }
      if (this.#lines.get(conversation) === line) this.#lines.delete(conversation);
    });
    this.#lines.set(conversation, line);
  }

  #read(puppet: Puppet, message: RawMessage): Promise<ReadMessage | undefined> {
    const { settings, directory } = this.#options;
    return within(readMessage(puppet, directory, message, settings.now()), settings.timing.call, 'message');
  }

  #retry(puppet: Puppet, messageId: string, error: unknown): void {
    this.#options.log.warn(
      { error: reasonOf(error), message: messageId },
      'a WeChat message cannot be read yet',
    );
    void this.#readLater(puppet, messageId);
  }

  async #readLater(puppet: Puppet, messageId: string): Promise<void> {
    const { settings, signal, log } = this.#options;
    for (let attempt = 0; attempt < READS && !signal.aborted; attempt += 1) {
      await pause(backoff(attempt, settings.timing.retry, settings.random), signal);
      try {
        const message = await within(puppet.messagePayload(messageId), settings.timing.call, 'message');
        this.#accept(puppet, await this.#read(puppet, message));
        return;
      } catch (error) {
        log.debug(
          { error: reasonOf(error), message: messageId, attempt },
          'a WeChat message cannot be read yet',
        );
      }
    }
    log.error({ message: messageId }, 'a WeChat message was announced that the puppet cannot deliver');
  }

  #accept(puppet: Puppet, read: ReadMessage | undefined): void {
    if (!read) return;
    const { replays, intake, wrote } = this.#options;
    const { message, sender, chat, at } = read;
    const content = JSON.stringify([sender.id, chat.id, message.type, message.text ?? '', message.timestamp]);
    if (replays.isReplay(message.id, content, at)) return;
    if (chat.kind === 'private') wrote(chat.id);
    const inbound = decode(read, this.#context);
    intake.push(
      chat.id,
      isPlainText(message) ? Promise.resolve(inbound) : this.#completed(puppet, read, inbound),
    );
  }

  async #completed(puppet: Puppet, read: ReadMessage, inbound: Inbound): Promise<Inbound> {
    const { settings, log } = this.#options;
    const details = await fetchDetails(puppet, read.message, {
      account: settings.id,
      store: settings.media,
      timeoutMs: settings.timing.media,
      callMs: settings.timing.call,
      onProblem: (error) =>
        log.warn({ error: reasonOf(error), message: inbound.id }, 'a WeChat attachment is missing'),
    });
    return complete(inbound, details);
  }
}
