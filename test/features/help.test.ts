/** Help: short for a guest, by subject for a colleague, and each command in full on request. */
import { expect, test } from 'vitest';
import { last, team } from './desk-team.ts';

test('a guest reads what matters to them first, and nothing of the team', async () => {
  const { bot } = await team();
  const ana = bot.person('telegram', { locale: 'en' });
  await ana.says('/help');
  const commands = last(ana.inbox()).match(/^\/\S+/gm) ?? [];
  expect(commands.slice(0, 3)).toEqual(['/need', '/tickets', '/stay']);
  for (const none of ['/start', '/help', '/setup', '/queue']) expect(commands).not.toContain(none);
  expect(last(ana.inbox())).toContain('/need · Tell us what you need');
  await ana.pressesId('help:tickets');
  expect(last(ana.inbox())).not.toContain('/claim');
});

test('a colleague gets what is needed daily, the rest by subject, by button or by word', async () => {
  const { bot, colleague, group } = await team();
  const wang = await colleague('Wang');
  await wang.says('/help');
  expect(last(wang.inbox()).split('\n').length).toBeLessThan(25);
  expect(last(wang.inbox())).toContain('Stays and tests: /stay /extend');
  expect(last(wang.inbox())).not.toContain('Other:');
  await wang.presses('Trips');
  expect(last(wang.inbox())).toContain('/board · Ticks somebody of a trip as on board');
  await wang.saysIn(group, '/help stays and tests');
  expect(last(group.texts())).toContain('/tests · Who is to be tested');
  const lobby = bot.group('telegram');
  await wang.saysIn(lobby, '/help');
  expect(last(lobby.texts())).toContain('/need · ');
  expect(last(lobby.texts())).not.toContain('/claim');
  await wang.says('/help checks');
  expect(last(wang.inbox())).toContain('/unheard');
});

test('one command is explained with how it is written, by its own name or its word', async () => {
  const { colleague } = await team();
  const wang = await colleague('Wang', 'liaison', { locale: 'zh-CN' });
  await wang.says('/help extend');
  expect(last(wang.inbox())).toContain('/extend 延长 · ');
  expect(last(wang.inbox())).toContain('/extend 1203 2');
  await wang.says('/help 延长');
  expect(last(wang.inbox())).toContain('/extend 1203 2');
  await wang.says('/help 隔离与检测');
  expect(last(wang.inbox())).toContain('/result');
  await wang.says('/help invite');
  expect(last(wang.inbox())).toContain('没有叫“invite”的指令');
});

test('every command of the team has a subject', async () => {
  const { colleague } = await team();
  const ada = await colleague('Ada', 'admin');
  await ada.says('/help');
  expect(last(ada.inbox())).toContain('Settings: /invite /team');
  expect(last(ada.inbox())).not.toContain('Other:');
});

test('a guest may write the word of a command of theirs alone, but not begin a sentence with it', async () => {
  const { bot, group } = await team({ accounts: { telegram: {}, wechat: { buttons: false } } });
  const ana = bot.person('wechat', { locale: 'zh-CN' });
  await ana.says('打卡');
  expect(last(ana.inbox())).toContain('体温');
  await ana.says('打卡的地方在哪里？房间里的无线网也连不上');
  expect(last(ana.inbox())).toContain('#1');
  await ana.says('帮助');
  expect(last(ana.inbox())).not.toContain('/need');
  expect(group.texts()).toHaveLength(1);
});
