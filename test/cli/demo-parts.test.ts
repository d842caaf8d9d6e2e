import { writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileTypeFromBuffer } from 'file-type';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DeskView } from '../../src/cli/demo/desk-view.ts';
import { createMemory } from '../../src/cli/demo/memory.ts';
import { drawPicture } from '../../src/cli/demo/pictures.ts';
import { inTurns, readStories } from '../../src/cli/demo/story.ts';
import { type SeenMessage, WebVisitor } from '../../src/cli/demo/web-visitor.ts';
import { LOCALES } from '../../src/domain/locale.ts';
import { NEEDS } from '../../src/domain/need.ts';
import { createTriage } from '../../src/domain/triage.ts';
import { readLexicons } from '../../src/lexicons.ts';
import { tmpDataDir } from '../support/database.ts';
import { openDesk } from '../support/web-client.ts';

const stories = readStories();
const triage = createTriage(readLexicons());

describe('the stories of the demo', () => {
  it('are told in all twelve languages, and are about every need', () => {
    expect(stories.map((group) => group[0]?.language).sort()).toEqual([...LOCALES].sort());
    const needs = new Set(
      stories.flat().map(({ says }) => (says.startsWith('/thanks') ? 'thanks' : triage(says).need)),
    );
    expect([...needs].sort()).toEqual([...NEEDS].sort());
  });

  it('hold emergencies that are read as such, and pictures that can be drawn', async () => {
    const emergencies = stories.flat().filter(({ emergency }) => emergency);
    expect(emergencies.map(({ says }) => triage(says).urgency)).toEqual(emergencies.map(() => 'emergency'));
    for (const { photo } of stories.flat()) {
      if (photo) expect(await fileTypeFromBuffer(drawPicture(photo))).toMatchObject({ mime: 'image/png' });
    }
    expect(() => drawPicture('none')).toThrow('no picture');
  });

  it('take turns among the languages, keep families together, and bring one emergency early and then now and then', () => {
    const turns = inTurns(stories);
    const first = Array.from({ length: 80 }, () => turns.next().value);
    expect(new Set(first.slice(0, 13).map((family) => family[0]?.language)).size).toBe(12);
    expect(first.filter((family) => family.length > 1).every(([one, two]) => one?.room === two?.room)).toBe(
      true,
    );
    const at = first.flatMap((family, index) => (family[0]?.emergency ? [index] : []));
    expect(at[0]).toBeLessThan(10);
    expect(at.length).toBeGreaterThan(1);
    expect(at.length).toBeLessThan(5);
  });
});

describe('the desk as colleagues see it', () => {
  const card = (number: number, status: string, buttons: string[]): SeenMessage => ({
    chat: 'desk',
    seq: number,
    rev: number,
    author: 'bot',
    card: true,
    text: `⚪ #${number} · Supplies\n${status}`,
    choices: [buttons.map((name) => ({ id: `${name}:${number}:1`, label: name }))],
  });

  it('knows what is free, whose the rest is, and what is offered; resolved tickets and lists are not among it', () => {
    const desk = new DeskView();
    desk.see(card(1, 'Status: unclaimed', ['claim', 'reply']));
    desk.see(card(2, 'Status: claimed · Ana', ['reply', 'release']));
    desk.see(
      card(3, 'Status: claimed · Ana\nOffered to Ben, not accepted yet', ['accept', 'decline', 'reply']),
    );
    desk.see(card(4, 'Status: unclaimed', ['claim', 'reply']));
    desk.see(card(4, 'Status: resolved · Ben', ['reopen']));
    desk.see(card(5, 'three tickets', ['claim', 'claim', 'claim']));
    const numbers = (tickets: readonly { number: number }[]) => tickets.map(({ number }) => number);
    expect(numbers(desk.open)).toEqual([1, 2, 3]);
    expect(numbers(desk.free)).toEqual([1]);
    expect(numbers(desk.heldBy('Ana'))).toEqual([2, 3]);
    expect(numbers(desk.offeredTo('Ben'))).toEqual([3]);
    expect(numbers(desk.offeredTo('Ana'))).toEqual([]);
  });
});

describe('the memory of the demo', () => {
  it('keeps the cookies, and takes a file it cannot read for none', async () => {
    const directory = join(await tmpDataDir(), 'new');
    const memory = createMemory(directory);
    expect(await memory.load()).toBeUndefined();
    const kept = { admin: 'a=1', colleagues: [{ name: 'Ana', role: 'medic' as const, cookie: 'b=2' }] };
    await memory.save(kept);
    expect(await memory.load()).toEqual(kept);
    await writeFile(join(directory, 'demo.json'), '{"admin":');
    expect(await memory.load()).toBeUndefined();
  });
});

it('a visitor whose server is away says so, without the words or the cookie', async () => {
  const visitor = new WebVisitor('http://127.0.0.1:9', { cookie: 'homeward=secret' });
  const error: Error = await visitor.ask('/start SECRET', /./).catch((cause) => cause);
  expect(error).toBeInstanceOf(Error);
  expect(error.message).not.toMatch(/SECRET|secret/);
});

describe('a page of a test', () => {
  /** A server on which a newcomer signs in, and whose event stream is answered when the test says so. */
  async function server() {
    const asked = Promise.withResolvers<ServerResponse>();
    const http = createServer((request, response) => {
      if (request.url?.startsWith('/web/events')) asked.resolve(response);
      else
        response.setHeader('content-type', 'application/json').end('{"staff":{"name":"Ana","role":"medic"}}');
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void http.close());
    return { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, asked: asked.promise };
  }

  it('is open when its stream is, and not before', async () => {
    const { url, asked } = await server();
    let isOpen = false;
    const opening = openDesk(url, '/start CODE').then(() => {
      isOpen = true;
    });
    const stream = await asked;
    expect(isOpen).toBe(false);
    stream.writeHead(200, { 'content-type': 'text/event-stream' }).write(': hello\n\n');
    await opening;
    stream.end();
  });

  it('that is refused its stream says so to whoever opens it', async () => {
    const { url, asked } = await server();
    const opening = openDesk(url, '/start CODE').catch((error: Error) => error.message);
    (await asked).writeHead(503).end();
    expect(await opening).toContain('503');
  });
});
