import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sheetCells } from '../features/exports-scene.ts';
import { staffRoom } from '../support/staff-room.ts';
import { inboxOf, talk, textOf } from '../support/talk.ts';
import type { User } from '../support/telegram-emulator/index.ts';
import { type WholeApp, wholeApp } from '../support/whole-app.ts';
import { launch, person } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Two sites, a rule, a traveller with a need and a date that somebody wants moved, and reports at seven. */
async function yesterday(bot: WholeApp) {
  const { admin, hire } = await staffRoom(bot);
  const { says } = talk(bot);
  const sup = await hire('supervisor', 'Sun Li');
  const other = await hire('supervisor', 'Lin');
  const wang = await hire('liaison', 'Wang');
  await says(admin, '/site "Sun Hotel" zone=Asia/Shanghai', '/site "Moon Hotel" zone=Asia/Shanghai');
  await says(admin, '/stayrules 14 start=arrival');
  const ana = bot.telegram.user({ first_name: 'Ana', language_code: 'en' });
  await says(ana, 'We need 2 bottles of water please');
  const { db } = bot.store;
  const { id: siteId } = await db.site.findFirstOrThrow({ where: { name: 'Sun Hotel' } });
  const { personId } = await db.ticket.findFirstOrThrow();
  const now = new Date(bot.clock.now().epochMilliseconds);
  await db.person.update({ where: { id: personId }, data: { name: 'Ana Lima', room: '1203', siteId } });
  await db.ticket.updateMany({ data: { siteId } });
  await db.stay.create({
    data: { id: crypto.randomUUID(), personId, siteId, state: 'here', arrivedAt: now, createdAt: now },
  });
  await says(wang, '/stay Ana Lima arrival=2026-11-21', '/extend Ana Lima 2 the laboratory is late');
  await says(sup, '/report at 07:00');
  await bot.later({ hours: 29 });
  await bot.later({ minutes: 1 });
  return { sup, other, ana };
}

/** Somebody at a browser of their own, signed in by the link that the bot sends. */
async function signedIn(bot: WholeApp, user: User): Promise<{ page: Page; problems: string[] }> {
  await talk(bot).says(user, '/console');
  const sent = user.inbox().map(textOf).join('\n');
  const code = [...sent.matchAll(/\/console\/in#(\S+)/g)].at(-1)?.[1];
  const at = await person(browser, { acceptDownloads: true });
  at.page.setDefaultTimeout(10_000);
  await at.page.goto(`${bot.url}/console/in#${code}`);
  await at.page.getByRole('button', { name: 'Sign in' }).click();
  await at.page.getByRole('heading', { name: 'Queue' }).waitFor();
  return at;
}

test("a supervisor's morning: the report is read and signed, a figure leads to the queue, an export arrives, a date is approved, a notice goes out with a second person", async () => {
  const bot = await wholeApp();
  const { sup, other, ana } = await yesterday(bot);
  const { page, problems } = await signedIn(bot, sup);
  const goTo = (section: string) => page.getByRole('navigation').getByRole('link', { name: section }).click();
  const answer = page.locator('#answer');

  await goTo('Reports');
  await page.getByRole('row', { name: '2026-11-22' }).getByRole('link').click();
  const tickets = page.getByRole('region', { name: 'Tickets', exact: true });
  await tickets.getByRole('row', { name: 'opened 1' }).waitFor();
  await page.getByRole('row', { name: /expected 0/ }).waitFor();
  await page.getByLabel('Remark, in your own words').fill('A quiet night.');
  await page.getByRole('button', { name: 'Save the remark' }).click();
  await page.getByText('Remark: A quiet night.').waitFor();
  await page.getByRole('button', { name: 'Sign and send up' }).click();
  await answer.getByText('is signed and has gone up').waitFor();
  await bot.settle();
  expect(inboxOf(sup)).toContain('A quiet night.');

  await goTo('Figures');
  await page.getByLabel('Divided').selectOption('By site');
  await page.getByLabel('From (optional)').fill('2026-11-22');
  await page.getByLabel('To (optional)').fill('2026-11-23');
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByRole('link', { name: 'Sun Hotel' }).click();
  await page.getByRole('heading', { name: 'Queue' }).waitFor();
  expect(new URL(page.url()).searchParams.get('site')).toBe('Sun Hotel');
  await page.getByRole('link', { name: '#1' }).click();
  await page.getByText('2 bottles of water').first().waitFor();

  await goTo('Exports');
  const form = page.locator('section', { has: page.getByRole('heading', { name: 'Tickets' }) });
  await form.locator('[name=format]').selectOption('xlsx');
  const arriving = page.waitForEvent('download');
  await form.getByRole('button', { name: 'Download' }).click();
  const file = await arriving;
  expect(file.suggestedFilename()).toBe('tickets-2026-11-23.xlsx');
  const [rows = []] = await sheetCells(await readFile(await file.path()));
  expect(rows).toHaveLength(2);
  expect(rows[1]?.join(' ')).toMatch(/Sun Hotel.*bottles of water/);

  await goTo('Today');
  await page.getByRole('button', { name: 'Approve' }).click();
  await answer.getByText('approved by').waitFor();
  await bot.settle();
  expect(inboxOf(ana)).toMatch(/2026-12-07|7 December|December 7/);

  await goTo('Notices');
  await page.getByText('New notice').first().click();
  await page.getByLabel('Issued by').fill('Sun Hotel');
  await page.getByLabel('Language 1').selectOption('en');
  await page.getByLabel('Title', { exact: true }).fill('Hot water');
  await page.getByLabel('Text', { exact: true }).fill('None tonight from 22:00.');
  await page.getByLabel('For the site').selectOption('Sun Hotel');
  await page.getByRole('button', { name: 'New notice' }).click();
  await answer.getByRole('button', { name: 'Preview' }).click();
  await answer.getByText('1 of them can be reached').waitFor();
  await answer.getByRole('button', { name: 'Ask for approval' }).click();
  await answer.getByText('to approve it').waitFor();

  // Who wrote it does not let it out; somebody else reads it on their own page.
  expect(await page.getByRole('button', { name: 'Approve and send' }).count()).toBe(0);
  const second = await signedIn(bot, other);
  await second.page.goto(`${bot.url}/console/notices`);
  await second.page.getByText('None tonight from 22:00.').waitFor();
  await second.page.getByRole('button', { name: 'Approve and send' }).click();
  await second.page.locator('#answer').getByText('Notice No. 1').waitFor();
  await bot.later({ seconds: 1 });
  expect(inboxOf(ana)).toContain('None tonight from 22:00.');
  expect([...problems, ...second.problems]).toEqual([]);
});
