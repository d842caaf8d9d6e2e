import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chatRef } from '../../src/domain/ids.ts';
import { TINY_PNG } from '../channels/contract.ts';
import { launch, PHONE, person } from './browser.ts';
import { type ScriptedDesk, scriptedDesk } from './scripted-desk.ts';

let browser: Browser;
let desk: ScriptedDesk;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  desk = await scriptedDesk();
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await desk.close();
});

const open = async (options = {}, path = '/') => {
  const visitor = await person(browser, { ...PHONE, ...options });
  await visitor.page.goto(desk.url + path);
  await visitor.page.waitForSelector('#status[data-state=online]');
  return visitor;
};
const firstChat = () => chatRef(desk.inbound[0]?.sender.id ?? '');

describe('a traveller', () => {
  it('writes, is answered, presses a choice, and finds it all again after a reload', async () => {
    const { page, problems } = await open();
    await page.getByRole('button', { name: 'I need something' }).tap();
    await page.getByRole('textbox').pressSequentially('milk powder <b>& quickly</b>');
    await page.getByRole('button', { name: 'Send' }).tap();
    await page.getByText('Your request has the number 101').waitFor();
    expect(desk.inbound.map(({ text }) => text)).toEqual(['I need milk powder <b>& quickly</b>']);
    expect(await page.locator('.starters').isHidden()).toBe(true);
    await page.getByRole('button', { name: 'It is about something else' }).tap();
    await page.locator('.msg.mine.command').waitFor();
    await expect.poll(() => desk.inbound.at(-1)?.choice?.id).toBe('need:101:other');
    await page.reload();
    await page.getByText('Your request has the number 101').waitFor();
    expect(await page.locator('.msg.mine .text').allTextContents()).toEqual([
      'I need milk powder <b>& quickly</b>',
      'It is about something else',
    ]);
    expect(problems).toEqual([]);
  });

  it('loses the connection, writes on, closes the page, and loses nothing and sends nothing twice', async () => {
    const { page } = await open();
    await page.getByRole('textbox').fill('first');
    await page.getByRole('button', { name: 'Send' }).tap();
    await page.getByText('number 101').waitFor();
    await desk.disconnect();
    await page.waitForSelector('#status:not([data-state=online])');
    for (const text of ['second', 'third', 'fourth']) {
      await page.getByRole('textbox').fill(text);
      await page.getByRole('button', { name: 'Send' }).tap();
    }
    expect(await page.locator('.pending .text').allTextContents()).toEqual(['second', 'third', 'fourth']);
    await page.getByText('It is sent when you are connected').first().waitFor();
    await desk.say({ chat: firstChat(), text: 'written while you were away' });
    const again = await page.context().newPage();
    await page.close();
    await desk.reconnect();
    await again.goto(desk.url);
    await again.getByText('written while you were away').waitFor();
    await again.getByText('number 104').waitFor();
    expect(await again.locator('.pending').count()).toBe(0);
    expect(desk.inbound.map(({ text }) => text)).toEqual(['first', 'second', 'third', 'fourth']);
    expect(await again.locator('.msg.mine .text').allTextContents()).toEqual([
      'first',
      'second',
      'third',
      'fourth',
    ]);
  });

  it('whose answer is lost on the way back tries again, and is heard once', async () => {
    const { page } = await open();
    let lost = 0;
    await page.route('**/web/me/messages', async (route) => {
      if (route.request().method() !== 'POST' || lost === 2) return route.continue();
      lost += 1;
      await route.fetch();
      await route.abort();
    });
    for (const text of ['only once', 'and this']) {
      await page.getByRole('textbox').fill(text);
      await page.getByRole('button', { name: 'Send' }).tap();
    }
    await page.getByText('number 102').waitFor();
    await expect.poll(() => lost).toBe(2);
    expect(desk.inbound.map(({ text }) => text)).toEqual(['only once', 'and this']);
    expect(await page.locator('.msg.mine .text').allTextContents()).toEqual(['only once', 'and this']);
  });

  it('sees what came and what changed while the network was gone, without reloading', async () => {
    const { page } = await open();
    await page.getByRole('textbox').fill('first');
    await page.getByRole('button', { name: 'Send' }).tap();
    await page.getByText('number 101').waitFor();
    const ref = await desk.say({ chat: firstChat(), text: 'Your test is on Monday.' });
    await page.getByText('Your test is on Monday.').waitFor();
    const known = desk.store.messages.find(({ seq }) => String(seq) === ref)?.rev;
    await desk.disconnect();
    await page.waitForSelector('#status:not([data-state=online])');
    const resumed = page.waitForRequest(/\/web\/events/);
    await desk.web.edit?.(ref, { chat: firstChat(), chatKind: 'private', text: 'Your test is on Tuesday.' });
    await desk.say({ chat: firstChat(), text: 'The doctor comes at ten.' });
    await desk.reconnect();
    expect((await resumed).url()).toContain(`cursor=${known}.0`);
    await page.getByText('The doctor comes at ten.').waitFor();
    await page.getByText('Your test is on Tuesday.').waitFor();
    expect(await page.getByText('Your test is on Monday.').count()).toBe(0);
    expect(await page.locator('.msg.bot').count()).toBe(3);
  });

  it('sends photos in one message, and is told at once when a file is too large or of a wrong kind', async () => {
    const { page } = await open();
    const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer });
    const png = Buffer.from(TINY_PNG);
    await page.locator('input[type=file]').setInputFiles([file('rash.png', png), file('arm.png', png)]);
    await page.getByRole('textbox').fill('my arm');
    await page.getByRole('button', { name: 'Send' }).tap();
    await page.locator('.msg.mine:not(.pending) .photo img').nth(1).waitFor();
    expect(
      await page
        .locator('.photo img')
        .evaluateAll((images) => images.map((image) => (image as HTMLImageElement).naturalWidth)),
    ).toEqual([1, 1]);
    expect(desk.inbound[0]).toMatchObject({
      text: 'my arm',
      media: [
        { kind: 'photo', name: 'rash.png' },
        { kind: 'photo', name: 'arm.png' },
      ],
    });
    await page.locator('input[type=file]').setInputFiles([file('film.png', Buffer.alloc(21 * 1024 * 1024))]);
    await page.getByText('The file is larger than 20 MB.').waitFor();
    await page
      .locator('input[type=file]')
      .setInputFiles([file('fake.png', Buffer.from('<html>no picture</html>'))]);
    await page.getByRole('button', { name: 'Send' }).tap();
    await page.getByText('This kind of file cannot be sent.').waitFor();
    await page.getByRole('textbox').fill('then words only');
    await page.getByRole('button', { name: 'Send' }).tap();
    await expect.poll(() => desk.inbound.at(-1)?.text).toBe('then words only');
    await page.locator('.failed').getByRole('button', { name: 'Remove' }).tap();
    expect(await page.locator('.pending').count()).toBe(0);
  });

  it('records a voice message and shares a place', async () => {
    const { page } = await open({
      permissions: ['microphone', 'geolocation'],
      geolocation: { latitude: 31.23, longitude: 121.47 },
    });
    await page.getByRole('button', { name: 'Record a voice message' }).tap();
    await page.getByText('0:01').waitFor();
    await page.getByRole('button', { name: 'Send' }).tap();
    await page.locator('.msg.mine:not(.pending) audio').waitFor();
    expect(desk.inbound[0]?.media).toMatchObject([{ kind: 'voice', type: 'audio/webm' }]);
    await page.getByRole('button', { name: 'Add a photo, file or place' }).tap();
    await page.getByRole('button', { name: 'Where I am' }).tap();
    await page.locator('.msg.mine .place').waitFor();
    expect(desk.inbound.at(-1)?.place).toEqual({ latitude: 31.23, longitude: 121.47 });
  });

  it('who is far too quick is slowed down, in order, and loses nothing', async () => {
    await desk.close();
    desk = await scriptedDesk({ limits: { messagesPer10s: 5 } });
    const { page } = await open();
    const texts = Array.from({ length: 12 }, (_, index) => `line ${index}`);
    for (const text of texts) {
      await page.getByRole('textbox').fill(text);
      await page.getByRole('button', { name: 'Send' }).tap();
    }
    await expect.poll(() => desk.inbound.length, { timeout: 40_000 }).toBe(12);
    expect(desk.inbound.map(({ text }) => text)).toEqual(texts);
  });

  it('reads and writes from right to left in Arabic, and in Burmese after choosing it', async () => {
    const { page } = await open({ locale: 'ar' });
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
    await page.getByRole('textbox').fill('متى أعود؟');
    await page.locator('.send').tap();
    await page.locator('.msg.bot').first().waitFor();
    const [mine, bot, width] = await Promise.all([
      page.locator('.msg.mine .bubble').boundingBox(),
      page.locator('.log .msg.bot .bubble').boundingBox(),
      page.evaluate(() => document.documentElement.scrollWidth),
    ]);
    expect((mine?.x ?? 0) < (bot?.x ?? 0)).toBe(true);
    expect(width).toBeLessThanOrEqual(360);
    await page.locator('#language').selectOption('my');
    await page.waitForSelector('html[lang=my]');
    await expect.poll(() => desk.inbound.map(({ text }) => text)).toContain('/language my');
    expect(desk.inbound.at(-1)?.sender.locale).toBe('my');
  });

  it.each(['zh-CN', 'ru', 'fr', 'vi', 'my', 'lo'])(
    'finds a page that fits 360 pixels in %s',
    async (locale) => {
      const { page, problems } = await open({ locale });
      await page.getByRole('textbox').fill('808');
      await page.locator('.send').tap();
      await page.locator('.log .msg.bot').waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      expect(problems).toEqual([]);
    },
  );

  it('who writes before the page is ready keeps every word, and sends it once', async () => {
    const { page } = await person(browser, PHONE);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/outbox.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(desk.url, { waitUntil: 'commit' });
    await page.getByRole('textbox').fill('please hurry');
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    release();
    await page.getByRole('button', { name: 'Send' }).tap();
    await expect.poll(() => desk.inbound.map(({ text }) => text)).toEqual(['please hurry']);
  });

  it('who came by a link goes on after a press, and not before', async () => {
    const { page } = await open({}, '/?start=abc-1');
    expect(desk.inbound).toEqual([]);
    await page.getByRole('button', { name: 'Continue' }).tap();
    await expect.poll(() => desk.inbound.map(({ text }) => text)).toEqual(['/start abc-1']);
    expect(new URL(page.url()).search).toBe('');
  });

  it('without any network still gets a page, in words that calm', async () => {
    const { page } = await open();
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await desk.disconnect();
    await page.reload();
    await page.getByText('No connection just now').waitFor();
    await desk.reconnect();
    await page.getByRole('button', { name: 'Try again' }).tap();
    await page.waitForSelector('#pane-me');
  });
});
