import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wholeApp } from '../support/whole-app.ts';
import { launch, PHONE, person } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Name, room and language. */
const GUESTS: readonly (readonly [string, string, string])[] = [
  ['Ana Lima', '804', 'es'],
  ['فاطمة الزهراء', '806', 'ar'],
  ['Nguyễn Văn An', '1201', 'vi'],
  ['မမ အောင်', '1201', 'my'],
  ['王小明', '1203', 'zh-CN'],
  ['John Smith', '1210', 'en'],
  ['Anne Dupont', '1211', 'fr'],
];

test('cards are made by a press, fit on paper, and the link on one lets a guest in on the web', async () => {
  const bot = await wholeApp();
  const { page, problems } = await person(browser, { viewport: { width: 1360, height: 850 } });
  await page.goto(`${bot.url}/desk`);
  await page.getByText('First administrator').click();
  await page.locator('input[name=code]').fill(bot.setupCode);
  await page.getByRole('button', { name: 'Come in' }).click();
  await page.waitForSelector('main.desk');
  const { db } = bot.store;
  const createdAt = new Date(bot.clock.now().epochMilliseconds);
  const siteId = randomUUID();
  await db.site.create({ data: { id: siteId, name: 'Harbour Hotel', createdAt } });
  for (const [name, room, locale] of GUESTS) {
    const id = randomUUID();
    await db.person.create({ data: { id, name, room, locale, siteId, createdAt } });
    await db.stay.create({ data: { id: randomUUID(), personId: id, siteId, state: 'here', createdAt } });
  }

  await page.goto(`${bot.url}/desk/cards?site=Harbour+Hotel`);
  await page.getByText('7 travellers here').waitFor();
  await page.getByRole('button', { name: 'Make the cards' }).click();
  await page.getByText('7 cards').waitFor();
  expect(await page.locator('.room-card').count()).toBe(GUESTS.length);
  expect(await page.locator('.card-qr svg').count()).toBe(GUESTS.length);
  expect(await page.locator('[lang=ar]').getAttribute('dir')).toBe('rtl');
  expect(await page.locator('#print').isVisible()).toBe(true);
  // Nothing is cut off, on screen or on paper, in any language.
  const cut = () =>
    page
      .locator('.room-card')
      .evaluateAll((cards) =>
        cards
          .filter(
            (card) => card.scrollHeight > card.clientHeight + 2 || card.scrollWidth > card.clientWidth + 2,
          )
          .map((card) => card.textContent),
      );
  expect(await cut()).toEqual([]);
  await page.emulateMedia({ media: 'print' });
  await page.setViewportSize({ width: 703, height: 1000 });
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/cards.png`, fullPage: true });
  expect(await cut()).toEqual([]);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  // Six to a sheet.
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(2);

  const link = (await page.locator('.card-link').first().textContent()) ?? '';
  const guest = await person(browser, { ...PHONE, locale: 'es' });
  await guest.page.goto(bot.url + new URL(link).search.replace('?', '/?'));
  await guest.page.locator('#invitation button').click();
  await guest.page.getByText('Le damos la bienvenida, Ana Lima').waitFor();
  await guest.page.getByText('Su habitación: 804, Harbour Hotel').waitFor();
  await page.goto(`${bot.url}/desk/cards`);
  await page.getByText('6 travellers here').waitFor();
  expect([...problems, ...guest.problems]).toEqual([]);
});
