import { describe, expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import { accountId, chatRef, messageRef, senderRef } from '../../src/domain/ids.ts';
import type { Inbound } from '../../src/domain/message.ts';
import { createTriage } from '../../src/domain/triage.ts';
import { createFeatures } from '../../src/features.ts';
import { createTranslate } from '../../src/i18n.ts';
import { readLexicons } from '../../src/lexicons.ts';
import { silentLog } from '../../src/log.ts';
import { openStore } from '../../src/store/open.ts';
import { changeTicket, findTicket } from '../../src/store/tickets.ts';
import { transact } from '../../src/store/transaction.ts';
import { type Team, team } from '../features/desk-team.ts';
import { onPostgres } from '../support/database.ts';
import { TEST_KEYS } from '../support/keys.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';

let update = 0;
const from = (person: { id: string }, more: Partial<Inbound>): Inbound => ({
  account: accountId('telegram'),
  id: `claims-${update++}`,
  ref: messageRef(`r${update}`),
  chat: { id: chatRef(person.id), kind: 'private' },
  sender: { id: senderRef(person.id) },
  at: '2026-11-21T18:00:00Z',
  addressed: true,
  ...more,
});

/** Tickets 1 to `count`, opened by as many travellers, and so many colleagues. */
async function scene(tickets: number, colleagues: number) {
  const desk = await team();
  for (let number = 1; number <= tickets; number += 1)
    await desk.bot.person('telegram', { locale: 'en' }).says(MILK);
  const crowd = await Promise.all(
    Array.from({ length: colleagues }, (_, index) => desk.colleague(`Colleague ${index}`)),
  );
  const claim = (person: { id: string }, number: number): Inbound =>
    from(person, { text: `/claim ${number}` });
  const receive = (batch: readonly Inbound[]) => desk.bot.channel('telegram').host?.onInbound(batch);
  return { ...desk, crowd, claim, receive };
}

/** One owner each, one audited claim each; every winner got the words, every loser was told who has it. */
async function expectOneOwnerEach(
  { bot, ticket, crowd }: Pick<Team, 'bot' | 'ticket'> & { crowd: Awaited<ReturnType<Team['colleague']>>[] },
  tickets: number,
) {
  for (let number = 1; number <= tickets; number += 1) {
    const { id, ownerId, state } = await ticket(number);
    const owner = crowd.find((one) => one.staffId === ownerId);
    expect(state).toBe('claimed');
    expect(await bot.store.db.audit.count({ where: { action: 'ticket.claim', ticketId: id } })).toBe(1);
    const name = (await bot.store.db.staff.findUniqueOrThrow({ where: { id: ownerId ?? '' } })).name;
    const refusal = new RegExp(`^#${number} is with ${name} since`);
    for (const one of crowd) {
      const told = one.inbox().filter((text) => text.includes(`#${number}`));
      if (one === owner) expect(told.some((text) => text.includes(MILK))).toBe(true);
      else expect(told).toEqual([expect.stringMatching(refusal)]);
    }
  }
}

describe('claims at the same moment', () => {
  test.each([2, 50])(
    'of %i colleagues who claim the same three tickets in one batch, one gets each',
    async (count) => {
      const desk = await scene(3, count);
      await desk.receive([1, 2, 3].flatMap((number) => desk.crowd.map((one) => desk.claim(one, number))));
      await desk.bot.settle();
      await expectOneOwnerEach(desk, 3);
    },
  );

  test('what a traveller adds in the same batch as the claim reaches the new owner', async () => {
    const { bot, colleague, receive, claim } = await scene(0, 0);
    const wang = await colleague('Wang');
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.says(MILK);
    await receive([claim(wang, 1), from(mum, { text: 'She is crying, please hurry with the milk' })]);
    await bot.settle();
    expect(wang.inbox().filter((text) => text.includes('She is crying'))).toHaveLength(1);
  });

  test('what a traveller adds in the same batch as the end of the ticket is not lost on a ticket nobody looks at', async () => {
    const { bot, colleague, receive, claim, ticket } = await scene(0, 0);
    const wang = await colleague('Wang');
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.says(MILK);
    await receive([
      claim(wang, 1),
      from(wang, { text: '/resolve 1' }),
      from(mum, { text: 'We also need clean towels in our room please' }),
    ]);
    await bot.settle();
    const open = await bot.store.db.ticket.findMany({
      where: { state: { in: ['new', 'claimed', 'reopened'] } },
      include: { entries: true },
    });
    expect((await ticket(1)).number).toBe(1);
    expect(open.flatMap((one) => one.entries.map((entry) => entry.text))).toContain(
      'We also need clean towels in our room please',
    );
  });
});

describe.runIf(onPostgres)('claims in two processes over one database', () => {
  test('what a traveller says while another process is claiming their ticket waits for the claim, and reaches its owner', async () => {
    const { bot, colleague, receive } = await scene(0, 0);
    const { db } = bot.store;
    const wang = await colleague('Wang');
    const mum = bot.person('telegram', { locale: 'en' });
    await mum.says(MILK);
    const { promise: gate, resolve: commit } = Promise.withResolvers<void>();
    const { promise: claimed, resolve: claims } = Promise.withResolvers<void>();
    const claiming = transact(db, async (tx) => {
      const ticket = await findTicket(tx, 1);
      if (!ticket) throw new Error('no ticket');
      const audit = {
        actor: { role: 'liaison', id: wang.staffId },
        action: 'ticket.claim',
        now: bot.clock.now(),
      } as const;
      await changeTicket(tx, ticket, {}, { state: 'claimed', ownerId: wang.staffId }, audit);
      claims();
      await gate;
    });
    await claimed;
    await receive([from(mum, { text: 'She is crying, please hurry with the milk' })]);
    const waiting = async () =>
      (
        await db.$queryRaw<
          unknown[]
        >`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
      ).length;
    await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
    commit();
    await claiming;
    await bot.settle();
    expect(wang.inbox().filter((text) => text.includes('She is crying'))).toHaveLength(1);
  });

  test('of fifty colleagues, half of them in each process, exactly one gets each ticket', async () => {
    const desk = await scene(3, 50);
    if (desk.bot.store.kind !== 'postgres') throw new Error('not on a server');
    const store = await openStore({
      dataDir: '',
      databaseUrl: desk.bot.store.connectionString,
      keys: TEST_KEYS,
    });
    onTestFinished(() => store.close());
    const settings = { locale: 'en', zone: 'Asia/Shanghai', pageMinutes: [1, 3, 5], sweepMs: 0 };
    const other = createApp({
      store,
      channels: [],
      clock: desk.bot.clock,
      log: silentLog,
      t: createTranslate(),
      features: createFeatures({ triage: createTriage(readLexicons()), settings }),
      settings,
    });
    await other.start();
    onTestFinished(() => other.stop());
    // Each batch wakes both workers; they share the chats between them.
    await Promise.all(
      [0, 1].map((half) =>
        desk.receive(
          [1, 2, 3].flatMap((number) =>
            desk.crowd.filter((_, index) => index % 2 === half).map((one) => desk.claim(one, number)),
          ),
        ),
      ),
    );
    await expect
      .poll(() => desk.bot.store.db.inbound.count({ where: { state: 'pending' } }), { timeout: 20_000 })
      .toBe(0);
    await desk.bot.settle();
    await expectOneOwnerEach(desk, 3);
    expect(await desk.bot.store.db.inbound.count({ where: { state: 'failed' } })).toBe(0);
  });
});
