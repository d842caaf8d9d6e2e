import { describe, expect, test } from 'vitest';
import { createWork } from '../../src/conversation/work.ts';
import { createTranslate } from '../../src/i18n.ts';
import { findTicket } from '../../src/store/tickets.ts';
import { transact } from '../../src/store/transaction.ts';
import { team } from './desk-team.ts';
import { plainTriage } from './plain-triage.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help';
const SYSTEM = { role: 'system', id: 'system' } as const;

async function scene(edit: boolean) {
  const desk = await team({ triage: plainTriage, accounts: { telegram: { edit } } });
  const li = await desk.colleague('Li');
  await desk.bot.person('telegram', { name: 'Ana', locale: 'en' }).says(MILK);
  const lines = (words: RegExp) => desk.group.texts().filter((text) => words.test(text));
  return { ...desk, li, lines };
}

describe('changes that leave the ticket’s version as it was', () => {
  test('each is said where cards cannot be edited, also the second of the same kind', async () => {
    const { li, lines, ticket } = await scene(false);
    const { version } = await ticket(1);
    await li.says('/promise 1 milk powder tonight');
    await li.says('/promise 1 a call tomorrow');
    await li.says('/note 1 she sounds tired');
    await li.says('/note 1 the door code is 12');
    expect((await ticket(1)).version).toBe(version);
    expect(lines(/milk powder tonight/)).toHaveLength(1);
    expect(lines(/a call tomorrow/)).toHaveLength(1);
    expect(lines(/note/i)).toHaveLength(2);
  });

  test('each draws the card again where it can be edited', async () => {
    const { li, group } = await scene(true);
    const edits = () => group.posts()[0]?.edits ?? 0;
    const before = edits();
    await li.says('/note 1 she sounds tired');
    const once = edits();
    await li.says('/note 1 the door code is 12');
    expect([once - before, edits() - once]).toEqual([1, 1]);
  });

  test('one that is told of twice at one go is said once, another kind beside it as well', async () => {
    const { bot, lines } = await scene(false);
    const around = {
      features: bot.app.features,
      t: createTranslate(),
      capabilities: () => bot.channel('telegram').capabilities,
    };
    const tell = () =>
      transact(bot.store.db, async (tx) => {
        const work = createWork(tx, bot.clock.now(), around);
        const ticket = await findTicket(tx, 1);
        if (!ticket) throw new Error('no ticket');
        const event = { type: 'ticket.changed', ticket, before: ticket, actor: SYSTEM } as const;
        const params = { name: 'Li', text: 'milk' };
        await work.emit({ ...event, what: 'promised', params });
        await work.emit({ ...event, what: 'promised', params: { ...params } });
        await work.emit({ ...event, what: 'promised', params: { ...params, text: 'a call' } });
      });
    await tell();
    bot.app.wake();
    await bot.settle();
    expect([lines(/milk$/), lines(/a call/)].map((found) => found.length)).toEqual([1, 1]);
    await tell();
    bot.app.wake();
    await bot.settle();
    expect([lines(/milk$/), lines(/a call/)].map((found) => found.length)).toEqual([2, 2]);
  });
});
