import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseRange } from '../../../src/channels/web/files.ts';
import { cleanName } from '../../../src/channels/web/sniff.ts';
import { TINY_PNG } from '../contract.ts';
import { visitor, webFixture } from './fixture.ts';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);
/** The first bytes of a WebM file, as a browser's recorder makes for sound and film alike. */
const WEBM = Uint8Array.from(
  Buffer.from(
    '1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff',
    'hex',
  ),
);

describe('uploads', () => {
  it('are known by their bytes, whatever their name says', async () => {
    const fixture = await webFixture();
    const person = await visitor(fixture);
    const photo = await (await person.upload(TINY_PNG, '../../résumé.pdf')).json();
    expect(photo).toMatchObject({
      kind: 'photo',
      type: 'image/png',
      name: 'résumé.pdf',
      size: TINY_PNG.length,
    });
    expect(await (await person.upload(ascii('%PDF-1.7\n1 0 obj'), 'x')).json()).toMatchObject({
      kind: 'document',
      type: 'application/pdf',
    });
    for (const table of [ascii('name,room\nLi Na,1203\n'), Buffer.from('\ufeffname\troom\n', 'utf16le')]) {
      const file = await (await person.upload(table, 'roster.csv')).json();
      expect(file).toMatchObject({ kind: 'document', type: 'text/csv', name: 'roster.csv' });
    }
    const voice = await person.upload(WEBM, 'voice.webm', { 'x-file-kind': 'voice' });
    expect(await voice.json()).toMatchObject({ kind: 'voice', type: 'audio/webm' });
    expect(await (await person.upload(WEBM, 'film.webm')).json()).toMatchObject({ kind: 'video' });
  });

  it.each([
    ['a page', ascii('<html><script>alert(1)</script></html>'), 415, 'file_type'],
    [
      'a drawing that can hold a script',
      ascii('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
      415,
      'file_type',
    ],
    ['a program', Uint8Array.from(Buffer.from('7f454c46020101000000000000000000', 'hex')), 415, 'file_type'],
    ['a page that begins as text', ascii('name,room\n<script>alert(1)</script>'), 415, 'file_type'],
    ['nothing', new Uint8Array(), 400, 'file_empty'],
    ['more than the limit', new Uint8Array(2_001), 413, 'file_too_large'],
  ])('refuse %s and say what can be sent', async (_name, bytes, status, code) => {
    const fixture = await webFixture({ limits: { uploadBytes: 2_000 } });
    const person = await visitor(fixture);
    const response = await person.upload(bytes, 'photo.png');
    expect(response.status).toBe(status);
    expect((await response.json()).error).toMatchObject({ code, message: expect.stringMatching(/.{20}/) });
  });

  it('need a session, are limited in number, and ask the page to come back when they cannot be kept', async () => {
    const fixture = await webFixture({ limits: { uploadsPer10s: 1 } });
    const person = await visitor(fixture);
    const { keep } = fixture.media;
    fixture.media.keep = async () => {
      throw new Error('disk full');
    };
    expect((await person.upload(TINY_PNG, 'a.png')).status).toBe(503);
    fixture.media.keep = keep;
    expect((await person.upload(TINY_PNG, 'a.png')).status).toBe(429);
    person.cookie = '';
    expect((await person.upload(TINY_PNG, 'a.png')).status).toBe(401);
  });

  it('can be sent only by who uploaded them, and only as they are', async () => {
    const fixture = await webFixture();
    const [person, other] = [await visitor(fixture), await visitor(fixture)];
    const ticket = await (await person.upload(TINY_PNG, 'a.png')).json();
    expect((await other.say('stolen', { files: [ticket] })).status).toBe(400);
    expect((await person.say('altered', { files: [{ ...ticket, type: 'text/html' }] })).status).toBe(400);
    expect((await person.say('fine', { files: [ticket] })).status).toBe(200);
  });
});

describe('files', () => {
  it('of several photos in one message reach the members of the chat, and nobody else', async () => {
    const fixture = await webFixture();
    const [person, other] = [await visitor(fixture), await visitor(fixture)];
    const ticket = await (await person.upload(TINY_PNG, 'ein “Foto”.png')).json();
    const posted = await person.post('/web/me/messages', { id: randomUUID(), files: [ticket, ticket] });
    const { message } = await posted.json();
    expect(fixture.host.accepted[0]?.media).toHaveLength(2);
    const url = message.files[1].url;
    const shown = await person.request(url);
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(Buffer.from(TINY_PNG));
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': expect.stringMatching(/^inline; filename\*=UTF-8''ein%20/),
    });
    const saved = await person.request(`${url}?save`);
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment/);
    expect((await other.request(url)).status).toBe(404);
    expect((await person.request(url.replace(/1$/, '2'))).status).toBe(404);
  });

  it('that could run something are only ever saved', async () => {
    const fixture = await webFixture();
    const person = await visitor(fixture);
    await person.say('hello');
    const file = {
      kind: 'document',
      account: 'telegram',
      id: 'x',
      type: 'text/html',
      name: 'x.html',
    } as const;
    const media = [{ ...file, account: fixture.web.id, bytes: ascii('<script>') }];
    await fixture.web.send({
      chat: fixture.host.accepted[0]?.chat.id ?? ('' as never),
      chatKind: 'private',
      media,
    });
    const response = await person.request('/web/me/files/2/0');
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
  });

  it('are played by parts', async () => {
    expect(parseRange('bytes=0-1', 10)).toEqual({ from: 0, to: 1 });
    expect(parseRange('bytes=5-', 10)).toEqual({ from: 5, to: 9 });
    expect(parseRange('bytes=-3', 10)).toEqual({ from: 7, to: 9 });
    for (const none of [undefined, 'bytes=-', 'bytes=10-', 'items=1-2', 'bytes=1-2,4-5'])
      expect(parseRange(none, 10)).toBeUndefined();
    const fixture = await webFixture();
    const person = await visitor(fixture);
    const ticket = await (await person.upload(TINY_PNG, 'a.png')).json();
    await person.say('', { files: [ticket] });
    const part = await person.request('/web/me/files/1/0', { headers: { range: 'bytes=1-3' } });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
      206,
      'PNG',
      `bytes 1-3/${TINY_PNG.length}`,
    ]);
  });

  it('have names that are safe to show and to save under', () => {
    expect(cleanName('C:\\temp\\..\\a\u202egnp.exe', 'png')).toBe('agnp.exe');
    expect(cleanName('...', 'png')).toBe('file.png');
    expect(cleanName(undefined, 'pdf')).toBe('file.pdf');
  });
});
