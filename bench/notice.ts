/** (j) A notice to many: from the second colleague's button to the first message, and until everybody's is queued. */
import { randomUUID } from 'node:crypto';
import { createApp } from '../src/app.ts';
import type { Channel, ChannelHost } from '../src/channels/channel.ts';
import { systemClock } from '../src/clock.ts';
import { accountId, chatRef, messageRef, senderRef } from '../src/domain/ids.ts';
import type { Inbound } from '../src/domain/message.ts';
import { createTriage } from '../src/domain/triage.ts';
import { createFeatures } from '../src/features.ts';
import { createTranslate } from '../src/i18n.ts';
import { readLexicons } from '../src/lexicons.ts';
import { createLog } from '../src/log.ts';
import type { Store } from '../src/store/open.ts';
import type { StoreKind } from './child.ts';
import { benchStore } from './desk.ts';

/** Milliseconds from the approval. */
export interface NoticeFigures {
  readonly firstSent: number;
  readonly allQueued: number;
  /** From the approval of the one in its place until none of the old one waits. */
  readonly takenBack: number;
}

const ACCOUNT = accountId('telegram');
/** As a large platform allows. */
const LIMITS = { perSecond: 30, chatEveryMs: 1000, groupPerMinute: 20 };

/** Sends a notice to so many people, and puts another in its place while it is on its way. */
export async function measureNotice(kind: StoreKind, people: number): Promise<NoticeFigures> {
  const { store, close } = await benchStore(kind);
  await fill(store, people);
  const sent: { chat: string; at: number }[] = [];
  const { channel, host } = recorder((chat) => sent.push({ chat, at: performance.now() }));
  const settings = { locale: 'en', zone: 'UTC', pageMinutes: [1, 3, 5], sweepMs: 1000 };
  const app = createApp({
    store,
    channels: [channel],
    features: createFeatures({ triage: createTriage(readLexicons()), settings }),
    clock: systemClock,
    log: createLog('error'),
    t: createTranslate(),
    settings,
  });
  await app.start();
  const say = (who: string, words: Pick<Inbound, 'text' | 'choice'>): Promise<void> =>
    host().onInbound([message(who, words)]);
  const ask = async (text: string): Promise<string> => {
    await say('author', { text });
    const draft = await eventually(() => store.db.notice.findFirst({ where: { state: 'draft' } }));
    const whole = await eventually(() =>
      store.db.notice.findFirst({ where: { id: draft.id, texts: { some: {} }, version: { gt: 1 } } }),
    );
    await say('author', { choice: { id: `ndraft:${whole.id.slice(-8)}:ask:${whole.version}` } });
    const { id, version } = await eventually(() =>
      store.db.notice.findFirst({ where: { id: whole.id, state: 'asked' } }),
    );
    return `noticeok:${id}:${version}`;
  };
  const first = await ask('/notice issuer: Office\nen: Hot water\nThere is none tonight.');
  const start = performance.now();
  await say('second', { choice: { id: first } });
  const firstSent = (await eventually(async () => sent.find(({ chat }) => chat.startsWith('g')))).at - start;
  await eventually(() => store.db.notice.findFirst({ where: { number: 1, state: 'sent' } }));
  const allQueued = performance.now() - start;
  const next = await ask('/notice replaces: 1\nen: Hot water\nIt is back.');
  const again = performance.now();
  await say('second', { choice: { id: next } });
  const old = await store.db.notice.findFirstOrThrow({ where: { number: 1 } });
  const waiting = { state: 'pending', dedupeKey: { startsWith: `notice:${old.id}` } };
  await eventually(async () => (await store.db.outgoing.count({ where: waiting })) === 0 || null);
  const takenBack = performance.now() - again;
  await app.stop();
  await close();
  return { firstSent, allQueued, takenBack };
}

/** A platform that takes everything at once and says so. */
function recorder(onSent: (chat: string) => void): { channel: Channel; host: () => ChannelHost } {
  let started: ChannelHost | undefined;
  let next = 1;
  const channel: Channel = {
    id: ACCOUNT,
    capabilities: { buttons: true, edit: true, groups: true, writeFirst: false, media: [], limits: LIMITS },
    async start(host) {
      started = host;
      host.onHealth({ state: 'online' });
    },
    async stop() {},
    async send({ chat }) {
      onSent(chat);
      return { ref: messageRef(next++) };
    },
    async edit() {},
  };
  return {
    channel,
    host() {
      if (!started) throw new Error('the channel is not started');
      return started;
    },
  };
}

let messages = 0;

function message(who: string, words: Pick<Inbound, 'text' | 'choice'>): Inbound {
  messages += 1;
  return {
    account: ACCOUNT,
    id: `bench-${process.pid}-${messages}`,
    chat: { id: chatRef(who), kind: 'private' },
    sender: { id: senderRef(who) },
    at: systemClock.now().toString(),
    addressed: true,
    ...words,
  };
}

async function eventually<T>(look: () => Promise<T | null | undefined>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Two colleagues, and so many guests of one site with a private chat each. */
async function fill({ db, tidy }: Store, people: number): Promise<void> {
  for (const [name, role] of [
    ['author', 'liaison'],
    ['second', 'supervisor'],
  ] as const) {
    const id = randomUUID();
    await db.staff.create({ data: { id, name, role, createdAt: new Date() } });
    await db.channelIdentity.create({
      data: {
        id: randomUUID(),
        account: ACCOUNT,
        externalId: name,
        staffId: id,
        privateChat: name,
        createdAt: new Date(),
      },
    });
  }
  await db.$executeRawUnsafe(
    `with one as (insert into site (id, name, created_at) values (gen_random_uuid(), 'Sun Hotel', now()) returning id),
     people as (insert into person (id, name, room, locale, site_id, created_at)
       select gen_random_uuid(), 'Guest ' || n, n::text, (array['en', 'fr', 'zh-CN', 'ja'])[1 + n % 4], one.id, now()
       from one, generate_series(1, $1::int) n returning id, room, site_id),
     stays as (insert into stay (id, person_id, site_id, state, needs_plan, created_at)
       select gen_random_uuid(), id, site_id, 'here', false, now() from people),
     chats as (insert into chat (id, account, external_id, kind, created_at)
       select gen_random_uuid(), '${ACCOUNT}', 'g' || room, 'private', now() from people)
     insert into channel_identity (id, account, external_id, person_id, private_chat, created_at)
     select gen_random_uuid(), '${ACCOUNT}', 'g' || room, id, 'g' || room, now() from people`,
    people,
  );
  await tidy();
  await db.$executeRawUnsafe('analyze');
}
