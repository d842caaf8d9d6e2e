/** The bot on a simulated Telegram in real time: for what goes wrong on the line between them. */
import { expect, onTestFinished } from 'vitest';
import { createApp } from '../../src/app.ts';
import { createTelegram } from '../../src/channels/telegram/index.ts';
import { systemClock } from '../../src/clock.ts';
import { createTriage } from '../../src/domain/triage.ts';
import { createFeatures } from '../../src/features.ts';
import { createTranslate } from '../../src/i18n.ts';
import { readLexicons } from '../../src/lexicons.ts';
import { silentLog } from '../../src/log.ts';
import type { Store } from '../../src/store/open.ts';
import { ensureSetupCode } from '../../src/store/staff.ts';
import { testStore } from './database.ts';
import {
  type Group,
  startTelegramEmulator,
  type TelegramEmulator,
  type User,
} from './telegram-emulator/index.ts';

const t = createTranslate();
const triage = createTriage(readLexicons());

/** How long the bot waits for an answer of Telegram here, in milliseconds. */
export const CALL_MS = 2000;

/** The bot, and who is there with it. */
export interface TelegramBot {
  readonly store: Store;
  readonly telegram: TelegramEmulator;
  readonly admin: User;
  readonly team: Group;
  /** So many people who have never written before. */
  people(count: number): User[];
  /** Waits until everything said is in the database's transcripts and nothing waits to be sent. */
  settled(): Promise<void>;
  /** What travellers said, ticket by ticket, in the order of the transcript. */
  transcripts(): Promise<string[][]>;
}

/** Starts it with one administrator and one team group; no limits but those a test sets. */
export async function telegramBot(): Promise<TelegramBot> {
  const store = await testStore();
  const telegram = await startTelegramEmulator();
  onTestFinished(() => telegram.stop());
  const channel = createTelegram({
    token: telegram.token,
    driver: 'grammy',
    apiRoot: telegram.url,
    log: silentLog,
    texts: { choose: '…', missing: (kind) => kind },
    limits: { perSecond: 1e9, chatEveryMs: 0, groupPerMinute: 1e9 },
    times: { callMs: CALL_MS, retryFirstMs: 50, retryLongestMs: 500 },
  });
  const settings = { locale: 'en', zone: 'UTC', pageMinutes: [1, 3, 5], sweepMs: 200 };
  const app = createApp({
    store,
    channels: [channel],
    clock: systemClock,
    log: silentLog,
    t,
    features: createFeatures({ triage, settings }),
    settings,
  });
  const code = await ensureSetupCode(store.db);
  await app.start();
  onTestFinished(() => app.stop());
  const admin = telegram.user({ first_name: 'Mo Admin', language_code: 'en' });
  await admin.say(`/setup ${code}`);
  await admin.waitFor('administrator');
  const team = telegram.group({ title: 'Night desk', members: [admin] });
  await admin.say('/team Night desk', { chat: team });
  await team.waitFor('Night desk');
  return {
    store,
    telegram,
    admin,
    team,
    people: (count) =>
      Array.from({ length: count }, (_, index) =>
        telegram.user({ first_name: `Guest ${index}`, language_code: 'en' }),
      ),
    async settled() {
      await telegram.drained({ timeoutMs: 30_000 });
      const pending = { where: { state: 'pending' } };
      await expect
        .poll(
          async () => (await store.db.inbound.count(pending)) + (await store.db.outgoing.count(pending)),
          { timeout: 30_000, interval: 100 },
        )
        .toBe(0);
    },
    async transcripts() {
      const entries = { where: { kind: 'traveller' }, orderBy: { id: 'asc' } } as const;
      const tickets = await store.db.ticket.findMany({ include: { entries }, orderBy: { number: 'asc' } });
      return tickets.map((ticket) => ticket.entries.map((entry) => entry.text ?? ''));
    },
  };
}
