import { describe, expect, it } from 'vitest';
import { decodeUpdate } from '../../../src/channels/telegram/decode.ts';
import { ANA, CONTEXT, GROUP, ME, message, update } from './fixtures.ts';

const decode = (content: object) => decodeUpdate(update(content), CONTEXT);
const inGroup = (content: object) => decode({ chat: GROUP, ...content });
const entity = (type: string, offset: number, length: number, more: object = {}) => ({
  type,
  offset,
  length,
  ...more,
});

describe('decode: text', () => {
  it('a leading mention is not part of what was said', () => {
    const text = '@homeward_BOT, no hot water';
    expect(inGroup({ text, entities: [entity('mention', 0, 13)] })).toMatchObject({
      addressed: true,
      text: 'no hot water',
    });
    const named = { text: 'Homeward: help', entities: [entity('text_mention', 0, 8, { user: ME })] };
    expect(inGroup(named)).toMatchObject({ addressed: true, text: 'help' });
    expect(inGroup({ text: '@homeward_bot', entities: [entity('mention', 0, 13)] })?.text).toBe('');
  });

  it('a mention elsewhere addresses the bot and stays in the text', () => {
    const text = '👩‍🦽 ask @homeward_bot';
    const offset = text.indexOf('@');
    expect(inGroup({ text, entities: [entity('mention', offset, 13)] })).toMatchObject({
      addressed: true,
      text,
    });
  });

  it('a mention of somebody else does not', () => {
    const text = '@homeward_bot2 hello';
    expect(inGroup({ text, entities: [entity('mention', 0, 14)] })).toMatchObject({ addressed: false, text });
  });

  it('commands lose the name of the bot, and those to another bot are not ours', () => {
    const command = (text: string) =>
      inGroup({ text, entities: [entity('bot_command', 0, text.split(' ')[0]?.length ?? 0)] });
    expect(command('/start@Homeward_Bot CODE')).toMatchObject({ addressed: true, text: '/start CODE' });
    expect(command('/queue')).toMatchObject({ addressed: true, text: '/queue' });
    expect(command('/start@other_bot CODE')).toBeUndefined();
    const called = {
      text: '@homeward_bot /queue',
      entities: [entity('mention', 0, 13), entity('bot_command', 14, 6)],
    };
    expect(inGroup(called)).toMatchObject({ addressed: true, text: '/queue' });
  });

  it('a reply to the bot addresses it; a reply to others does not; both are quotes', () => {
    const reply = (from: object) =>
      inGroup({ text: 'yes', reply_to_message: message({ message_id: 7, from }) });
    expect(reply(ME)).toMatchObject({ addressed: true, replyTo: '7' });
    expect(reply(ANA)).toMatchObject({ addressed: false, replyTo: '7' });
  });

  it('the note that opens a forum topic is no quote', () => {
    const note = { ...message({ message_id: 7, from: ME }), forum_topic_created: { name: 'Floor 3' } };
    const inbound = inGroup({ text: 'hello', reply_to_message: note });
    expect(inbound).toMatchObject({ addressed: false });
    expect(inbound).not.toHaveProperty('replyTo');
  });

  it('an edit replaces the earlier text', () => {
    const edited = message({ text: 'room 1204', edit_date: 1_795_312_800 });
    expect(decodeUpdate({ update_id: 1, edited_message: edited }, CONTEXT)).toMatchObject({
      edits: '42',
      ref: '42',
      text: 'room 1204',
      at: '2026-11-22T02:00:00Z',
    });
  });

  it('text is kept to the letter', () => {
    const text = ' _*[<&\n👩‍👩‍👧 متى ';
    expect(decode({ text })?.text).toBe(text);
  });
});

describe('decode: people', () => {
  it('an anonymous administrator is the group, another bot and a forwarded channel post are nobody', () => {
    const anonymous = { id: 1_087_968_824, is_bot: true, first_name: 'Group' };
    expect(inGroup({ text: 'a', from: anonymous, sender_chat: GROUP })?.sender).toEqual({
      id: '-1001234567890',
      name: 'Hotel Aurora',
    });
    expect(inGroup({ text: 'a', from: { id: 5, is_bot: true, first_name: 'Other' } })).toBeUndefined();
    expect(inGroup({ text: 'a', sender_chat: GROUP, is_automatic_forward: true })).toBeUndefined();
    expect(decode({ text: 'a', chat: { id: -100, type: 'channel' } })).toBeUndefined();
  });
});

describe('decode: everything else people send', () => {
  const file = { file_id: 'F', file_unique_id: 'U', file_size: 10 };

  it.each([
    [
      'photo',
      [
        { ...file, file_id: 'S', width: 90, height: 90 },
        { ...file, width: 800, height: 600 },
      ],
      'image/jpeg',
    ],
    ['voice', file, 'audio/ogg'],
    ['audio', { ...file, mime_type: 'audio/mpeg' }, 'audio/mpeg'],
    ['video', { ...file, mime_type: 'video/mp4' }, 'video/mp4'],
    ['sticker', file, 'image/webp'],
    ['document', { ...file, mime_type: 'application/pdf', file_name: 'form.pdf' }, 'application/pdf'],
  ])('%s', (kind, content, type) => {
    const inbound = decode({ [kind]: content, caption: 'see', media_group_id: '13' });
    expect(inbound).toMatchObject({ text: 'see', group: '13' });
    expect(inbound?.media).toEqual([
      {
        kind,
        account: 'telegram',
        id: 'F',
        type,
        size: 10,
        ...(kind === 'document' && { name: 'form.pdf' }),
      },
    ]);
  });

  it('animations come before the document that repeats them, round videos are marked, stickers keep their type', () => {
    expect(decode({ animation: file, document: file })?.media?.[0]?.kind).toBe('animation');
    expect(decode({ video_note: file })?.media?.[0]).toMatchObject({ kind: 'video', id: 'video_note:F' });
    expect(decode({ sticker: { ...file, is_animated: true } })?.media?.[0]?.type).toBe(
      'application/x-tgsticker',
    );
    expect(decode({ sticker: { ...file, is_video: true } })?.media?.[0]?.type).toBe('video/webm');
  });

  it('a file above 20 MB is kept with its problem', () => {
    const media = decode({ video: { ...file, file_size: 20 * 1024 * 1024 + 1 } })?.media;
    expect(media).toEqual([expect.objectContaining({ id: 'F', problem: 'too-large' })]);
  });

  it('places, venues and contacts', () => {
    const location = { latitude: 1.35, longitude: 103.98 };
    expect(decode({ location })?.place).toEqual(location);
    expect(decode({ location, venue: { location, title: 'Gate 7', address: 'Terminal 3' } })?.place).toEqual({
      ...location,
      title: 'Gate 7, Terminal 3',
    });
    const contact = { phone_number: '+6512345678', first_name: 'Ana', last_name: 'Lim' };
    expect(decode({ contact })?.contact).toEqual({ name: 'Ana Lim', phone: '+6512345678' });
  });

  it('a live location is kept where it began', () => {
    const moved = message({ location: { latitude: 1, longitude: 2, live_period: 60 } });
    expect(decodeUpdate({ update_id: 1, edited_message: moved }, CONTEXT)).toBeUndefined();
  });

  it.each(['poll', 'dice', 'story', 'game', 'paid_media', 'invoice', 'something_of_2030'])(
    '%s is unsupported by name',
    (kind) => {
      const inbound = decode({ [kind]: {}, reply_to_message: message({}) });
      expect(inbound).toMatchObject({ unsupported: kind, ref: '42' });
      expect(inbound).not.toHaveProperty('text');
    },
  );

  it.each([
    'new_chat_members',
    'left_chat_member',
    'pinned_message',
    'group_chat_created',
    'forum_topic_created',
  ])('%s is nothing', (kind) => {
    expect(inGroup({ [kind]: {} })).toBeUndefined();
  });
});
