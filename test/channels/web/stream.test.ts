import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { afterEach, describe, expect, it } from 'vitest';
import { DESK } from '../../../src/channels/web/context.ts';
import type { WebOptions } from '../../../src/channels/web/index.ts';
import { chatRef } from '../../../src/domain/ids.ts';
import { colleague, type Visitor, visitor, type WebFixture, webFixture } from './fixture.ts';

interface Event {
  readonly id: string;
  readonly event: string;
  readonly text?: string;
}

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** The fixture behind a real server. */
async function served(options: Partial<WebOptions> = {}): Promise<WebFixture & { url: string }> {
  const fixture = await webFixture(options);
  const server = createAdaptorServer({ fetch: fixture.web.routes.fetch });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  cleanups.push(
    () => new Promise((resolve) => server.close(() => resolve())),
    () => fixture.web.stop(),
  );
  return Object.assign(fixture, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

/** An open page: its events as they come. */
async function listen(url: string, person: Visitor, headers: Record<string, string> = {}) {
  const controller = new AbortController();
  const response = await fetch(url, {
    headers: { cookie: person.cookie, ...headers },
    signal: controller.signal,
  });
  const events: Event[] = [];
  let ended = false;
  const reading = (async () => {
    let rest = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) events.push(parse(block));
    }
  })()
    .catch(() => undefined)
    .finally(() => {
      ended = true;
    });
  const close = async (): Promise<void> => {
    controller.abort();
    await reading;
  };
  cleanups.push(close);
  const texts = (): (string | undefined)[] =>
    events.filter(({ event }) => event === 'message').map(({ text }) => text);
  return { response, events, texts, close, ended: () => ended };
}

function parse(block: string): Event {
  const field = (name: string): string => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
  const data = field('data');
  return { id: field('id'), event: field('event'), ...(data ? { text: JSON.parse(data).text } : {}) };
}

describe('the stream', () => {
  it('brings messages and edits as they happen', async () => {
    const fixture = await served();
    const person = await visitor(fixture);
    await person.say('hello');
    const page = await listen(`${fixture.url}/web/events?cursor=1.0`, person);
    expect(page.response.headers.get('content-type')).toContain('text/event-stream');
    const chat = chatRef(person.sender);
    const { ref } = await fixture.web.send({ chat, chatKind: 'private', text: 'one' });
    await expect.poll(page.texts).toEqual(['one']);
    await fixture.web.edit?.(ref, { chat, chatKind: 'private', text: 'two' });
    await expect.poll(page.texts).toEqual(['one', 'two']);
  });

  it('resumes after the last event it was told of: what was missed, edited messages too, and nothing twice', async () => {
    const fixture = await served();
    const lin = await colleague(fixture);
    const outgoing = { chat: DESK, chatKind: 'group' } as const;
    const { ref } = await fixture.web.send({ ...outgoing, text: 'card' });
    const first = await listen(`${fixture.url}/web/events?desk=1`, lin);
    await expect.poll(first.texts).toEqual(['card']);
    const last = first.events.at(-1)?.id ?? '';
    await first.close();
    await fixture.web.send({ ...outgoing, text: 'missed' });
    await fixture.web.edit?.(ref, { ...outgoing, text: 'card, claimed' });
    await lin.say('to myself');
    const second = await listen(`${fixture.url}/web/events?desk=1&cursor=0.0`, lin, {
      'last-event-id': last,
    });
    await expect.poll(() => second.texts().length).toBe(3);
    expect(second.texts()).toEqual(['to myself', 'missed', 'card, claimed']);
  });

  it('catches up over many pages of changes', async () => {
    const fixture = await served();
    const person = await visitor(fixture);
    await person.say('hello');
    const outgoing = { chat: chatRef(person.sender), chatKind: 'private' } as const;
    for (let index = 0; index < 450; index += 1) await fixture.web.send({ ...outgoing, text: `${index}` });
    const page = await listen(`${fixture.url}/web/events?cursor=1.0`, person);
    await expect.poll(() => page.texts().length).toBe(450);
    expect(page.texts().at(-1)).toBe('449');
  });

  it('sends once what is committed while a page is catching up', async () => {
    const fixture = await served();
    const person = await visitor(fixture);
    await person.say('hello');
    const { store } = fixture;
    const since = store.since.bind(store);
    let reads = 0;
    store.since = async (chat, rev, limit) => {
      reads += 1;
      if (reads === 1) {
        await store.append({
          chat,
          author: 'bot',
          content: { text: 'meanwhile' },
          at: '2026-11-21T18:00:00Z',
        });
        store.announce(chat);
        await expect.poll(() => reads).toBeGreaterThan(1);
      }
      return since(chat, rev, limit);
    };
    const page = await listen(`${fixture.url}/web/events?cursor=1.0`, person);
    await fixture.web.send({ chat: chatRef(person.sender), chatKind: 'private', text: 'last' });
    await expect.poll(() => page.texts().at(-1)).toBe('last');
    expect(page.texts()).toEqual(['meanwhile', 'last']);
  });

  it('brings a burst of changes that is announced once, to every open page', async () => {
    const fixture = await served();
    const person = await visitor(fixture);
    await person.say('hello');
    const pages = [];
    for (let index = 0; index < 2; index += 1) {
      const page = await listen(`${fixture.url}/web/events?cursor=1.0`, person);
      await expect.poll(() => page.events.length).toBeGreaterThan(0);
      pages.push(page);
    }
    const chat = chatRef(person.sender);
    for (let index = 0; index < 450; index += 1) {
      await fixture.store.append({
        chat,
        author: 'bot',
        content: { text: `${index}` },
        at: '2026-11-21T18:00:00Z',
      });
    }
    fixture.store.announce(chat);
    for (const page of pages) await expect.poll(() => page.texts().length).toBe(450);
  });

  it('shows what another process wrote, when told of it', async () => {
    const fixture = await served();
    const person = await visitor(fixture);
    await person.say('hello');
    const page = await listen(`${fixture.url}/web/events?cursor=1.0`, person);
    await expect.poll(() => page.events.length).toBeGreaterThan(0);
    const chat = chatRef(person.sender);
    await fixture.store.append({
      chat,
      author: 'bot',
      content: { text: 'elsewhere' },
      at: '2026-11-21T18:00:00Z',
    });
    fixture.store.announce(chat);
    await expect.poll(page.texts).toEqual(['elsewhere']);
  });

  it('finds what nobody told it of, also after the database was away', async () => {
    const fixture = await served({ limits: { pollMs: 20 } });
    const person = await visitor(fixture);
    await person.say('hello');
    const page = await listen(`${fixture.url}/web/events?cursor=1.0`, person);
    await expect.poll(() => page.events.length).toBeGreaterThan(0);
    const chat = chatRef(person.sender);
    await fixture.store.append({
      chat,
      author: 'bot',
      content: { text: 'quiet' },
      at: '2026-11-21T18:00:00Z',
    });
    fixture.store.down = true;
    fixture.store.announce(chat);
    fixture.store.down = false;
    await expect.poll(page.texts).toEqual(['quiet']);
  });

  it('shows signs of life, and ends for a colleague who has left the team', async () => {
    const fixture = await served({ limits: { heartbeatMs: 20 } });
    const lin = await colleague(fixture);
    const page = await listen(`${fixture.url}/web/events?desk=1`, lin);
    await expect.poll(() => page.events.filter(({ event }) => event === 'beat').length).toBeGreaterThan(2);
    fixture.staff.clear();
    await expect.poll(page.ended).toBe(true);
    expect((await listen(`${fixture.url}/web/events?desk=1`, lin)).response.status).toBe(403);
  });

  it('keeps private chats apart', async () => {
    const fixture = await served();
    const [person, other] = [await visitor(fixture), await visitor(fixture)];
    await person.say('mine');
    await other.say('theirs');
    const page = await listen(`${fixture.url}/web/events`, person);
    await fixture.web.send({ chat: chatRef(other.sender), chatKind: 'private', text: 'for them' });
    await fixture.web.send({ chat: chatRef(person.sender), chatKind: 'private', text: 'for me' });
    await expect.poll(page.texts).toEqual(['mine', 'for me']);
  });

  it('is limited per person, ends with the channel, and needs a session', async () => {
    const fixture = await served({ limits: { streams: 1 } });
    const person = await visitor(fixture);
    const page = await listen(`${fixture.url}/web/events`, person);
    expect((await listen(`${fixture.url}/web/events`, person)).response.status).toBe(429);
    await page.close();
    await expect
      .poll(async () => {
        const again = await listen(`${fixture.url}/web/events`, person);
        return again.response.status;
      })
      .toBe(200);
    await fixture.web.stop();
    expect((await listen(`${fixture.url}/web/events`, person)).response.status).toBe(503);
    await fixture.web.start(fixture.host);
    expect((await listen(`${fixture.url}/web/events`, person)).response.status).toBe(200);
    person.cookie = '';
    expect((await listen(`${fixture.url}/web/events`, person)).response.status).toBe(401);
  });
});
