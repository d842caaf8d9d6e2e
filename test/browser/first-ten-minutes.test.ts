import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PUBLIC_URL, wholeApp } from '../support/whole-app.ts';
import { launch, PHONE, person } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** What the README says to do first, and what it says to write: the commands in its backticks. */
const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const steps = README.slice(
  README.indexOf('## The first ten minutes'),
  README.indexOf('## Connecting Telegram'),
);
const written = (start: string): string =>
  [...steps.matchAll(/`(\/[^`]+)`/g)]
    .map(([, words = '']) => words)
    .find((words) => words.startsWith(start)) ?? '';

test('a new administrator who follows "The first ten minutes" literally has a team, two sites, an invitation and a solved request after eight things written and nine presses', async () => {
  const bot = await wholeApp();
  const desk = await person(browser, { viewport: { width: 1360, height: 850 } });
  const guest = await person(browser, PHONE);
  const { page } = desk;
  page.setDefaultTimeout(10_000);
  const { db } = bot.store;
  let presses = 0;
  let words = 0;
  const press = async (at: Page, name: string): Promise<void> => {
    presses += 1;
    await at.getByRole('button', { name }).last().click();
  };
  const write = async (pane: ReturnType<Page['locator']>, text: string): Promise<void> => {
    words += 1;
    await pane.getByRole('textbox').fill(text);
    await pane.getByRole('textbox').press('Enter');
  };
  await page.goto(`${bot.url}/desk`);
  presses += 1;
  await page.getByText('First administrator').click();
  await page.locator('input[name=code]').fill(bot.setupCode);
  await page.locator('input[name=name]').fill('Lin');
  words += 2;
  await press(page, 'Come in');
  const [team, mine] = [page.locator('#pane-desk'), page.locator('#pane-me')];
  await team.waitFor();
  // Nobody types before the page is there.
  await page.waitForSelector('#status[data-state=online]');
  await write(team, written('/team'));
  await expect.poll(() => db.team.findFirst()).toMatchObject({ name: 'Day shift' });
  await write(team, written('/site'));
  await expect.poll(() => db.site.findFirst()).toMatchObject({ name: 'Sun Hotel' });

  await guest.page.goto(bot.url);
  await guest.page.waitForSelector('#status[data-state=online]');
  await guest.page.getByRole('textbox').fill('Our baby has no milk powder');
  await press(guest.page, 'Send');
  await guest.page.getByText('It is request #1').waitFor();
  const card = team.locator('.msg', { hasText: '#1' }).filter({ hasText: 'Status' });
  presses += 1;
  await card.getByRole('button', { name: 'Claim' }).click();
  await card.getByText('claimed · Lin').waitFor();
  await write(mine, 'It comes in ten minutes.');
  await guest.page.getByText('It comes in ten minutes.').waitFor();
  presses += 1;
  await mine.getByRole('button', { name: 'Resolve' }).last().click();
  await card.getByText('resolved · Lin').waitFor();

  await write(mine, written('/invite'));
  await mine
    .getByText(/[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/)
    .last()
    .waitFor();
  await write(mine, written('/console'));
  const link = mine.getByText('/console/in#').last();
  await link.waitFor();
  const address = /\S+\/console\/in#\S+/.exec((await link.textContent()) ?? '')?.[0] ?? '';
  await page.goto(address.replace(PUBLIC_URL, bot.url));
  await press(page, 'Sign in');
  presses += 3;
  await page.getByRole('navigation').getByRole('link', { name: 'Settings' }).click();
  await page.getByText('Add or change a site').first().click();
  const form = page.locator('form[action="/console/settings/site"]');
  await form.locator('[name=name]').fill('Moon Hotel');
  words += 1;
  await form.getByRole('button').click();
  await page.locator('#answer').getByText('Site added: Moon Hotel').waitFor();

  expect((await db.site.findMany()).map(({ name }) => name).toSorted()).toEqual(['Moon Hotel', 'Sun Hotel']);
  expect(await db.team.count()).toBe(1);
  expect(await db.invite.count()).toBe(1);
  expect((await db.ticket.findFirstOrThrow()).state).toBe('resolved');
  expect({ presses, words }).toEqual({ presses: 9, words: 8 });
  expect([...desk.problems, ...guest.problems]).toEqual([]);
});
