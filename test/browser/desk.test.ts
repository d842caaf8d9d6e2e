import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DESK } from '../../src/channels/web/context.ts';
import { launch, PHONE, person } from './browser.ts';
import { card, type ScriptedDesk, scriptedDesk } from './scripted-desk.ts';

let browser: Browser;
let desk: ScriptedDesk;
let logins: { account: string; qr: string }[] = [];
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  logins = [];
  desk = await scriptedDesk({ loginQr: async () => logins });
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await desk.close();
});

/** Comes in with a code, as the first administrator or as somebody invited. */
async function comeIn(
  name: string,
  kind: 'setup' | 'start',
  options = {},
): Promise<{ page: Page; problems: string[] }> {
  const visitor = await person(browser, { viewport: { width: 1280, height: 800 }, ...options });
  const { page } = visitor;
  await page.goto(`${desk.url}/desk`);
  if (kind === 'setup') await page.getByText('First administrator').click();
  await page.getByLabel('Your code').fill(kind === 'setup' ? 'sesame' : 'welcome');
  await page.getByLabel('Your name').fill(name);
  await page.getByRole('button', { name: 'Come in' }).click();
  await page.waitForSelector('main.desk');
  await page.waitForSelector('#status[data-state=online]');
  return visitor;
}

const team = (page: Page) => page.locator('#pane-desk');
const write = async (page: Page, text: string): Promise<void> => {
  await team(page).getByRole('textbox').fill(text);
  await page.keyboard.press('Enter');
};

describe('the desk', () => {
  it('answers a wrong code on the form, and opens by itself after the right one', async () => {
    const { page } = await person(browser);
    await page.goto(`${desk.url}/desk`);
    await page.getByLabel('Your code').fill('wrong');
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.getByText('This code is not known.').waitFor();
    await page.getByLabel('Your code').fill('welcome');
    await page.getByRole('button', { name: 'Come in' }).click();
    await page.waitForSelector('main.desk');
    expect(desk.inbound.map(({ text, chat }) => [text, chat.kind])).toEqual([
      ['/start wrong', 'private'],
      ['/start welcome', 'private'],
    ]);
  });

  it('shows a card, which changes in place for everybody when one of them claims it', async () => {
    const [lin, ana] = [await comeIn('Lin', 'setup'), await comeIn('Ana', 'start')];
    const guest = await person(browser, PHONE);
    await guest.page.goto(desk.url);
    await guest.page.getByRole('textbox').fill('no milk powder');
    await guest.page.getByRole('button', { name: 'Send' }).tap();
    await team(lin.page).getByText('Nobody has claimed it yet').waitFor();
    await team(ana.page).getByRole('button', { name: 'Claim' }).click();
    for (const { page } of [lin, ana]) {
      await team(page).getByText('Claimed by Ana').waitFor();
      expect(await team(page).locator('.card').count()).toBe(1);
      expect(await team(page).locator('.card .choice').allTextContents()).toEqual(['Resolve', 'Release']);
    }
    expect(await team(ana.page).locator('.msg.mine').count()).toBe(0);
    expect([...lin.problems, ...ana.problems, ...guest.problems]).toEqual([]);
  });

  it('carries chatter between colleagues, quotes cards by keyboard, and completes commands', async () => {
    await desk.web.setCommands?.([
      {
        audience: 'group',
        commands: [
          { name: 'queue', description: 'Open tickets' },
          { name: 'mine', description: 'Yours' },
        ],
      },
    ]);
    const [lin, ana] = [await comeIn('Lin', 'setup'), await comeIn('Ana', 'start')];
    await write(lin.page, 'The lift is broken.');
    await team(ana.page).locator('.msg.other', { hasText: 'The lift is broken.' }).getByText('Lin').waitFor();
    const ref = await desk.say({ chat: DESK, ...card(7, 'no soap') });
    const reply = team(ana.page)
      .locator('.card')
      .getByRole('button', { name: /^Reply to this message/ });
    await reply.focus();
    await ana.page.keyboard.press('Enter');
    await write(ana.page, 'I have some here');
    await expect
      .poll(() => desk.inbound.at(-1))
      .toMatchObject({ text: 'I have some here', replyTo: ref, addressed: true });
    await team(lin.page).locator('.quote', { hasText: '#7' }).waitFor();
    await team(lin.page).getByRole('textbox').pressSequentially('/q');
    await team(lin.page).getByRole('option', { name: /queue/ }).waitFor();
    await lin.page.keyboard.press('Tab');
    expect(await team(lin.page).getByRole('textbox').inputValue()).toBe('/queue ');
    await lin.page.keyboard.press('Enter');
    await expect.poll(() => desk.inbound.at(-1)).toMatchObject({ text: '/queue ', addressed: true });
  });

  it('makes an emergency stand out, and counts it where nobody looks', async () => {
    const { page } = await comeIn('Lin', 'setup', PHONE);
    await page.getByRole('tab', { name: 'My chat with the bot' }).tap();
    await desk.say({ chat: DESK, ...card(9, 'He vomits blood') });
    await page.locator('#tab-desk .badge', { hasText: '1' }).waitFor();
    await page.getByRole('tab', { name: 'Team' }).tap();
    expect(await page.locator('#tab-desk .badge').isHidden()).toBe(true);
    await team(page).locator('.card.emergency').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  it('shows how accounts fare and the code that waits to be scanned', async () => {
    logins = [{ account: 'wechat', qr: 'https://login.example/x' }];
    const { page } = await comeIn('Lin', 'setup');
    await page.getByText('web: connected').waitFor();
    const image = page.getByRole('img', { name: 'Scan with the phone to log in: wechat' });
    await image.waitFor();
    await expect
      .poll(() => image.evaluate((node) => (node as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0);
  });

  it('closes for a colleague who has left the team', async () => {
    const { page } = await comeIn('Lin', 'setup');
    desk.staff.clear();
    await write(page, 'am I still here?');
    await team(page).getByText('This part is for the team.').waitFor();
    await page.reload();
    await page.waitForSelector('#signin');
  });
});
