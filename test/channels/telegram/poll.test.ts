import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TelegramChannel, TelegramOptions } from '../../../src/channels/telegram/index.ts';
import { startTelegramEmulator, type TelegramEmulator } from '../../support/telegram-emulator/index.ts';
import { RecordingHost } from '../recording-host.ts';
import { DRIVERS, testChannel } from './setup.ts';

describe.each(DRIVERS)('long polling with %s', (driver) => {
  let emulator: TelegramEmulator;
  let host: RecordingHost;
  let channel: TelegramChannel;

  beforeEach(async () => {
    emulator = await startTelegramEmulator({ privacy: false });
    host = new RecordingHost();
    channel = testChannel(emulator, driver);
  });
  afterEach(async () => {
    await channel.stop();
    await emulator.stop();
  });

  const restart = async (options: Partial<TelegramOptions>): Promise<void> => {
    await channel.stop();
    channel = testChannel(emulator, driver, options);
    await channel.start(host);
  };
  const texts = () => host.accepted.map((inbound) => inbound.text);
  const state = () => host.health.at(-1)?.state;

  it('the backlog of a time when nobody was there is received, a hundred at a time', async () => {
    const ana = emulator.user();
    for (let index = 0; index < 150; index += 1) await ana.say(`waited ${index}`);
    await channel.start(host);
    await host.next((inbound) => inbound.text === 'waited 149');
    expect(texts()).toEqual(Array.from({ length: 150 }, (_, index) => `waited ${index}`));
    expect(host.batches.map((batch) => batch.length)).toEqual([100, 50]);
  });

  it('updates stay with Telegram until the host has them', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    host.before = () => held;
    await channel.start(host);
    await emulator.user().say('hold on');
    await host.until(() => host.batches[0]);
    const stopping = channel.stop().then(() => 'stopped');
    expect(await Promise.race([stopping, Promise.resolve('waiting')])).toBe('waiting');
    expect(emulator.pendingUpdates()).toBe(1);
    release();
    await stopping;
    expect(texts()).toEqual(['hold on']);
    expect(emulator.pendingUpdates()).toBe(0);
  });

  it('a batch that could not be stored is fetched again until it is', async () => {
    host.failNext(3);
    await channel.start(host);
    await emulator.user().say('keep me');
    await host.next((inbound) => inbound.text === 'keep me');
    expect(new Set(host.refused.map((inbound) => inbound.id)).size).toBe(1);
    expect(host.refused).toHaveLength(3);
    await emulator.drained();
    expect(state()).toBe('online');
  });

  it('updates that come twice and calls that take their time change neither order nor number', async () => {
    emulator.duplicateUpdates(true);
    emulator.latency({ min: 0, max: 15 });
    await channel.start(host);
    const ana = emulator.user();
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    for (const line of lines) await ana.say(line);
    await host.next((inbound) => inbound.text === 'line 19');
    expect(texts()).toEqual(lines);
  });

  it('a channel that is stopped and started again receives what came in between', async () => {
    await channel.start(host);
    await channel.stop();
    await emulator.user().say('in between');
    await channel.start(host);
    await host.next((inbound) => inbound.text === 'in between');
  });

  it('a webhook left behind by another mode does not keep it from polling', async () => {
    await fetch(`${emulator.url}/bot${emulator.token}/setWebhook?url=http://127.0.0.1:9/old`);
    await emulator.user().say('hello');
    await channel.start(host);
    await host.next((inbound) => inbound.text === 'hello');
  });

  it('a pressed button is answered once it is stored, and a late answer does no harm', async () => {
    await channel.start(host);
    const ana = emulator.user();
    await ana.start();
    const to = { chat: String(ana.id) as never, chatKind: 'private' } as const;
    await channel.send({ ...to, text: 'choose', choices: [[{ id: 'a', label: 'A' }]] });
    emulator.faults.next({
      kind: '400',
      method: 'answerCallbackQuery',
      description: 'Bad Request: query is too old',
    });
    ana.press(ana.last(), 'A', { timeoutMs: 100 }).catch(() => undefined);
    await host.next((inbound) => inbound.choice?.id === 'a');
    await ana.press(ana.last(), 'A');
    expect(host.accepted.filter((inbound) => inbound.choice)).toHaveLength(2);
  });

  it('an outage is reported and survived: nothing is lost', async () => {
    await channel.start(host);
    emulator.pause('refuse');
    await host.healthy('offline');
    emulator.resume();
    await emulator.user().say('after the outage');
    await host.next((inbound) => inbound.text === 'after the outage');
    await host.healthy('online');
  });

  it.each(['500', '502', 'reset', '429'] as const)('a single failure (%s) is not an outage', async (kind) => {
    emulator.faults.next({ kind, method: 'getUpdates', retryAfter: 0 });
    await emulator.user().say('hello');
    await channel.start(host);
    await host.next((inbound) => inbound.text === 'hello');
    expect(host.health.map((health) => health.state)).toEqual(['starting', 'online']);
  });

  it('a server that falls silent is given up after the time of a poll', async () => {
    await restart({ times: { pollSeconds: 0.1, pollMarginMs: 100 } });
    emulator.faults.next({ kind: 'silence', method: 'getUpdates', times: 3 });
    await host.healthy('offline');
    await emulator.user().say('awake');
    await host.next((inbound) => inbound.text === 'awake');
    await host.healthy('online');
  });

  it('a second poller on the token is a conflict, and its end a recovery', async () => {
    await channel.start(host);
    const rival = fetch(`${emulator.url}/bot${emulator.token}/getUpdates?timeout=5`);
    await host.healthy('conflict');
    expect(host.health.at(-1)?.detail).toMatch(/same bot token/);
    expect((await rival).status).toBe(409);
    await emulator.user().say('still here');
    await host.next((inbound) => inbound.text === 'still here');
    await host.healthy('online');
    expect(host.health.map((health) => health.state)).toEqual(['starting', 'online', 'conflict', 'online']);
  });

  it('a webhook that another program sets is a conflict of its own, until it is taken away', async () => {
    await channel.start(host);
    const call = (method: string) => fetch(`${emulator.url}/bot${emulator.token}/${method}`);
    await call('setWebhook?url=http://127.0.0.1:9/other');
    await host.until(() => (/has set a webhook/.test(host.health.at(-1)?.detail ?? '') ? true : undefined));
    expect(host.health.at(-1)?.state).toBe('conflict');
    await call('deleteWebhook');
    await host.healthy('online');
  });

  it('a host that fails to take the news of the health still gets the messages', async () => {
    await emulator.user().say('hello');
    await channel.start({
      onInbound: (batch) => host.onInbound(batch),
      onHealth: () => {
        throw new Error('no');
      },
    });
    await host.next((inbound) => inbound.text === 'hello');
  });

  it('a refused token says what to do', async () => {
    await restart({ token: '1:WRONG' });
    expect(host.health.at(-1)).toMatchObject({
      state: 'offline',
      detail: expect.stringContaining('@BotFather'),
    });
    expect(JSON.stringify(host.health)).not.toContain('WRONG');
  });

  it('stop is prompt while Telegram is away', async () => {
    emulator.pause('hold');
    const starting = channel.start(host);
    const begun = performance.now();
    await channel.stop();
    await starting;
    expect(performance.now() - begun).toBeLessThan(1000);
    emulator.resume();
  });

  it('groups: added, migrated and removed are told', async () => {
    await channel.start(host);
    const ana = emulator.user();
    const group = emulator.group({ members: [ana], bot: 'none' });
    const old = String(group.id);
    group.addBot(ana);
    const to = String(group.migrate());
    await host.next((inbound) => inbound.event?.type === 'moved');
    group.kickBot(ana);
    await host.next((inbound) => inbound.event?.type === 'blocked');
    const events = host.accepted.map(({ chat, event }) => [chat.id, event]);
    expect(events).toEqual([
      [old, { type: 'joined' }],
      [old, { type: 'moved', to }],
      [old, { type: 'moved', to }],
      [to, { type: 'blocked' }],
    ]);
  });

  it('albums arrive as pieces of one group', async () => {
    await channel.start(host);
    const bytes = new Uint8Array(8);
    await emulator.user().sendAlbum([{ bytes }, { bytes }, { bytes }], { caption: 'the room' });
    await host.until(() => (host.accepted.length === 3 ? true : undefined));
    expect(new Set(host.accepted.map((inbound) => inbound.group)).size).toBe(1);
    expect(texts()).toEqual(['the room', undefined, undefined]);
  });
});
