import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DESK } from '../../../src/channels/web/context.ts';
import { chatRef } from '../../../src/domain/ids.ts';
import { colleague, visitor, webFixture } from './fixture.ts';

const codeOf = async (response: Response): Promise<string> => (await response.json()).error.code;

describe('posting a message', () => {
  it('is answered 200 only after the host has committed it', async () => {
    const fixture = await webFixture();
    const person = await visitor(fixture);
    let commit: (() => void) | undefined;
    fixture.host.before = () => new Promise((resolve) => (commit = resolve));
    let answered = false;
    const posting = person.say('hello').then((response) => {
      answered = true;
      return response;
    });
    await expect.poll(() => commit).toBeDefined();
    expect(answered).toBe(false);
    commit?.();
    expect((await posting).status).toBe(200);
  });

  it('under the same id is one message in the history and one id for the host', async () => {
    const fixture = await webFixture();
    const person = await visitor(fixture);
    const id = randomUUID();
    fixture.host.failNext();
    expect((await person.say('once', { id })).status).toBe(503);
    expect((await person.say('once', { id })).status).toBe(200);
    expect((await person.say('once', { id: id.toUpperCase() })).status).toBe(200);
    expect(fixture.store.messages.map(({ content }) => content.text)).toEqual(['once']);
    expect(
      new Set([...fixture.host.refused, ...fixture.host.accepted].map((inbound) => inbound.id)).size,
    ).toBe(1);
  });

  it('tells the page to come back when the host, the history or the server is not ready', async () => {
    const fixture = await webFixture({}, false);
    const person = await visitor(fixture);
    const early = await person.say('too early');
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '2']);
    await fixture.web.start(fixture.host);
    fixture.store.down = true;
    expect(await codeOf(await person.say('no database'))).toBe('not_saved');
    expect(await codeOf(await person.say('no look-up', { replyTo: 1 }))).toBe('server');
    fixture.store.down = false;
    fixture.host.failNext();
    expect(await codeOf(await person.say('no commit'))).toBe('not_saved');
    await fixture.web.stop();
    expect((await person.say('too late')).status).toBe(503);
  });

  it('carries the language of the browser, or the one chosen in the menu', async () => {
    const fixture = await webFixture();
    const person = await visitor(fixture);
    await person.say('bonjou', {}, 'me');
    await person.post(
      '/web/me/messages',
      { id: randomUUID(), text: 'a' },
      { 'accept-language': 'ht, fr;q=0.8' },
    );
    const cookie = `${person.cookie}; homeward_lang=my`;
    await person.post(
      '/web/me/messages',
      { id: randomUUID(), text: 'b' },
      { cookie, 'accept-language': 'fr' },
    );
    expect(fixture.host.accepted.map(({ sender }) => sender.locale)).toEqual([undefined, 'ht', 'my']);
  });

  it('keeps the text as written, except what no database takes', async () => {
    const fixture = await webFixture();
    const person = await visitor(fixture);
    await person.say('  a\0b \ud83d  ');
    expect(fixture.host.accepted[0]?.text).toBe('  ab \ufffd  ');
  });

  it.each([
    ['no session', 401, 'session', (person: { cookie: string }) => (person.cookie = ''), { text: 'a' }],
    [
      'a forged session',
      401,
      'session',
      (p: { cookie: string }) => (p.cookie = `${p.cookie.slice(0, -2)}xx`),
      { text: 'a' },
    ],
    ['nothing in it', 400, 'empty', () => undefined, { text: '  ' }],
    ['too long a text', 400, 'too_long', () => undefined, { text: 'x'.repeat(8001) }],
    ['no id', 400, 'bad_message', () => undefined, { id: 'one', text: 'a' }],
    ['a choice that is none', 400, 'bad_message', () => undefined, { choice: { id: 'é', ref: 1 } }],
    ['a place that is none', 400, 'bad_message', () => undefined, { place: { latitude: 91, longitude: 0 } }],
    [
      'a foreign file',
      400,
      'bad_upload',
      () => undefined,
      { files: [{ id: 'x', kind: 'photo', type: 'image/png', name: 'x', size: 1, proof: 'x' }] },
    ],
  ])('is refused with %s, and says what to do', async (_name, status, code, spoil, body) => {
    const fixture = await webFixture();
    const person = await visitor(fixture);
    spoil(person);
    const response = await person.post('/web/me/messages', { id: randomUUID(), ...body });
    expect(response.status).toBe(status);
    const { error } = await response.json();
    expect(error.code).toBe(code);
    expect(error.message.length).toBeGreaterThan(20);
    expect(error.message).not.toContain('{{');
    expect(fixture.host.accepted).toEqual([]);
  });

  it('is delayed, not lost, when a person writes too much at once; others go on', async () => {
    const fixture = await webFixture({ limits: { messagesPer10s: 2 } });
    const [person, other] = [await visitor(fixture), await visitor(fixture)];
    expect([(await person.say('1')).status, (await person.say('2')).status]).toEqual([200, 200]);
    const third = await person.say('3');
    expect([third.status, Number(third.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect((await other.say('1')).status).toBe(200);
    fixture.now += 10_000;
    expect((await person.say('3')).status).toBe(200);
  });

  it('is refused from another site, and without any word of where it comes from', async () => {
    const fixture = await webFixture({ publicUrl: 'https://home.example' });
    const person = await visitor(fixture);
    const post = (headers: Record<string, string>) =>
      fixture.web.routes.request('http://inside:8080/web/me/messages', {
        method: 'POST',
        headers: { cookie: person.cookie, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ id: randomUUID(), text: 'a' }),
      });
    const refused = [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'null' },
      {},
    ];
    for (const headers of refused) expect((await post(headers as Record<string, string>)).status).toBe(403);
    for (const origin of ['https://home.example', 'http://inside:8080'])
      expect((await post({ origin })).status).toBe(200);
  });

  it('carries a place, and a pressed button with its label in the history', async () => {
    const fixture = await webFixture();
    const person = await visitor(fixture);
    await person.post('/web/me/messages', { id: randomUUID(), place: { latitude: 31.2, longitude: 121.4 } });
    const chat = chatRef(person.sender);
    const choices = [[{ id: 'need:1', label: 'Supplies' }]];
    const { ref } = await fixture.web.send({ chat, chatKind: 'private', text: 'What?', choices });
    await person.post('/web/me/messages', { id: randomUUID(), choice: { id: 'need:1', ref: Number(ref) } });
    const [placed, pressed] = fixture.host.accepted;
    expect(placed?.place).toEqual({ latitude: 31.2, longitude: 121.4 });
    expect(pressed).toMatchObject({ choice: { id: 'need:1', ref }, addressed: true });
    expect(pressed?.text).toBeUndefined();
    expect(fixture.store.of(chat).at(-1)?.content).toEqual({ text: 'Supplies', pressed: true });
  });

  it('quotes only messages of its own chat', async () => {
    const fixture = await webFixture();
    const [person, other] = [await visitor(fixture), await visitor(fixture)];
    await other.say('private words');
    await person.say('mine', { replyTo: 1 });
    expect(fixture.host.accepted[1]?.replyTo).toBeUndefined();
  });
});

describe('the history', () => {
  it('gives the newest messages, and earlier ones before a given one, of the own chat only', async () => {
    const fixture = await webFixture({ limits: { messagesPer10s: 1_000 } });
    const [person, other] = [await visitor(fixture), await visitor(fixture)];
    for (let index = 0; index < 60; index += 1) await person.say(`line ${index}`);
    await other.say('not yours');
    const first = await (await person.request('/web/me/messages')).json();
    expect([first.messages.length, first.more, first.cursor]).toEqual([50, true, 60]);
    expect(first.messages[0]).toMatchObject({ text: 'line 10', mine: true, author: 'person', chat: 'me' });
    const earlier = await (await person.request(`/web/me/messages?before=${first.messages[0].seq}`)).json();
    expect([earlier.messages.length, earlier.more]).toEqual([10, false]);
    expect(JSON.stringify([first, earlier])).not.toContain(person.sender);
  });
});

describe('the desk', () => {
  it('is closed to everybody who is not staff, to read and to write', async () => {
    const fixture = await webFixture();
    const person = await visitor(fixture);
    for (const path of [
      '/web/desk/messages',
      '/web/desk/state',
      '/web/events?desk=1',
      '/web/desk/files/1/0',
      '/web/desk/logins/wechat',
    ]) {
      expect((await person.request(path)).status).toBe(403);
    }
    expect((await person.say('let me in', {}, 'desk')).status).toBe(403);
    expect((await person.request('/web/other/messages')).status).toBe(404);
  });

  it('takes commands, command words, mentions and replies to cards as addressed, and chatter as not', async () => {
    const fixture = await webFixture();
    const lin = await colleague(fixture);
    const { ref } = await fixture.web.send({ chat: DESK, chatKind: 'group', text: '#7', card: true });
    await lin.say('good morning everyone', {}, 'desk');
    await lin.say('/queue', {}, 'desk');
    await lin.say('认领12', {}, 'desk');
    await lin.say('claims are up', {}, 'desk');
    await lin.say('claim 12', {}, 'desk');
    await lin.say('@bot, who is late?', {}, 'desk');
    await lin.say('ask the @bot please', {}, 'desk');
    await lin.say('on my way', { replyTo: Number(ref) }, 'desk');
    await lin.say('me too', { replyTo: 2 }, 'desk');
    expect(fixture.host.accepted.map(({ addressed, text }) => [addressed, text])).toEqual([
      [false, 'good morning everyone'],
      [true, '/queue'],
      [true, '认领12'],
      [false, 'claims are up'],
      [true, 'claim 12'],
      [true, 'who is late?'],
      [true, 'ask the @bot please'],
      [true, 'on my way'],
      [false, 'me too'],
    ]);
    expect(fixture.host.accepted[0]).toMatchObject({
      chat: { id: DESK, kind: 'group' },
      sender: { name: 'Lin' },
    });
  });

  it('keeps a pressed button out of the history, and names its message to the host', async () => {
    const fixture = await webFixture();
    const lin = await colleague(fixture);
    const choices = [[{ id: 'claim:7:1', label: 'Claim' }]];
    const { ref } = await fixture.web.send({
      chat: DESK,
      chatKind: 'group',
      text: '#7',
      card: true,
      choices,
    });
    await lin.post('/web/desk/messages', { id: randomUUID(), choice: { id: 'claim:7:1', ref: Number(ref) } });
    expect(fixture.host.accepted[0]).toMatchObject({ addressed: true, choice: { id: 'claim:7:1', ref } });
    expect(fixture.store.of(DESK)).toHaveLength(1);
  });

  it('shows colleagues by name and tells each which mention is theirs', async () => {
    const fixture = await webFixture();
    const [lin, ana] = [await colleague(fixture), await colleague(fixture, 'Ana', 'medic')];
    await lin.say('hello', {}, 'desk');
    const mentions = [{ id: ana.sender, name: 'Ana' }];
    await fixture.web.send({ chat: DESK, chatKind: 'group', text: 'look', mentions });
    const read = async (person: typeof lin) =>
      (await (await person.request('/web/desk/messages')).json()).messages;
    expect(await read(ana)).toMatchObject([
      { name: 'Lin', mine: false },
      { mentions: ['Ana'], forMe: true },
    ]);
    expect(await read(lin)).toMatchObject([{ mine: true }, { forMe: false }]);
    expect(JSON.stringify(await read(lin))).not.toContain(ana.sender);
  });

  it('shows health, and a login code as a picture while there is one', async () => {
    let logins = [{ account: 'wechat', qr: 'https://login.example/x' }];
    const fixture = await webFixture({ loginQr: async () => logins });
    const lin = await colleague(fixture);
    const state = await (await lin.request('/web/desk/state')).json();
    expect(state).toMatchObject({ staff: { name: 'Lin' }, health: [{ account: 'web', state: 'online' }] });
    const picture = await lin.request(state.logins[0].url);
    expect(picture.headers.get('content-type')).toBe('image/svg+xml');
    expect(await picture.text()).toContain('<svg');
    expect(state.logins[0].url).not.toContain('login.example');
    logins = [];
    expect((await lin.request(state.logins[0].url)).status).toBe(404);
  });
});
