import { expect, test, vi } from 'vitest';
import type { CommandMenu } from '../src/channels/channel.ts';
import { LOCALES } from '../src/domain/locale.ts';
import { ChannelError } from '../src/errors.ts';
import { createTranslate } from '../src/i18n.ts';
import { silentLog } from '../src/log.ts';
import { createMenus } from '../src/menus.ts';
import { ensureSetupCode } from '../src/store/staff.ts';
import { testBot } from './support/bot.ts';

async function withAdministrator() {
  const bot = await testBot();
  await ensureSetupCode(bot.store.db, 'SETUP-123456');
  const boss = bot.person('telegram', { name: 'Boss', locale: 'zh-CN' });
  await boss.says('/setup SETUP-123456');
  const channel = bot.channel('telegram');
  const { features } = bot.app;
  const setMenus = createMenus({
    db: bot.store.db,
    channels: () => [channel],
    features,
    t: createTranslate(),
    locale: 'en',
    log: silentLog,
  });
  return { bot, boss, channel, setMenus };
}
const names = (menu: CommandMenu | undefined): string[] => menu?.commands.map(({ name }) => name) ?? [];

test('travellers get their commands in every language, staff theirs where they work, and nobody /setup', async () => {
  const { bot, boss, channel, setMenus } = await withAdministrator();
  const team = bot.group('telegram', 'team');
  await boss.saysIn(team, '/team Harbour');
  const set = vi.fn(async (_menus: readonly CommandMenu[]) => {});
  channel.setCommands = set;
  await setMenus();
  const menus = set.mock.lastCall?.[0] ?? [];
  const travellers = menus.filter((menu) => !menu.chat);
  expect(travellers.map((menu) => menu.locale)).toEqual([undefined, ...LOCALES]);
  for (const menu of travellers)
    expect(names(menu)).toEqual(expect.arrayContaining(['need', 'tickets', 'help']));
  expect(menus.flatMap(names)).not.toContain('setup');
  expect(travellers.flatMap(names)).not.toContain('claim');
  expect(names(menus.find((menu) => menu.chat === team.id))).toEqual(
    expect.arrayContaining(['claim', 'queue']),
  );
  expect(names(menus.find((menu) => menu.chat === boss.id))).toContain('resolve');
  expect(menus.every((menu) => menu.commands.every(({ description }) => !description.includes(':')))).toBe(
    true,
  );
});

test('menus are set again only when they change, and a refusal does no harm', async () => {
  const { bot, boss, channel, setMenus } = await withAdministrator();
  const set = vi.fn(async (_menus: readonly CommandMenu[]) => {
    throw new ChannelError('permanent', 'refused', { reason: 'rejected' });
  });
  channel.setCommands = set;
  await setMenus();
  await setMenus();
  expect(set).toHaveBeenCalledTimes(1);
  await boss.saysIn(bot.group('telegram', 'team'), '/team Harbour');
  await setMenus();
  expect(set).toHaveBeenCalledTimes(2);
});
