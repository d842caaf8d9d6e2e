/** What a whole team must know reaches somebody, also where it has no chat. */
import { expect, test } from 'vitest';
import { createWork } from '../../src/conversation/work.ts';
import { createTranslate } from '../../src/i18n.ts';
import { tellTeam } from '../../src/outbox/tell-team.ts';
import { transact } from '../../src/store/transaction.ts';
import { last, team } from '../features/desk-team.ts';

test('goes to the chats of the team, else to the supervisors in private, each once and in their language', async () => {
  const { bot, group, teamId, colleague } = await team();
  const boss = await colleague('Boss', 'supervisor', { locale: 'zh-CN' });
  const wang = await colleague('Wang');
  const { db } = bot.store;
  const tell = async (key: string): Promise<void> => {
    await transact(db, async (tx) => {
      const around = { features: bot.app.features, t: createTranslate(), capabilities: () => undefined };
      const work = createWork(tx, bot.clock.now(), around);
      await tellTeam(work, teamId, { key, locale: 'en' }, (locale) => ({ text: `${key} in ${locale}` }));
    });
    bot.app.wake();
    await bot.settle();
  };
  await tell('one');
  await tell('one');
  expect(group.texts()).toEqual(['one in en']);
  await db.chat.updateMany({ where: { externalId: group.id }, data: { state: 'closed' } });
  await tell('two');
  await tell('two');
  expect(group.texts()).toHaveLength(1);
  expect([boss.inbox().length, last(boss.inbox()), wang.inbox()]).toEqual([1, 'two in zh-CN', []]);
});
