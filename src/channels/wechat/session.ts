import { ChannelError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { ChannelHost, Mention, Outgoing, Pulse, SentRef } from '../channel.ts';
import { ChatEvents } from './chat-events.ts';
import { containPuppetErrors } from './contain.ts';
import { reasonOf } from './failures.ts';
import { Directory } from './identity.ts';
import { Intake } from './intake.ts';
import type { WechatSettings } from './options.ts';
import { RecentTexts } from './quotes.ts';
import { selfNames } from './read-message.ts';
import { Receiver } from './receiver.ts';
import { Replays } from './replays.ts';
import type { Puppet } from './sdk.ts';
import { roomMembers, Sender } from './sender.ts';
import { Supervisor } from './supervisor.ts';
import { within } from './waiting.ts';

/** Everything that lives between a start and its stop. */
export class Session {
  readonly #settings: WechatSettings;
  readonly #log: Log;
  readonly #abort = new AbortController();
  readonly #recent = new RecentTexts();
  readonly #replays = new Replays();
  /** People who wrote in private during this login. */
  #wrote = new Set<string>();
  #loggedInAt = 0;
  #selfName: string | undefined;
  #release: (() => void) | undefined;
  readonly #directory: Directory;
  readonly #intake: Intake;
  readonly #events: ChatEvents;
  readonly #receiver: Receiver;
  readonly #sender: Sender;
  readonly #supervisor: Supervisor;

  constructor(settings: WechatSettings, host: ChannelHost) {
    const log = settings.log.child({ channel: settings.id });
    const { signal } = this.#abort;
    this.#settings = settings;
    this.#log = log;
    this.#directory = new Directory(() => this.puppet());
    this.#intake = new Intake({
      commit: (batch) => host.onInbound(batch),
      log,
      retry: settings.timing.retry,
      random: settings.random,
    });
    const shared = {
      settings,
      log,
      directory: this.#directory,
      intake: this.#intake,
      recent: this.#recent,
      signal,
    };
    this.#events = new ChatEvents(shared);
    this.#receiver = new Receiver({
      ...shared,
      replays: this.#replays,
      wrote: (chat) => this.#wrote.add(chat),
    });
    this.#sender = new Sender({
      ...shared,
      puppet: () => this.puppet(),
      loggedInAt: () => this.#loggedInAt,
      mayAnswer: (chat) => this.#wrote.has(chat),
      leftRoom: (roomId) => this.#events.left.has(roomId),
    });
    this.#supervisor = new Supervisor(settings, log, {
      attach: (puppet) => this.#attach(puppet),
      loggedIn: () => this.#loggedIn(),
      health: (health) => host.onHealth(health),
    });
  }

  /** How the bot is addressed in groups, once it is logged in. */
  get selfName(): string | undefined {
    return this.#selfName;
  }

  get pulse(): Pulse {
    return this.#supervisor.pulse;
  }

  /** The logged-in puppet; throws a ChannelError that asks to retry while there is none. */
  puppet(): Puppet {
    const { puppet } = this.#supervisor;
    if (!puppet) throw new ChannelError('retry', 'wechat: not logged in', { retryAfterMs: 5000 });
    return puppet;
  }

  async start(): Promise<void> {
    this.#release = containPuppetErrors(this.#log);
    try {
      await this.#supervisor.start();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Lets messages that are being sent or stored finish, then stops the puppet. */
  async stop(): Promise<void> {
    this.#abort.abort();
    const { stop } = this.#settings.timing;
    const underWay = Promise.all([this.#sender.idle(), this.#receiver.idle()]);
    await within(underWay, stop, 'stop').catch(() => undefined);
    const lost = await this.#intake.drain(stop);
    if (lost > 0) this.#log.error({ messages: lost }, 'WeChat messages could not be stored before the stop');
    await this.#supervisor.stop();
    this.#release?.();
  }

  send(outgoing: Outgoing): Promise<SentRef> {
    return this.#sender.send(outgoing);
  }

  members(roomId: string): Promise<Mention[]> {
    const listing = roomMembers(this.puppet(), this.#directory, this.#directory.roomId(roomId));
    return within(listing, this.#settings.timing.call, 'members');
  }

  #attach(puppet: Puppet): void {
    const handled =
      <T>(what: string, handle: (event: T) => Promise<void>) =>
      (event: T): void => {
        if (this.#abort.signal.aborted) return;
        handle(event).catch((error: unknown) => {
          this.#log.error({ error: reasonOf(error) }, `WeChat: ${what} could not be handled`);
        });
      };
    puppet.on('message', ({ messageId }) => {
      if (!this.#abort.signal.aborted) this.#receiver.receive(puppet, messageId);
    });
    const events = this.#events;
    puppet.on(
      'friendship',
      handled('a friend request', ({ friendshipId }) => events.friendship(puppet, friendshipId)),
    );
    puppet.on(
      'room-invite',
      handled('an invitation', (event) => events.invitation(puppet, event.roomInvitationId)),
    );
    puppet.on(
      'room-join',
      handled('joining a group', (event) => events.join(puppet, event)),
    );
    puppet.on(
      'room-leave',
      handled('leaving a group', (event) => events.leave(puppet, event)),
    );
  }

  #loggedIn(): void {
    this.#loggedInAt = this.#settings.now();
    this.#directory.forget();
    this.#replays.login(this.#loggedInAt);
    this.#wrote = new Set();
    const puppet = this.puppet();
    void selfNames(puppet)
      .then((names) => {
        this.#selfName = names[0];
      })
      .catch(() => undefined);
  }
}
