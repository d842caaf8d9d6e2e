import { describe, expect, test } from 'vitest';
import { testBot } from '../support/bot.ts';

describe('asking', () => {
  test('an unknown person writes a need and is answered with a number and one question', async () => {
    const bot = await testBot();
    const mum = bot.person('telegram', { name: 'Ana', locale: 'fr' });
    await mum.says('Our ten-month-old has no milk powder left, please help');
    expect(mum.inbox()).toHaveLength(1);
    expect(mum.inbox()[0]).toMatch(/#1/);
    const ticket = await bot.store.db.ticket.findFirstOrThrow({ include: { entries: true } });
    expect(ticket).toMatchObject({ need: 'supplies', urgency: 'high', state: 'new', number: 1 });
    expect(ticket.entries).toHaveLength(1);
  });
});
