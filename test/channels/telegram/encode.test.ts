import { describe, expect, it } from 'vitest';
import type { Content, Media, MediaKind } from '../../../src/channels/channel.ts';
import { Upload } from '../../../src/channels/telegram/driver.ts';
import { encode } from '../../../src/channels/telegram/encode.ts';
import { encodeEdit } from '../../../src/channels/telegram/encode-edit.ts';
import { accountId, chatRef, messageRef, senderRef } from '../../../src/domain/ids.ts';
import { ChannelError } from '../../../src/errors.ts';
import { TEXTS } from './setup.ts';

const context = { account: accountId('telegram'), texts: TEXTS };
const to = { chat: chatRef(7), chatKind: 'private' } as const;
const encoded = (content: Content) => encode({ ...to, ...content }, context);
const methods = (content: Content) => encoded(content).map(({ method }) => method);
const known = (kind: MediaKind, id = 'F'): Media => ({ kind, account: context.account, id });
const foreign = (kind: MediaKind, more: Partial<Media> = {}): Media => ({
  kind,
  account: accountId('web'),
  id: 'x',
  bytes: new Uint8Array(3),
  ...more,
});
const choices = [[{ id: 'claim:7:1', label: 'Claim' }], []];
const keyboard = { inline_keyboard: [[{ text: 'Claim', callback_data: 'claim:7:1' }]] };

describe('encode: text', () => {
  it('is sent as it is, without markup, without page previews', () => {
    expect(encoded({ text: '_*[<& https://example.org', replyTo: messageRef(5) })).toEqual([
      {
        method: 'sendMessage',
        main: false,
        params: {
          chat_id: '7',
          text: '_*[<& https://example.org',
          link_preview_options: { is_disabled: true },
          reply_parameters: { message_id: 5, allow_sending_without_reply: true },
        },
      },
    ]);
  });

  it('half a surrogate pair is replaced, which Telegram would refuse', () => {
    expect(encoded({ text: 'a\ud83d' })[0]?.params.text).toBe('a\ufffd');
  });

  it('a long text becomes several messages: the first one quotes, the last one has the choices', () => {
    const calls = encoded({ text: 'word '.repeat(1700), replyTo: messageRef(5), choices });
    expect(calls.map(({ main }) => main)).toEqual([false, false, true]);
    expect(calls.map(({ params }) => 'reply_parameters' in params)).toEqual([true, false, false]);
    expect(calls.at(-1)?.params.reply_markup).toEqual(keyboard);
  });

  it('nothing to say is nothing to send', () => {
    expect(encoded({ text: ' \n' })).toEqual([]);
  });
});

describe('encode: mentions', () => {
  const ana = { id: senderRef(7_000_000_001), name: 'Ana 👩‍⚕️' };

  it('stand at the end and are counted in UTF-16 units', () => {
    const [call] = encoded({ text: '😀 look', mentions: [ana, { id: senderRef(8), name: 'Bo' }] });
    expect(call?.params.text).toBe('😀 look\nAna 👩‍⚕️ Bo');
    expect(call?.params.entities).toMatchObject([
      { type: 'text_mention', offset: 8, length: ana.name.length, user: { id: 7_000_000_001 } },
      { type: 'text_mention', offset: 9 + ana.name.length, length: 2, user: { id: 8 } },
    ]);
  });

  it('a username alerts by itself, and an id of another platform is only written out', () => {
    const mentions = [
      { id: senderRef(8), name: '@analim' },
      { id: senderRef('wxid_1'), name: 'Bo' },
    ];
    expect(encoded({ mentions })[0]?.params).toMatchObject({ text: '@analim Bo' });
    expect(encoded({ mentions })[0]?.params).not.toHaveProperty('entities');
  });

  it('more people than one message may alert are named in further ones, also when the text is full', () => {
    const many = Array.from({ length: 170 }, (_, index) => ({
      id: senderRef(index + 1),
      name: `Staff ${index}`,
    }));
    const calls = encoded({ text: 'x'.repeat(4096), mentions: many });
    const counts = calls.map(({ params }) => ((params.entities as unknown[]) ?? []).length);
    expect(counts).toEqual([0, 80, 80, 10]);
    expect(calls.every(({ params }) => String(params.text).length <= 4096)).toBe(true);
  });
});

describe('encode: choices', () => {
  it('are buttons below the text', () => {
    expect(encoded({ text: 'new ticket', choices })[0]).toMatchObject({
      main: true,
      params: { reply_markup: keyboard },
    });
  });

  it('without a text they get one', () => {
    expect(encoded({ choices })[0]?.params.text).toBe('Please choose:');
    expect(encoded({ text: 'x', choices: [[]] })[0]?.params).not.toHaveProperty('reply_markup');
  });

  it('an id too long to come back is refused before anything is sent', () => {
    const refused = () => encoded({ text: 'x', choices: [[{ id: 'é'.repeat(33), label: 'x' }]] });
    expect(refused).toThrow(ChannelError);
    expect(encoded({ text: 'x', choices: [[{ id: 'e'.repeat(64), label: 'x' }]] })).toHaveLength(1);
  });
});

describe('encode: media', () => {
  it.each([
    ['photo', 'sendPhoto'],
    ['voice', 'sendVoice'],
    ['audio', 'sendAudio'],
    ['video', 'sendVideo'],
    ['animation', 'sendAnimation'],
    ['sticker', 'sendSticker'],
    ['document', 'sendDocument'],
  ] as const)('a %s of this account is sent by its id', (kind, method) => {
    expect(encoded({ media: [known(kind)] })).toEqual([
      { method, main: false, params: { chat_id: '7', [kind]: 'F' } },
    ]);
  });

  it('a round video is sent as one', () => {
    const [call] = encoded({ media: [known('video', 'video_note:F')] });
    expect(call).toMatchObject({ method: 'sendVideoNote', params: { video_note: 'F' } });
  });

  it('a short text is the caption, and choices stand below it', () => {
    const [call, ...rest] = encoded({ text: 'see', media: [known('photo')], choices });
    expect(rest).toEqual([]);
    expect(call).toMatchObject({
      main: true,
      params: { photo: 'F', caption: 'see', reply_markup: keyboard },
    });
  });

  it('a text too long for a caption goes first, with the choices', () => {
    const calls = encoded({ text: 'x'.repeat(1025), media: [known('photo')], choices });
    expect(calls.map(({ method, main }) => [method, main])).toEqual([
      ['sendMessage', true],
      ['sendPhoto', false],
    ]);
  });

  it('a sticker shows no caption, so the text goes first', () => {
    expect(methods({ text: 'hi', media: [known('sticker')] })).toEqual(['sendMessage', 'sendSticker']);
  });

  it('pictures and films are albums of at most ten, documents are kept apart', () => {
    const media = [
      ...Array(9).fill(known('photo')),
      known('video'),
      known('photo'),
      ...Array(2).fill(known('document')),
    ];
    const calls = encoded({ text: 'all of it', media });
    expect(calls.map(({ method }) => method)).toEqual([
      'sendMessage',
      'sendMediaGroup',
      'sendPhoto',
      'sendMediaGroup',
    ]);
    expect(calls[1]?.params.media).toHaveLength(10);
  });

  it('an album has its caption on the first file, but with choices the text follows it', () => {
    const media = [known('photo', 'A'), known('video', 'B')];
    expect(encoded({ text: 'two', media })).toMatchObject([
      {
        method: 'sendMediaGroup',
        params: { media: [{ type: 'photo', media: 'A', caption: 'two' }, { type: 'video' }] },
      },
    ]);
    expect(methods({ text: 'two', media, choices })).toEqual(['sendMediaGroup', 'sendMessage']);
    expect(encoded({ media, choices }).at(-1)).toMatchObject({
      main: true,
      params: { text: 'Please choose:' },
    });
  });

  it('a file from elsewhere is uploaded under a safe name', () => {
    const media = foreign('document', { name: 'a"b\r\n/c;表.pdf', type: 'application/pdf' });
    const file = encoded({ media: [media] })[0]?.params.document;
    expect(file).toBeInstanceOf(Upload);
    expect((file as Upload).name).toBe('a_b_c_表.pdf');
  });

  it('what Telegram would refuse as its kind is uploaded as one that it takes', () => {
    const method = (kind: MediaKind, type: string) => methods({ media: [foreign(kind, { type })] })[0];
    expect(method('sticker', 'image/gif')).toBe('sendAnimation');
    expect(method('sticker', 'image/png')).toBe('sendPhoto');
    expect(method('photo', 'image/heic')).toBe('sendDocument');
    expect(method('voice', 'audio/silk')).toBe('sendDocument');
    expect(method('voice', 'audio/ogg; codecs=opus')).toBe('sendVoice');
    const huge = foreign('photo', { type: 'image/png', bytes: new Uint8Array(10 * 1024 * 1024 + 1) });
    expect(methods({ media: [huge] })).toEqual(['sendDocument']);
  });

  it('a file that cannot be sent is a line of the text', () => {
    const media = [
      { ...known('video'), problem: 'too-large' as const, name: 'film.mov' },
      foreign('voice', { bytes: undefined as never }),
    ];
    expect(encoded({ text: 'her film', media })[0]?.params.text).toBe(
      'her film\n[video film.mov: too-large]\n[voice: unavailable]',
    );
    const bytes = new Uint8Array(50 * 1024 * 1024 + 1);
    expect(encoded({ media: [foreign('document', { bytes })] })[0]?.params.text).toBe(
      '[document: too-large]',
    );
  });
});

describe('encode: places and contacts', () => {
  it('follow the text', () => {
    const place = { latitude: 1.5, longitude: 2 };
    const contact = { name: 'Ana', phone: '+65 1' };
    expect(encoded({ text: 'here', place, contact })).toMatchObject([
      { method: 'sendMessage' },
      { method: 'sendLocation', params: place },
      { method: 'sendContact', params: { phone_number: '+65 1', first_name: 'Ana' } },
    ]);
    expect(encoded({ place: { ...place, title: 'Gate 7' } })).toMatchObject([
      { method: 'sendVenue', params: { title: 'Gate 7', address: '1.5, 2' } },
    ]);
  });

  it('a contact without a number is a line of the text, and choices stand below a place on its own', () => {
    expect(encoded({ text: 'ask', contact: { name: 'Ana' } })[0]?.params.text).toBe('ask\nAna');
    expect(encoded({ place: { latitude: 1, longitude: 2 }, choices })[0]).toMatchObject({
      method: 'sendLocation',
      main: true,
    });
  });
});

describe('encode: edits', () => {
  const edit = (content: Content) => encodeEdit('9', { ...to, ...content }, context);

  it('text is tried first, the caption of a file otherwise; no choices take the buttons away', () => {
    const [first, second] = edit({ text: 'claimed', mentions: [{ id: senderRef(8), name: 'Bo' }] });
    expect(first).toMatchObject({
      method: 'editMessageText',
      params: { chat_id: '7', message_id: 9, text: 'claimed\nBo', reply_markup: { inline_keyboard: [] } },
    });
    expect(second).toMatchObject({ method: 'editMessageCaption', params: { caption: 'claimed\nBo' } });
  });

  it('with one file the caption is tried first', () => {
    expect(edit({ text: 'x', media: [known('photo')] })[0]?.method).toBe('editMessageCaption');
  });

  it('without a text only the choices change', () => {
    expect(edit({ choices })).toMatchObject([
      { method: 'editMessageReplyMarkup', params: { reply_markup: keyboard } },
    ]);
  });

  it('a text too long for one message is shortened, not its mentions', () => {
    const [call] = edit({ text: 'word '.repeat(1000), mentions: [{ id: senderRef(8), name: 'Bo' }] });
    expect(String(call?.params.text).length).toBeLessThanOrEqual(4096);
    expect(call?.params.text).toMatch(/…\nBo$/u);
  });
});
