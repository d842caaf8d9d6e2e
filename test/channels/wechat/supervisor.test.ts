import { afterEach, describe, expect, it, vi } from 'vitest';
import { MockWechat } from './mock-wechat.ts';

describe('supervisor', () => {
  let wechat: MockWechat;
  afterEach(() => wechat.channel.stop());

  const states = () => wechat.host.health.map(({ state }) => state);
  const healthWith = (detail: RegExp) =>
    wechat.host.until(() => wechat.host.health.find((health) => detail.test(health.detail ?? '')));
  /** Resolves with the number of starts once there are that many. */
  const countStarts = () => {
    const start = wechat.puppet.onStart.bind(wechat.puppet);
    const reached = Promise.withResolvers<void>();
    wechat.puppet.onStart = async () => {
      await start();
      reached.resolve();
    };
    return reached.promise;
  };

  it('starting, login with its code, scanned, online; the code is drawn once', async () => {
    const showQr = vi.fn();
    wechat = new MockWechat({ showQr });
    await wechat.channel.start(wechat.host);
    wechat.mocker.scan('https://login/abc', 2);
    wechat.mocker.scan('https://login/abc', 2);
    wechat.mocker.scan('', 3);
    wechat.mocker.login(wechat.bot);
    await wechat.host.healthy();
    expect(states()).toEqual(['starting', 'login', 'login', 'online']);
    expect(wechat.host.health[1]?.qr).toBe('https://login/abc');
    expect(showQr.mock.calls).toEqual([['https://login/abc']]);
  });

  it('start does not wait for the login', async () => {
    wechat = new MockWechat();
    await wechat.channel.start(wechat.host);
    expect(states()).toEqual(['starting']);
    await expect(wechat.channel.start(wechat.host)).rejects.toThrow('already started');
  });

  it('the bot’s name in groups is known after the login', async () => {
    wechat = await new MockWechat().start();
    await vi.waitFor(() => expect(wechat.channel.capabilities.handle?.()).toBe('@Guitu'));
  });

  it('logout: offline with the reason, started again when no login follows by itself', async () => {
    wechat = await new MockWechat({ timing: { relogin: 5 } }).start();
    const restarted = countStarts();
    await wechat.puppet.logout('kicked');
    await healthWith(/^logged out$/u);
    await restarted;
    wechat.mocker.login(wechat.bot);
    await wechat.host.healthy();
    wechat.ana.say('back').to(wechat.bot);
    expect((await wechat.host.next(({ text }) => text === 'back')).text).toBe('back');
  });

  it('messages after a restart arrive once', async () => {
    wechat = await new MockWechat().start();
    const restarted = countStarts();
    wechat.puppet.emit('reset', { data: 'please' });
    await restarted;
    wechat.mocker.login(wechat.bot);
    await wechat.host.healthy();
    wechat.ana.say('one').to(wechat.bot);
    wechat.ana.say('two').to(wechat.bot);
    await wechat.host.next(({ text }) => text === 'two');
    expect(wechat.host.accepted.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('an error of a puppet that lives is told and no outage', async () => {
    wechat = await new MockWechat().start();
    wechat.puppet.answersDings = false;
    wechat.puppet.emit('error', Object.assign(new Error('to +86 123: secret'), { name: 'Odd' }));
    const { state, detail } = await healthWith(/^error: /u);
    expect(state).toBe('online');
    expect(detail).not.toContain('secret');
    wechat.puppet.emit('dong', { data: '' });
    await wechat.host.until(() => (wechat.host.health.at(-1)?.detail === undefined ? true : undefined));
  });

  it('an error before the login is an outage, and the puppet is started again', async () => {
    wechat = new MockWechat();
    await wechat.channel.start(wechat.host);
    const restarted = countStarts();
    wechat.puppet.emit('error', new Error('no connection'));
    await wechat.host.healthy('offline');
    await restarted;
  });

  it('silence: a puppet that answered before and now does not is down and started again', async () => {
    wechat = await new MockWechat({ timing: { silence: 10, answer: 10 } }).start();
    const restarted = countStarts();
    wechat.puppet.answersDings = false;
    await healthWith(/^no sign of life$/u);
    await restarted;
  });

  it('silence: a puppet that answers, or never did, is left alone', async () => {
    wechat = await new MockWechat({ timing: { silence: 5, answer: 5 } }).start();
    await vi.waitFor(() => expect(wechat.puppet.dings).toBeGreaterThan(4));
    expect(states()).not.toContain('offline');
    await wechat.channel.stop();
    wechat = new MockWechat({ timing: { silence: 5, answer: 5 } });
    wechat.puppet.answersDings = false;
    await wechat.start();
    wechat.puppet.emit('heartbeat', { data: '' });
    await vi.waitFor(() => expect(wechat.puppet.dings).toBeGreaterThan(1));
    expect(states()).not.toContain('offline');
  });

  it('a puppet that fails to start is tried again with growing pauses until it does', {
    timeout: 30_000,
  }, async () => {
    wechat = new MockWechat();
    const start = wechat.puppet.onStart.bind(wechat.puppet);
    wechat.puppet.onStart = async () => {
      wechat.puppet.onStart = start;
      throw new Error('no connection');
    };
    await wechat.channel.start(wechat.host);
    await wechat.host.healthy('offline');
    await vi.waitFor(() => expect(wechat.puppet.state.active()).toBe(true), 10_000);
    wechat.mocker.login(wechat.bot);
    await wechat.host.healthy();
  });

  it('a puppet that is not installed is an operator’s error at the start', async () => {
    wechat = new MockWechat({ puppet: 'wechaty-puppet-nowhere' });
    await expect(wechat.channel.start(wechat.host)).rejects.toMatchObject({
      name: 'StartupError',
      message: expect.stringContaining('npm install wechaty-puppet-nowhere'),
    });
  });

  it('a real puppet with a wrong token: start returns, health tells what to check and not the token', async () => {
    wechat = new MockWechat({ puppet: 'wechaty-puppet-service', puppetToken: 'without-prefix' });
    await wechat.channel.start(wechat.host);
    const { state, detail } = await healthWith(/check the puppet token/u);
    expect(state).toBe('offline');
    expect(detail).not.toContain('without-prefix');
  });

  it('a handler that throws inside wechaty does not reach us', async () => {
    wechat = await new MockWechat().start();
    wechat.puppet.emit('message', { messageId: 'nowhere' });
    wechat.puppet.emit('friendship', { friendshipId: '' });
    wechat.puppet.emit('room-join', {
      inviteeIdList: ['wxid_bot'],
      inviterId: '',
      roomId: 'x',
      timestamp: 0,
    });
    wechat.ana.say('fine').to(wechat.bot);
    expect((await wechat.host.next(({ text }) => text === 'fine')).text).toBe('fine');
  });
});
