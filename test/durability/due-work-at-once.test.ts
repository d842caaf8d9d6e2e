import { describe, expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { createFeatures } from '../../src/features.ts';
import { createTranslate } from '../../src/i18n.ts';
import { silentLog } from '../../src/log.ts';
import { openStore } from '../../src/store/open.ts';
import { changeTicket, findTicket } from '../../src/store/tickets.ts';
import { transact } from '../../src/store/transaction.ts';
import { team } from '../features/desk-team.ts';
import { plainTriage } from '../features/plain-triage.ts';
import { onPostgres } from '../support/database.ts';
import { TEST_KEYS } from '../support/keys.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help';

/** So many tickets that Li has, with a supervisor above. */
async function scene(count: number) {
  const desk = await team({ triage: plainTriage });
  const li = await desk.colleague('Li');
  const chief = await desk.colleague('Chen', 'supervisor');
  for (let number = 1; number <= count; number += 1) {
    await desk.bot.person('telegram', { locale: 'en' }).says(MILK);
    await li.says(`/claim ${number}`);
  }
  return { ...desk, li, chief };
}

describe('a change worked out from a ticket that has changed meanwhile', () => {
  test('an answer does not start the clock of a ticket that began to wait', async () => {
    const { bot, li, ticket } = await scene(1);
    const { db } = bot.store;
    const now = bot.clock.now();
    const audit = { actor: { role: 'liaison', id: li.staffId }, action: 'ticket.reply', now } as const;
    const stale = await transact(db, (tx) => findTicket(tx, 1));
    if (!stale) throw new Error('no ticket');
    await li.says('/wait 1 on the clinic until 2h');
    bot.clock.advance({ minutes: 5 });
    const changed = await transact(db, (tx) => changeTicket(tx, stale, {}, { answeredAt: now }, audit));
    expect(changed).toMatchObject({ state: 'waiting-third', responseKept: true });
    expect(await ticket(1)).toMatchObject({ pausedAt: new Date(now.epochMilliseconds) });
    expect(await db.escalation.findFirst()).toMatchObject({ nextAt: null });
  });

  test('a guard that no longer holds is refused, however the ticket stands', async () => {
    const { bot, li } = await scene(1);
    const { db } = bot.store;
    const audit = {
      actor: { role: 'liaison', id: li.staffId },
      action: 'ticket.release',
      now: bot.clock.now(),
    } as const;
    const stale = await transact(db, (tx) => findTicket(tx, 1));
    if (!stale) throw new Error('no ticket');
    await li.says('/resolve 1');
    for (const guard of [{ states: ['claimed'] }, { version: stale.version }, { ownerId: null }] as const) {
      const change = { state: 'new', ownerId: null } as const;
      expect(await transact(db, (tx) => changeTicket(tx, stale, guard, change, audit))).toBeUndefined();
    }
  });

  test('a crash while people are being told takes nothing and tells nobody; the next look does both', async () => {
    const { bot, li } = await scene(1);
    const told = li.inbox().length;
    bot.clock.advance({ minutes: 50 });
    const sweep = bot.app.features.find(({ name }) => name === 'deadlines')?.sweep;
    const { createWork } = await import('../../src/conversation/work.ts');
    const around = { features: bot.app.features, t: createTranslate(), capabilities: () => undefined };
    const crash = transact(bot.store.db, async (tx) => {
      await sweep?.(createWork(tx, bot.clock.now(), around));
      throw new Error('crash');
    });
    await expect(crash).rejects.toThrow('crash');
    expect(await bot.store.db.escalation.findFirst()).toMatchObject({ step: 0 });
    await bot.later({ seconds: 1 });
    expect(li.inbox().length - told).toBe(1);
  });
});

describe.runIf(onPostgres)('due work in two processes over one database', () => {
  test('every wait is chased once and every deadline told once', async () => {
    const { bot, li, chief } = await scene(40);
    if (bot.store.kind !== 'postgres') throw new Error('not on a server');
    for (let number = 1; number <= 20; number += 1) await li.says(`/wait ${number} on the clinic until 1h`);
    const store = await openStore({ dataDir: '', databaseUrl: bot.store.connectionString, keys: TEST_KEYS });
    onTestFinished(() => store.close());
    const settings = { locale: 'en', zone: 'Asia/Shanghai', pageMinutes: [1, 3, 5], sweepMs: 0 };
    const other = createApp({
      store,
      channels: [],
      clock: bot.clock,
      log: silentLog,
      t: createTranslate(),
      features: createFeatures({ triage: plainTriage, settings }),
      settings,
    });
    await other.start();
    onTestFinished(() => other.stop());
    bot.clock.advance({ hours: 1 });
    await Promise.all([bot.app.sweep(), other.sweep(), bot.app.sweep(), other.sweep()]);
    await bot.later({ seconds: 1 });
    const chased = await bot.store.db.audit.groupBy({
      by: ['ticketId'],
      where: { action: 'ticket.chase' },
      _count: true,
    });
    expect(chased.map((one) => one._count)).toEqual(Array.from({ length: 20 }, () => 1));
    const told = await bot.store.db.audit.groupBy({
      by: ['ticketId'],
      where: { action: 'ticket.escalate' },
      _count: true,
    });
    expect(told.map((one) => one._count)).toEqual(Array.from({ length: 20 }, () => 1));
    const named = (one: typeof li, head: RegExp): string[] =>
      one
        .inbox()
        .filter((text) => head.test(text))
        .flatMap((text) => text.match(/#\d+/g) ?? []);
    const chases = named(li, /still waiting/);
    expect(new Set(chases).size).toBe(20);
    expect(chases).toHaveLength(20);
    const overdue = named(chief, /due soon or overdue/);
    expect(new Set(overdue).size).toBe(20);
    expect(overdue).toHaveLength(20);
  });
});
