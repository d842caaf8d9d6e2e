import { describe, expect, it } from 'vitest';
import { DESK } from '../../../src/channels/web/context.ts';
import { accountId, chatRef, messageRef } from '../../../src/domain/ids.ts';
import { ChannelError } from '../../../src/errors.ts';
import { TINY_PNG } from '../contract.ts';
import { visitor, webFixture } from './fixture.ts';

const outcome = (sending: Promise<unknown> | undefined): Promise<unknown> =>
  Promise.resolve(sending).then(
    () => 'sent',
    (error: unknown) => (error instanceof ChannelError ? [error.outcome, error.reason] : error),
  );

describe('sending', () => {
  it('to a chat that nobody ever wrote in is refused as gone; the desk is always there', async () => {
    const { web } = await webFixture();
    expect(await outcome(web.send({ chat: chatRef('nobody'), chatKind: 'private', text: 'a' }))).toEqual([
      'permanent',
      'gone',
    ]);
    expect(await outcome(web.send({ chat: DESK, chatKind: 'group', text: 'a' }))).toBe('sent');
  });

  it('and editing ask to be tried again while the database is away', async () => {
    const { web, store } = await webFixture();
    store.down = true;
    const outgoing = { chat: DESK, chatKind: 'group', text: 'a' } as const;
    expect(await outcome(web.send(outgoing))).toEqual(['retry', undefined]);
    expect(await outcome(web.edit?.(messageRef(1), outgoing))).toEqual(['retry', undefined]);
  });

  it('edits only messages of that chat', async () => {
    const { web, store } = await webFixture();
    const { ref } = await web.send({ chat: DESK, chatKind: 'group', text: 'open' });
    await web.edit?.(ref, { chat: DESK, chatKind: 'group', text: 'closed' });
    expect(store.of(DESK).map(({ content }) => content.text)).toEqual(['closed']);
    const elsewhere = { chat: chatRef('other'), chatKind: 'private', text: 'x' } as const;
    expect(await outcome(web.edit?.(ref, elsewhere))).toEqual(['permanent', 'gone']);
    expect(await outcome(web.edit?.(messageRef('none'), { ...elsewhere, chat: DESK }))).toEqual([
      'permanent',
      'gone',
    ]);
  });

  it('keeps what a database would refuse out of every text', async () => {
    const { web, store } = await webFixture();
    await web.send({ chat: DESK, chatKind: 'group', text: 'a\0b', contact: { name: 'c\0d\ud83d' } });
    expect(store.of(DESK)[0]?.content).toEqual({ text: 'ab', contact: { name: 'cd\ufffd' } });
  });

  it('takes own files by id, foreign ones by bytes, and says which cannot be had', async () => {
    const fixture = await webFixture();
    const person = await visitor(fixture);
    await person.say('hello', { files: [await (await person.upload(TINY_PNG, 'a.png')).json()] });
    const [own] = fixture.host.accepted[0]?.media ?? [];
    if (!own) throw new Error('the photo has arrived');
    const foreign = { kind: 'video', account: accountId('telegram'), id: 'f' } as const;
    const media = [
      own,
      { ...foreign, bytes: TINY_PNG },
      foreign,
      { ...foreign, problem: 'too-large' as const },
    ];
    await fixture.web.send({ chat: DESK, chatKind: 'group', media });
    const files = fixture.store.of(DESK)[0]?.content.files ?? [];
    expect(files.map(({ id, problem }) => problem ?? typeof id)).toEqual([
      'string',
      'string',
      'unavailable',
      'too-large',
    ]);
    expect((await fixture.web.download?.(own))?.name).toBe('a.png');
    expect(await outcome(fixture.web.download?.({ ...own, id: 'none' }))).toEqual(['permanent', 'gone']);
  });
});
