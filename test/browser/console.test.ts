import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wholeApp } from '../support/whole-app.ts';
import { launch, PHONE, person } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** What axe finds wrong on a page, in a line each. */
async function faults(page: Page): Promise<string[]> {
  // Not as a script of the page, which its policy would rightly refuse.
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    // biome-ignore lint/suspicious/noExplicitAny: what was just evaluated
    const { violations } = await (globalThis as any).axe.run(document, { resultTypes: ['violations'] });
    return violations.map(
      ({ id, nodes }: { id: string; nodes: { html: string }[] }) => `${id}: ${nodes[0]?.html.slice(0, 150)}`,
    );
  });
}

const SECTIONS = [
  '',
  '/tickets/1',
  '/people',
  '/roster',
  '/daily',
  '/notices',
  '/trips',
  '/shifts',
  '/answers',
  '/figures',
  '/reports',
  '/exports',
  '/settings',
  '/oversight',
  '/me',
];

test('an administrator signs in by the setup code, sees a need come by itself, claims and answers it; every page is fit for screen readers, telephones and the dark', async () => {
  const bot = await wholeApp();
  const { page, problems } = await person(browser, { viewport: { width: 1280, height: 900 } });
  await page.goto(`${bot.url}/console`);
  await page.getByLabel('Setup code').fill(bot.setupCode);
  await page.getByLabel('Your name').fill('Mei');
  expect(await faults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Nothing here. Good.').waitFor();

  const ana = bot.telegram.user({ first_name: 'Ana', language_code: 'en' });
  await ana.say('We need 2 bottles of water and milk powder for the baby please');
  await bot.settle();
  await page.getByRole('link', { name: '#1' }).click();
  await page.getByRole('button', { name: 'Claim' }).click();
  await page.getByText('Status: claimed · Mei').waitFor();
  await page.getByLabel('Answer to the traveller').fill('On the way, twenty minutes.');
  await page.getByRole('button', { name: 'Send the answer' }).click();
  await page.getByRole('listitem').filter({ hasText: 'On the way, twenty minutes.' }).waitFor();
  await bot.settle();
  expect(ana.last().text).toContain('On the way, twenty minutes.');

  // What the traveller says next comes without a reload, and the field keeps what is being written.
  await page.getByLabel('Note for the team').fill('half a note');
  await ana.say('Thank you, we also need a towel');
  await bot.settle();
  await page.getByRole('listitem').filter({ hasText: 'also need a towel' }).waitFor();
  expect(await page.getByLabel('Note for the team').inputValue()).toBe('half a note');

  for (const path of SECTIONS) {
    await page.goto(`${bot.url}/console${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await faults(page), path).toEqual([]);
  }
  const state = await page.context().storageState();
  const dark = await person(browser, { ...PHONE, colorScheme: 'dark', locale: 'zh-CN', storageState: state });
  for (const path of SECTIONS) {
    await dark.page.goto(`${bot.url}/console${path}?lang=zh-CN`);
    await dark.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await dark.page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(
      360,
    );
    expect(await dark.page.locator('html').getAttribute('lang'), path).toBe('zh-CN');
    expect(await faults(dark.page), path).toEqual([]);
  }
  expect([...problems, ...dark.problems]).toEqual([]);
});

test('a link signs in by a press and leaves nothing in the address; by keyboard alone a filter is set', async () => {
  const bot = await wholeApp();
  const wang = bot.telegram.user({ first_name: 'Wang', language_code: 'en' });
  await wang.say(`/setup ${bot.setupCode}`);
  await wang.say('/console');
  await bot.settle();
  const code = /\/console\/in#(\S+)/.exec(wang.last().text ?? '')?.[1];
  const { page, problems } = await person(browser);
  await page.goto(`${bot.url}/console/in#${code}`);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Queue' }).waitFor();
  expect(page.url()).toBe(`${bot.url}/console`);
  await page.goto(`${bot.url}/console`);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Show' }).press('Enter');
  await page.waitForURL(/need=supplies/);
  expect(problems).toEqual([]);
});
