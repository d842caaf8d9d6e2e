import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseTable } from '../../src/domain/table-text.ts';
import { wholeApp } from '../support/whole-app.ts';
import { launch, PHONE, person } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Room, language and words. */
const WISHES: readonly (readonly [string, string, string])[] = [
  [
    '804',
    'en',
    'We need supplies: 2 cans of milk powder stage 1, 3 packs of diapers size M and 1 flurb please',
  ],
  ['806', 'zh-hans', '早上好，请送两箱矿泉水、一个烧水壶和三包纸巾'],
  ['1201', 'ko', '생수 6병, 샴푸 1개, 수건 2장 부탁드립니다'],
  ['1210', 'ar', 'صباح الخير، نحتاج ٣ زجاجات ماء وعلبتين حليب أطفال مرحلة 2 ومنشفتين من فضلكم'],
];

test('the pick list opens from the desk, floor by floor and in each language, goes on paper and into a table', async () => {
  const bot = await wholeApp();
  const { page: desk, problems } = await person(browser, { viewport: { width: 1360, height: 850 } });
  await desk.goto(`${bot.url}/desk/pick`);
  await desk.getByText('Please sign in at the desk first').waitFor();
  await desk.getByRole('link', { name: 'To the desk' }).click();
  await desk.getByText('First administrator').click();
  await desk.locator('input[name=code]').fill(bot.setupCode);
  await desk.getByRole('button', { name: 'Come in' }).click();
  await desk.waitForSelector('main.desk');
  const createdAt = new Date(bot.clock.now().epochMilliseconds);
  await bot.store.db.site.create({ data: { id: randomUUID(), name: 'Harbour Hotel', createdAt } });
  for (const [room, language, words] of WISHES) {
    const guest = bot.telegram.user({ first_name: `Guest of ${room}`, language_code: language });
    for (const text of [words, room]) {
      await guest.say(text);
      await bot.settle();
    }
  }

  const opening = desk.waitForEvent('popup');
  await desk.getByRole('link', { name: 'Pick list' }).click();
  const page = await opening;
  page.on('console', (message) => problems.push(message.text()));
  await page.getByRole('heading', { name: 'Pick list · Harbour Hotel' }).waitFor();
  const heads = () => page.getByRole('heading', { level: 2 }).allTextContents();
  expect(await heads()).toEqual(['Floor 8', 'Floor 12', 'In all']);
  expect(await page.locator('.floor tbody tr').count()).toBe(12);
  await page.getByText('حليب').first().waitFor();

  // One floor, and the same in Chinese.
  await page.getByRole('link', { name: 'Floor 12' }).click();
  await expect.poll(heads).toEqual(['Floor 12', 'In all']);
  await page.getByRole('link', { name: '简体中文' }).click();
  await expect.poll(heads).toEqual(['12 楼', '合计']);
  expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
  await page.getByRole('link', { name: '全部楼层' }).click();
  await expect.poll(heads).toEqual(['8 楼', '12 楼', '合计']);

  // The table has the lines that the page has.
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: '下载明细表（CSV）' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^pick-Harbour Hotel-\d{4}-\d\d-\d\d\.csv$/);
  const table = parseTable(await readFile(await download.path(), 'utf8'));
  expect(table.slice(1).map(({ cells }) => cells[4])).toEqual(
    await page
      .locator('.floor td.item bdi')
      .evaluateAll((cells) => cells.map((cell) => cell.textContent?.replace(/ \(.*\)$/, ''))),
  );

  // On paper there is nothing to press, and every sheet says what it belongs to.
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await wide()).toBe(0);
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('nav a:visible, nav button:visible').count()).toBe(0);
  expect(await page.locator('.on-paper:visible').allTextContents()).toEqual([
    expect.stringMatching(/配货单 · Harbour Hotel · 8 楼 截至 \d{4}-\d\d-\d\d \d\d:\d\d/),
    expect.stringContaining('12 楼'),
    expect.stringContaining('合计'),
  ]);
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(3);
  await page.emulateMedia({ media: null });
  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', 'yes');
  });
  await page.getByRole('button', { name: '打印' }).click();
  await page.waitForSelector('body[data-printed]');

  // A telephone shows it too: only the tables scroll sideways.
  await page.setViewportSize(PHONE.viewport ?? { width: 360, height: 720 });
  expect(await wide()).toBe(0);
  expect(problems).toEqual([]);
  await Promise.all(browser.contexts().map((context) => context.close()));
});
