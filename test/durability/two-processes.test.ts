import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { botProcess } from '../support/bot-process.ts';
import { onPostgres, testLocation } from '../support/database.ts';
import { startTelegramEmulator } from '../support/telegram-emulator/index.ts';

const STAFF = 50;
const LONG = { timeoutMs: 30_000 };
const wish = (number: number): string => `We need drinking water in our room please, wish ${number}`;

/** Two processes of the real program over one database and one bot account, and fifty colleagues. */
async function scene() {
  const telegram = await startTelegramEmulator();
  onTestFinished(() => telegram.stop());
  const location = await testLocation();
  const { db, close } = await openStore(location);
  onTestFinished(close);
  const createdAt = new Date();
  const staff = await Promise.all(
    Array.from({ length: STAFF }, async (_, index) => {
      const user = telegram.user({ first_name: `Colleague ${index}`, language_code: 'en' });
      const id = randomUUID();
      await db.staff.create({ data: { id, name: `Colleague ${index}`, role: 'liaison', createdAt } });
      const identity = {
        id: randomUUID(),
        account: 'telegram',
        externalId: String(user.id),
        privateChat: String(user.id),
      };
      await db.channelIdentity.create({ data: { ...identity, staffId: id, createdAt } });
      return { id, user, name: `Colleague ${index}` };
    }),
  );
  const processes = [botProcess(location, telegram), botProcess(location, telegram)] as const;
  for (const one of processes) await one.start();
  return { telegram, db, staff, processes };
}

describe.runIf(onPostgres)('two processes over one database', () => {
  test('fifty colleagues claim at once: one gets it, the others are told who; when a process dies the other goes on', {
    timeout: 120_000,
  }, async () => {
    const { telegram, db, staff, processes } = await scene();
    const guests = Array.from({ length: 3 }, (_, index) =>
      telegram.user({ first_name: `Guest ${index}`, language_code: 'en' }),
    );
    for (const [index, guest] of guests.entries()) {
      await guest.say(wish(index));
      await guest.waitFor(/#\d+/, LONG);
    }
    for (const number of [1, 2, 3]) {
      await Promise.all(staff.map(({ user }) => user.say(`/claim ${number}`)));
    }
    for (const number of [1, 2, 3]) {
      for (const { user } of staff) await user.waitFor(new RegExp(`#${number}\\b`), LONG);
      const ticket = await db.ticket.findUniqueOrThrow({ where: { number } });
      const owner = staff.find((one) => one.id === ticket.ownerId);
      expect(await db.audit.count({ where: { action: 'ticket.claim', ticketId: ticket.id } })).toBe(1);
      for (const { user, id } of staff) {
        const told = user.messages().map((one) => one.text ?? '');
        if (id === owner?.id) expect(told.some((text) => text.includes(ticket.summary))).toBe(true);
        else
          expect(told.some((text) => text.startsWith(`#${number} is with ${owner?.name} since`))).toBe(true);
      }
    }

    // Whichever receives, the other takes over from it: each is killed once, and the guests write on.
    for (const [round, victim] of processes.entries()) {
      await victim.kill();
      await Promise.all(guests.map((guest) => guest.say(wish(10 + round))));
      await expect
        .poll(() => db.entry.count({ where: { kind: 'traveller' } }), { timeout: 30_000, interval: 100 })
        .toBe(3 * (round + 2));
      await victim.start();
    }
    await expect
      .poll(() => db.outgoing.count({ where: { state: 'pending' } }), { timeout: 30_000, interval: 100 })
      .toBe(0);
    expect(await db.inbound.count({ where: { state: { not: 'handled' } } })).toBe(0);
    expect(await Promise.all(processes.map((one) => one.stop()))).toEqual([0, 0]);
  });
});
