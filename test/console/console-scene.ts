/** A team with a console, and colleagues who sit at browsers. */
import type { Hono } from 'hono';
import { expect, onTestFinished } from 'vitest';
import { createConsole, type Visitor } from '../../src/console/index.ts';
import type { StaffRole } from '../../src/domain/actor.ts';
import { senderRef } from '../../src/domain/ids.ts';
import { createTranslate } from '../../src/i18n.ts';
import { silentLog } from '../../src/log.ts';
import { type Colleague, type Team, team } from '../features/desk-team.ts';

/** What a page answered. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  /** The same, as it came. */
  readonly bytes: Uint8Array;
  /** Where it leads; empty when nowhere. */
  readonly location: string;
  readonly headers: Headers;
}

/** One browser with its cookies; `me` is the colleague who is signed in there. */
export interface BrowserAt {
  readonly me: Colleague;
  get(path: string): Promise<Answered>;
  /** Sends the first form of `page`, an address or what one answered, whose markup holds `mark`, with these fields changed or added; follows the redirect. */
  send(page: string, mark: string, fields?: Record<string, string | Blob>): Promise<Answered>;
  /** Posts as a page would, with nothing but what is given. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Answered>;
}

/** The team, the routes, and a way to sit down at a browser. */
export interface ConsoleScene extends Team {
  readonly console: Hono;
  /** A new colleague, signed in by a link. */
  browser(role?: StaffRole, name?: string): Promise<BrowserAt>;
  /** Somebody's browser without any cookie. */
  stranger(): Omit<BrowserAt, 'me'>;
  /** The link's code that `/console` sends. */
  linkOf(colleague: Colleague): Promise<string>;
}

/** Makes them; everything ends with the test. */
export async function consoleScene(): Promise<ConsoleScene> {
  const desk = await team({ accounts: { telegram: {}, web: {} }, publicUrl: 'https://bot.example' });
  const { bot } = desk;
  const visitor: Visitor = { sender: undefined, chosen: undefined, accepted: ['en'] };
  const broken: unknown[] = [];
  onTestFinished(() => expect(broken).toEqual([]));
  const console = createConsole({
    db: bot.store.db,
    clock: bot.clock,
    // A page that breaks is a defect whatever the test looks for.
    log: { ...silentLog, error: ({ err }) => broken.push(err) },
    t: createTranslate(),
    account: 'web',
    visitor: () => visitor,
    openVisitor: () => senderRef('this-browser'),
    app: () => bot.app,
    locale: 'en',
    zone: 'Asia/Shanghai',
    secure: false,
  });
  const linkOf = async (colleague: Colleague): Promise<string> => {
    await colleague.says('/console');
    return /console\/in#(\S+)/.exec(colleague.inbox().at(-1) ?? '')?.[1] ?? '';
  };
  const stranger = () => browserOf(console);
  return {
    ...desk,
    console,
    linkOf,
    stranger,
    async browser(role = 'supervisor', name = `A ${role}`) {
      const me = await desk.colleague(name, role);
      const at = stranger();
      await at.post('/console/in', { code: await linkOf(me) });
      return { ...at, me };
    },
  };
}

function browserOf(console: Hono): Omit<BrowserAt, 'me'> {
  let cookie = '';
  const request = async (path: string, init: RequestInit = {}): Promise<Answered> => {
    const headers = { cookie, 'user-agent': FIREFOX, ...(init.headers as Record<string, string>) };
    const response = await console.request(path, { ...init, headers });
    for (const one of response.headers.getSetCookie()) cookie = one.split(';')[0] ?? '';
    const location = response.headers.get('location') ?? '';
    const bytes = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(bytes);
    return { status: response.status, text, bytes, location, headers: response.headers };
  };
  const own = { 'sec-fetch-site': 'same-origin' };
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = own) =>
    request(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  return {
    get: (path) => request(path),
    post,
    async send(page, mark, fields = {}) {
      const text = page.startsWith('<') || page.startsWith('\n') ? page : (await request(page)).text;
      const form = [...text.matchAll(/<form[^>]*>[\s\S]*?<\/form>/g)].find(([all]) =>
        all.includes(mark),
      )?.[0];
      if (!form) throw new Error(`no form with ${mark} on ${page}`);
      const body = new FormData();
      for (const [name, value] of Object.entries({ ...fieldsOf(form), ...fields })) body.append(name, value);
      const action = /action="([^"]*)"/.exec(form)?.[1] || page;
      const answered = await request(action, { method: 'POST', body, headers: own });
      return answered.location ? request(answered.location) : answered;
    },
  };
}

/** What a form holds before anybody changes it. */
function fieldsOf(form: string): Record<string, string> {
  const inputs = [...form.matchAll(/<input[^>]*>/g)].flatMap(([tag]): [string, string][] => {
    const part = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
    const isOff = /type="(checkbox|radio)"/.test(tag) && !/\schecked/.test(tag);
    const name = part('name');
    return name && !isOff ? [[name, unescaped(part('value') ?? '')]] : [];
  });
  const areas = [...form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g)].map(
    ([, name = '', value = '']): [string, string] => [name, unescaped(value)],
  );
  const selects = [...form.matchAll(/<select[^>]*name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)].map(
    ([, name = '', options = '']): [string, string] => {
      const chosen =
        /<option value="([^"]*)" selected/.exec(options) ?? /<option value="([^"]*)"/.exec(options);
      return [name, unescaped(chosen?.[1] ?? '')];
    },
  );
  return Object.fromEntries([...inputs, ...areas, ...selects]);
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
