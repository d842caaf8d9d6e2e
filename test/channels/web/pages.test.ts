import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandsFor } from '../../../src/channels/web/commands.ts';
import { DESK } from '../../../src/channels/web/context.ts';
import { acceptedTags, LANGUAGES, matchLanguage } from '../../../src/channels/web/language.ts';
import { colleague, Visitor, visitor, webFixture, webTexts } from './fixture.ts';

describe('pages', () => {
  it.each(LANGUAGES)('speak $code from the first visit', async ({ code, dir }) => {
    const fixture = await webFixture();
    const page = await (
      await new Visitor(fixture.web).open('/', { 'accept-language': `${code}, en;q=0.5` })
    ).text();
    expect(page).toContain(`<html lang="${code}" dir="${dir}">`);
    expect(page).toContain(webTexts(code).starter_leave ?? 'no text');
  });

  it('run nothing inline, and say so in a strict policy', async () => {
    const fixture = await webFixture({ publicUrl: 'https://home.example/' });
    const lin = await colleague(fixture);
    for (const path of ['/', '/desk', '/qr', '/offline']) {
      const response = await lin.open(path);
      const page = await response.text();
      expect(response.headers.get('content-security-policy')).toMatch(
        /default-src 'none'; script-src 'self'; style-src 'self';/,
      );
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(page).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/i);
      expect(page).not.toContain('undefined');
    }
  });

  it('escape what comes in an address', async () => {
    const fixture = await webFixture();
    const person = await visitor(fixture);
    const evil = encodeURIComponent('"><script>x</script>');
    for (const path of [`/?start=${evil}`, `/desk?start=${evil}`, `/qr?site=${evil}`]) {
      expect(await (await person.open(path)).text()).not.toContain('<script>x');
    }
    expect(await (await person.open('/?start=abc-1')).text()).toContain('data-start="abc-1"');
  });

  it('keep a person by a cookie that scripts cannot read and others cannot forge', async () => {
    const plain = await webFixture();
    const first = await new Visitor(plain.web).request('/');
    expect(first.headers.getSetCookie()[0]).toMatch(
      /^homeward=[\w-]{22}\.[\w-]{43};.*HttpOnly; SameSite=Lax$/,
    );
    const secure = await webFixture({ publicUrl: 'https://home.example' });
    const response = await new Visitor(secure.web).request('/');
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Host-homeward=.*; Secure/);
    expect(response.headers.get('strict-transport-security')).toBeTruthy();
    const person = await visitor(plain);
    const before = person.sender;
    await person.open('/');
    expect(person.sender).toBe(before);
    person.cookie = person.cookie.replace('.', 'x.').slice(0, -1);
    await person.open('/');
    expect(person.sender).not.toBe(before);
  });

  it('open the desk to staff, and ask others for a code', async () => {
    const fixture = await webFixture();
    const person = await visitor(fixture);
    expect(await (await person.open('/desk')).text()).toContain('id="signin"');
    expect(await (await person.request('/web/session')).json()).toEqual({ staff: null });
    fixture.staff.set(person.sender, { name: 'Lin', role: 'medic' });
    const desk = await (await person.open('/desk')).text();
    expect(desk).toContain('id="pane-desk"');
    expect(desk).not.toContain('id="signin"');
  });

  it('come to travellers while the database is away, and ask colleagues to wait', async () => {
    const away = async (): Promise<never> => {
      throw new Error('the database is away');
    };
    const fixture = await webFixture({ staff: away });
    expect((await new Visitor(fixture.web).open('/')).status).toBe(200);
    const desk = await new Visitor(fixture.web).open('/desk');
    expect([desk.status, (await desk.text()).includes('id="again"')]).toEqual([503, true]);
  });

  it('offer the commands of their own chat in their own language', async () => {
    const commands = (name: string) => [{ name, description: name }];
    const menus = [
      { audience: 'group', commands: commands('any') },
      { audience: 'group', locale: 'zh-CN', commands: commands('zh') },
      { audience: 'group', locale: 'en', chat: DESK, commands: commands('desk') },
      { audience: 'private', locale: 'en', commands: commands('private') },
    ] as const;
    const names = (name: 'me' | 'desk', locale: string) =>
      commandsFor(menus, { name, ref: DESK }, locale).map((one) => one.name);
    expect(names('desk', 'en')).toEqual(['desk']);
    expect(names('desk', 'zh-CN')).toEqual(['zh']);
    expect(names('desk', 'lo')).toEqual(['any']);
    expect(names('me', 'lo')).toEqual(['private']);
    const fixture = await webFixture();
    await fixture.web.setCommands?.(menus);
    expect(await (await new Visitor(fixture.web).open('/')).text()).toContain('private');
  });

  it('can be installed, and printed as a code for the door', async () => {
    const fixture = await webFixture({ publicUrl: 'https://home.example' });
    const person = new Visitor(fixture.web);
    const manifest = await (
      await person.request('/manifest.webmanifest', { headers: { 'accept-language': 'ar' } })
    ).json();
    expect(manifest).toMatchObject({ dir: 'rtl', start_url: '/', display: 'standalone' });
    for (const { src, type } of manifest.icons) {
      expect((await person.request(src)).headers.get('content-type')).toBe(type);
    }
    const code = await person.request('/qr.svg?site=Harbour%20Hotel');
    expect([code.headers.get('content-type'), (await code.text()).startsWith('<svg')]).toEqual([
      'image/svg+xml',
      true,
    ]);
    expect(await (await person.request('/qr')).text()).toContain('home.example');
    expect(fixture.web.capabilities.deepLink?.('abc')).toBe('https://home.example/?start=abc');
    expect((await webFixture()).web.capabilities.deepLink?.('abc')).toBeUndefined();
  });
});

describe('static files', () => {
  it('have their type, last for ever under their version, and are not sent twice', async () => {
    const fixture = await webFixture();
    const person = new Visitor(fixture.web);
    const page = await (await person.open('/')).text();
    const [url = ''] = /\/assets\/\w+\/chat\.js/.exec(page) ?? [];
    const file = await person.request(url, { headers: { 'accept-encoding': 'gzip' } });
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'gzip',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    const etag = file.headers.get('etag') ?? '';
    expect((await person.request(url, { headers: { 'if-none-match': etag } })).status).toBe(304);
    expect((await person.request('/assets/old/chat.js')).headers.get('cache-control')).toBe('no-cache');
    expect((await person.request('/sw.js')).headers.get('cache-control')).toBe('no-cache');
    expect((await person.request('/favicon.ico')).status).toBe(200);
    for (const path of ['/assets/old/none.js', '/assets/old/..%2findex.ts'])
      expect((await person.request(path)).status).toBe(404);
  });

  it('are all served', async () => {
    const fixture = await webFixture();
    const folder = new URL('../../../src/channels/web/public', import.meta.url);
    for (const name of readdirSync(folder)) {
      expect((await fixture.web.routes.request(`/assets/x/${name}`)).status, name).toBe(200);
    }
  });
});

describe('languages', () => {
  it('are matched by script and region, and weighed as the browser asks', () => {
    const code = (tag: string) => matchLanguage(tag)?.code;
    expect(['zh', 'zh-HK', 'zh-Hant-CN', 'zh-Hans-TW', 'ar-EG', 'en-us', 'pt'].map(code)).toEqual([
      'zh-CN',
      'zh-TW',
      'zh-TW',
      'zh-CN',
      'ar',
      'en',
      undefined,
    ]);
    expect(acceptedTags('fr;q=0.3, my, *;q=0.1, en;q=0, <x>')).toEqual(['my', 'fr']);
  });

  it('have every text, with the same values in it', () => {
    const values = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(String).sort();
    const english = webTexts('en');
    for (const { code } of LANGUAGES) {
      const texts = webTexts(code);
      expect(Object.keys(texts)).toEqual(Object.keys(english));
      for (const [key, text] of Object.entries(english))
        expect(values(texts[key] ?? ''), `${code} ${key}`).toEqual(values(text));
    }
  });
});
