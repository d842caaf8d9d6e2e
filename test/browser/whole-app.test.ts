import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawPicture } from '../../src/cli/demo/pictures.ts';
import { wholeApp } from '../support/whole-app.ts';
import { launch, PHONE, person } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

test('a guest on a telephone asks, the desk claims and answers, a photo comes, it is resolved and rated: all in two browsers', async () => {
  const bot = await wholeApp();
  const desk = await person(browser, { viewport: { width: 1360, height: 850 } });
  const guest = await person(browser, PHONE);

  // The first administrator comes in with the setup code and finds an empty desk.
  await desk.page.goto(`${bot.url}/desk`);
  await desk.page.getByText('First administrator').click();
  await desk.page.locator('input[name=code]').fill(bot.setupCode);
  await desk.page.locator('input[name=name]').fill('Lin');
  await desk.page.getByRole('button', { name: 'Come in' }).click();
  const team = desk.page.locator('#pane-desk');
  const mine = desk.page.locator('#pane-me');
  await team.waitFor();

  // The guest asks; the answer comes at once, and so does the card.
  await guest.page.goto(bot.url);
  const write = async (text: string): Promise<void> => {
    await guest.page.getByRole('textbox').fill(text);
    await guest.page.getByRole('button', { name: 'Send' }).tap();
  };
  await write('We have no milk powder left for our baby, please help');
  await guest.page.getByText('It is request #1').waitFor();
  const card = team.locator('.msg', { hasText: '#1' }).filter({ hasText: 'Status' });
  await card.getByText('no milk powder left').waitFor();
  await write('1204');
  await card.getByText('room 1204').waitFor();

  // Claimed with a button; what Lin writes in her own chat reaches the guest.
  await card.getByRole('button', { name: 'Claim' }).click();
  await card.getByText('claimed · Lin').waitFor();
  await mine.getByText('no milk powder left').first().waitFor();
  await mine.getByRole('textbox').fill('Ten minutes! Which one does the baby take?');
  await mine.getByRole('textbox').press('Enter');
  await guest.page.getByText('Which one does the baby take?').waitFor();

  // The guest sends a photo, which Lin sees.
  const buffer = Buffer.from(drawPicture('tin'));
  await guest.page
    .locator('input[type=file]')
    .setInputFiles([{ name: 'tin.png', mimeType: 'image/png', buffer }]);
  await write('This one, please');
  await mine.getByText('This one, please').waitFor();
  const width = () =>
    mine
      .locator('img')
      .last()
      .evaluate((image: HTMLImageElement) => image.naturalWidth);
  await expect.poll(width).toBe(352);

  // However much was said, the page itself stays where it is and only the conversation scrolls.
  const overflow = () => document.documentElement.scrollHeight - window.innerHeight;
  expect([await guest.page.evaluate(overflow), await desk.page.evaluate(overflow)]).toEqual([0, 0]);

  // Resolved, rated with five stars and a word, which the card tells.
  await mine.getByRole('button', { name: 'Resolve' }).last().click();
  await card.getByText('resolved · Lin').waitFor();
  await guest.page.getByRole('button', { name: '5 ★' }).tap();
  await guest.page.getByText('add a word').waitFor();
  await write('So quick, thank you');
  await guest.page.getByText('the team will read it').waitFor();
  await card.getByText('Rated 5 of 5').waitFor();
  expect(await bot.store.db.ticket.findMany()).toMatchObject([
    { state: 'closed', rating: 5, ratingComment: 'So quick, thank you' },
  ]);
  expect([...desk.problems, ...guest.problems]).toEqual([]);
  await Promise.all(browser.contexts().map((context) => context.close()));
});
