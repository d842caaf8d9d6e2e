/** The whole bot on a real store with fake platforms, spoken to as people speak to it. */
import { onTestFinished } from 'vitest';
import { type App, createApp } from '../../src/app.ts';
import type { Capabilities, Inbound, Media } from '../../src/channels/channel.ts';
import { accountId, chatRef, messageRef, senderRef, topicRef } from '../../src/domain/ids.ts';
import { createTriage } from '../../src/domain/triage.ts';
import { createFeatures, type FeatureSettings } from '../../src/features.ts';
import { createTranslate } from '../../src/i18n.ts';
import { readLexicons } from '../../src/lexicons.ts';
import { silentLog } from '../../src/log.ts';
import type { Observer } from '../../src/metrics/index.ts';
import type { Store } from '../../src/store/open.ts';
import { type ManualClock, manualClock } from './clock.ts';
import { testStore } from './database.ts';
import { type FakeChannel, fakeChannel, type Post } from './fake-channel.ts';

const t = createTranslate();
const triage = createTriage(readLexicons());

/** What a test may set. */
export interface BotOptions {
  readonly accounts?: Record<string, Partial<Capabilities>>;
  readonly locale?: string;
  readonly store?: Store;
  /** Where the pages are reached; nobody said, unless a test does. */
  readonly publicUrl?: string;
  /** The disk whose room is watched. */
  readonly disk?: FeatureSettings['disk'];
  /** Counts what happens. */
  readonly observer?: Observer;
  /** Reads needs out of words instead of the real thing. */
  readonly triage?: typeof triage;
}

/** What a message may carry besides text. */
export interface Extras {
  readonly media?: readonly Omit<Media, 'account'>[];
  readonly replyTo?: string;
  readonly unsupported?: string;
  readonly group?: string;
  readonly edits?: string;
  /** The topic of the group it is written in. */
  readonly topic?: string;
  readonly addressed?: boolean;
  /** When it was written, ISO 8601; now when left out. */
  readonly at?: string;
}

/** Somebody with an account on one platform. */
export interface FakePerson {
  readonly id: string;
  says(text: string, extras?: Extras): Promise<void>;
  saysIn(group: FakeGroup, text: string, extras?: Extras): Promise<void>;
  /** Presses the newest button with this label in the private chat, or in a group. */
  presses(label: string | RegExp, where?: FakeGroup): Promise<void>;
  /** Presses a choice by its id, wherever it was offered. */
  pressesId(id: string, where?: FakeGroup): Promise<void>;
  event(event: NonNullable<Inbound['event']>, where?: FakeGroup): Promise<void>;
  /** Texts of the private chat, as they read now, oldest first. */
  inbox(): string[];
  posts(): Post[];
}

/** A group chat. */
export interface FakeGroup {
  readonly id: string;
  readonly account: string;
  texts(): string[];
  posts(): Post[];
}

/** The bot under test. */
export interface TestBot {
  readonly app: App;
  readonly store: Store;
  readonly clock: ManualClock;
  channel(account: string): FakeChannel;
  person(
    account: string,
    about?: { name?: string; locale?: string; username?: string; id?: string },
  ): FakePerson;
  group(account: string, title?: string): FakeGroup;
  /** Waits until everything due is handled and sent. */
  settle(): Promise<void>;
  /** Moves the clock, runs what fell due, and settles. */
  later(by: Temporal.DurationLike): Promise<void>;
}

/** Starts a bot with these accounts (telegram unless said otherwise); stopped when the test ends. */
export async function testBot(options: BotOptions = {}): Promise<TestBot> {
  const store = options.store ?? (await testStore());
  const clock = manualClock();
  const channels = Object.entries(options.accounts ?? { telegram: {} }).map(([id, can]) =>
    fakeChannel(id, can),
  );
  const settings = {
    locale: options.locale ?? 'en',
    zone: 'Asia/Shanghai',
    pageMinutes: [1, 3, 5],
    publicUrl: options.publicUrl,
    disk: options.disk,
    sweepMs: 0,
  };
  const app = createApp({
    store,
    channels,
    clock,
    log: silentLog,
    t,
    features: createFeatures({ triage: options.triage ?? triage, settings }),
    settings,
    ...(options.observer ? { observer: options.observer } : {}),
  });
  await app.start();
  onTestFinished(() => app.stop());
  const channel = (account: string): FakeChannel => {
    const found = channels.find((one) => one.id === account);
    if (!found) throw new Error(`no account ${account}`);
    return found;
  };
  const settle = (): Promise<void> => app.settle();
  let next = 1;
  return {
    app,
    store,
    clock,
    channel,
    settle,
    async later(by) {
      clock.advance(by);
      await app.sweep();
      await settle();
    },
    group(account, title = 'a group') {
      const id = `-${next++}`;
      const posts = () => channel(account).posts.get(id) ?? [];
      return {
        id,
        account,
        posts,
        texts: () => posts().map((post) => post.content.text ?? ''),
        title,
      } as FakeGroup;
    },
    person(account, about = {}) {
      const id = about.id ?? String(1000 + next++);
      return createPerson(channel(account), id, about, clock, settle);
    },
  };
}

let updates = 1;

function createPerson(
  channel: FakeChannel,
  id: string,
  about: { name?: string; locale?: string; username?: string },
  clock: ManualClock,
  settle: () => Promise<void>,
): FakePerson {
  const base = (where?: FakeGroup): Inbound => ({
    account: accountId(channel.id),
    id: `u${updates}`,
    ref: messageRef(`m${updates++}`),
    chat: where
      ? { id: chatRef(where.id), kind: 'group', title: 'a group' }
      : { id: chatRef(id), kind: 'private' },
    sender: {
      id: senderRef(id),
      ...(about.name ? { name: about.name } : {}),
      ...(about.username ? { username: about.username } : {}),
      ...(about.locale ? { locale: about.locale } : {}),
    },
    at: clock.now().toString(),
    addressed: !where,
  });
  const deliver = async (inbound: Inbound): Promise<void> => {
    if (!channel.host) throw new Error('the channel is not started');
    await channel.host.onInbound([inbound]);
    await settle();
  };
  const posts = (where?: FakeGroup): Post[] => channel.posts.get(where?.id ?? id) ?? [];
  const message = (text: string, extras: Extras, where?: FakeGroup): Inbound => {
    const { media, replyTo, edits, topic, addressed, ...rest } = extras;
    return {
      ...base(where),
      ...(text ? { text } : {}),
      ...rest,
      ...(media ? { media: media.map((one) => ({ ...one, account: channel.id })) } : {}),
      ...(replyTo ? { replyTo: messageRef(replyTo) } : {}),
      ...(edits ? { edits: messageRef(edits) } : {}),
      ...(topic ? { topic: topicRef(topic) } : {}),
      addressed: addressed ?? (!where || text.startsWith('/') || Boolean(replyTo)),
    };
  };
  const press = (choice: string, where?: FakeGroup, ref?: string): Promise<void> =>
    deliver({
      ...base(where),
      addressed: true,
      choice: { id: choice, ...(ref ? { ref: messageRef(ref) } : {}) },
    });
  return {
    id,
    says: (text, extras = {}) => deliver(message(text, extras)),
    saysIn: (where, text, extras = {}) => deliver(message(text, extras, where)),
    pressesId: (choice, where) => press(choice, where),
    async presses(label, where) {
      for (const post of posts(where).toReversed()) {
        const found = post.content.choices?.flat().find((one) => one.label.match(label));
        if (found) return press(found.id, where, post.ref);
      }
      throw new Error(
        `no button ${label} among: ${JSON.stringify(
          posts(where).map((post) => post.content),
          null,
          1,
        )}`,
      );
    },
    event: (event, where) => deliver({ ...base(where), event }),
    inbox: () => posts().map((post) => post.content.text ?? ''),
    posts: () => posts(),
  };
}
