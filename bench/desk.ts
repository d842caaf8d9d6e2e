/** A store with a team and many open tickets, and the program at work on it without any platform. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../src/app.ts';
import { systemClock } from '../src/clock.ts';
import { accountId, chatRef, messageRef, senderRef } from '../src/domain/ids.ts';
import type { Inbound } from '../src/domain/message.ts';
import { createTriage } from '../src/domain/triage.ts';
import { createFeatures } from '../src/features.ts';
import { createTranslate } from '../src/i18n.ts';
import { readLexicons } from '../src/lexicons.ts';
import { createLog } from '../src/log.ts';
import { openStore, type Store } from '../src/store/open.ts';
import type { StoreKind } from './child.ts';
import { createDatabase } from './postgres.ts';

/** A store that is removed when closed. */
export interface BenchStore {
  readonly store: Store;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  close(): Promise<void>;
}

/** An empty store of this kind. */
export async function benchStore(kind: StoreKind): Promise<BenchStore> {
  const dataDir = await mkdtemp(join(tmpdir(), 'homeward-bench-'));
  const databaseUrl = kind === 'postgres' ? await createDatabase() : undefined;
  const store = await openStore({ dataDir, databaseUrl });
  return {
    store,
    databaseUrl,
    dataDir,
    async close() {
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The program on this store, with nothing to talk to and nothing due unless asked. */
export async function startApp(store: Store): Promise<App> {
  const settings = { locale: 'en', zone: 'UTC', pageMinutes: [1, 3, 5], sweepMs: 0 };
  const features = createFeatures({ triage: createTriage(readLexicons()), settings });
  const t = createTranslate();
  const app = createApp({
    store,
    channels: [],
    features,
    clock: systemClock,
    log: createLog('error'),
    t,
    settings,
  });
  await app.start();
  return app;
}

/** So many colleagues, each with a private chat, and so many unclaimed tickets. */
export async function fillDesk(store: Store, colleagues: number, tickets: number): Promise<void> {
  await store.db.$executeRawUnsafe(
    `with one as (insert into staff (id, name, role, active, created_at)
       select gen_random_uuid(), 'Colleague ' || n, case when n % 10 = 0 then 'supervisor' else 'liaison' end, true, now()
       from generate_series(1, $1::int) n returning id, name)
     insert into channel_identity (id, account, external_id, display_name, staff_id, private_chat, created_at)
     select gen_random_uuid(), 'telegram', 'c' || substr(name, 11), name, id, 'c' || substr(name, 11), now() from one`,
    colleagues,
  );
  await store.db.$executeRawUnsafe(
    `with people as (insert into person (id, name, room, created_at)
       select gen_random_uuid(), 'Guest ' || n, n::text, now() from generate_series(1, $1::int) n returning id),
     numbered as (select id, row_number() over () as n from people)
     insert into ticket (id, person_id, need, urgency, state, summary, language, account, opened_at, due_at,
       rule_version, response_due_at, resolution_due_at)
     select gen_random_uuid(), id, (array['supplies', 'test', 'policy', 'release'])[1 + n % 4],
       case when n % 500 = 0 then 'emergency' when n % 20 = 0 then 'high' else 'normal' end, 'new',
       'There is no drinking water left in our room', 'en', 'telegram', now() - n * interval '1 second',
       now() + (n % 7200 - 3600) * interval '1 second', 1, now(), now() + interval '1 day' from numbered`,
    tickets,
  );
  await store.tidy();
  await store.db.$executeRawUnsafe('analyze');
}

let messages = 0;

/** What a colleague (from 1) writes to the bot in private. */
export function wrote(colleague: number, text: string): Inbound {
  messages += 1;
  return {
    account: accountId('telegram'),
    id: `bench-${process.pid}-${messages}`,
    ref: messageRef(`${messages}`),
    chat: { id: chatRef(`c${colleague}`), kind: 'private' },
    sender: { id: senderRef(`c${colleague}`), name: `Colleague ${colleague}` },
    at: systemClock.now().toString(),
    addressed: true,
    text,
  };
}
