import { describe, expect, it } from 'vitest';
import { ChannelError } from '../../src/errors.ts';
import type { FakePerson } from '../support/bot.ts';
import type { Post } from '../support/fake-channel.ts';
import { last, team } from './desk-team.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';
const GONE = new ChannelError('permanent', 'message to edit not found', { reason: 'rejected' });

/** A team on a platform with topics, its administrator, and a colleague who takes tickets. */
async function scene(on = true) {
  const made = await team({ accounts: { telegram: { topics: true } } });
  const { bot, group, colleague } = made;
  const channel = bot.channel('telegram');
  const admin = await colleague('Mo', 'admin');
  const wang = await colleague('Wang');
  const li = await colleague('Li');
  if (on) await admin.saysIn(group, '/topics on');
  const guest = bot.person('telegram', { name: 'Ana', locale: 'en' });
  const inTopic = (id = channel.opened[0]?.id): Post[] =>
    (channel.posts.get(group.id) ?? []).filter(({ content }) => content.topic === id);
  return {
    ...made,
    channel,
    admin,
    wang,
    li,
    guest,
    /** What stands in a topic, the first unless said otherwise. */
    inTopic,
    texts: (id?: string) => inTopic(id).map(({ content }) => content.text ?? ''),
    /** What stands in the group itself. */
    plain: () =>
      (channel.posts.get(group.id) ?? [])
        .filter(({ content }) => content.topic === undefined)
        .map(({ content }) => content.text ?? ''),
    /** Somebody writes in the first topic. */
    async says(who: FakePerson, text: string, more: { replyTo?: string; edits?: string } = {}) {
      const topic = channel.opened.findLast(({ deleted }) => !deleted)?.id ?? 'none';
      await who.saysIn(group, text, { topic, addressed: false, ...more });
    },
  };
}

const audited = async ({ bot }: Awaited<ReturnType<typeof scene>>) =>
  (await bot.store.db.audit.findMany({ where: { action: 'chat.topics' }, orderBy: { id: 'asc' } })).map(
    ({ actor, before, after }) => ({ by: actor.split(':')[0], before, after }),
  );

describe('/topics', () => {
  it('an administrator switches topics on and off in the group, and the record tells', async () => {
    const all = await scene(false);
    const { group, admin, channel, guest } = all;
    await admin.saysIn(group, '/topics');
    expect(last(group.texts())).toContain('Topics are off');
    await admin.saysIn(group, '/topics on');
    expect(last(group.texts())).toContain('Topics are on.');
    await admin.saysIn(group, '/topics on');
    expect(last(group.texts())).toContain('on already');
    await admin.saysIn(group, '话题 关');
    expect(last(group.texts())).toContain('Topics are off.');
    await admin.saysIn(group, '/topics off');
    expect(last(group.texts())).toContain('off already');
    expect(await audited(all)).toMatchObject([
      { by: 'staff', before: { topics: false }, after: { topics: true } },
      { by: 'staff', before: { topics: true }, after: { topics: false } },
    ]);
    await admin.says('/audit config');
    expect(last(admin.inbox())).toContain('switched topics');
    await guest.says(MILK);
    expect(channel.opened).toEqual([]);
  });

  it.each([
    ['no-topics', 'This group has no topics'],
    ['no-right', 'I may not manage topics here'],
  ] as const)('is refused where the group says %s', async (standing, sentence) => {
    const all = await scene(false);
    const { group, admin, channel } = all;
    channel.standing = standing;
    await admin.saysIn(group, '/topics on');
    expect(last(group.texts())).toContain(sentence);
    expect(await audited(all)).toEqual([]);
    channel.standing = 'ready';
    await admin.saysIn(group, '/topics on');
    expect(last(group.texts())).toContain('Topics are on.');
  });

  it('is refused in private, to a group that is no team’s, on other platforms, and with other words', async () => {
    const { bot, group, admin } = await scene(false);
    await admin.says('/topics on');
    expect(last(admin.inbox())).toContain("team's group");
    const guests = bot.group('telegram');
    await admin.saysIn(guests, '/topics on');
    expect(last(guests.texts())).toContain('/team NAME');
    await admin.saysIn(group, '/topics maybe');
    expect(last(group.texts())).toContain('/topics off');
    const plain = await team();
    const boss = await plain.colleague('Mo', 'admin');
    await boss.saysIn(plain.group, '/topics on');
    expect(last(plain.group.texts())).toContain('no topics on this platform');
  });

  it('an answer of the platform that comes too late switches nothing on', async () => {
    const all = await scene(false);
    const { bot, group, admin, channel } = all;
    const topics = channel.topics;
    if (!topics) throw new Error('no topics');
    topics.check = async () => {
      throw new ChannelError('retry', 'down', { retryAfterMs: 3_600_000 });
    };
    await admin.saysIn(group, '/topics on');
    topics.check = async () => 'ready';
    await bot.later({ hours: 2 });
    expect(await audited(all)).toEqual([]);
  });
});

describe('a ticket with a topic', () => {
  it('has its card there, and everything that happens after it', async () => {
    const { channel, guest, wang, texts, plain, inTopic, group } = await scene();
    const before = plain().length;
    await guest.says(MILK);
    expect(channel.opened).toMatchObject([
      { name: '#1 · Supplies', urgency: expect.any(String), isOpen: true },
    ]);
    expect(inTopic()[0]?.content).toMatchObject({ card: true });
    expect(texts()[0]).toContain('milk powder');
    await guest.says('She is crying', { media: [{ kind: 'photo', id: 'p1' }] });
    expect(last(texts())).toContain('💬 Ana: She is crying');
    expect(inTopic().at(-1)?.content.media).toMatchObject([{ id: 'p1' }]);
    await wang.presses(/Claim/, group);
    expect(last(texts())).toBe('#1 claimed by Wang');
    await wang.says('A nurse brings some now');
    expect(last(texts())).toBe('🗨 Wang → traveller:\nA nurse brings some now');
    await wang.says('/resolve 1');
    expect(last(texts())).toBe('#1 resolved by Wang');
    expect(plain().slice(before)).toEqual([]);
  });

  it('is named after the room as soon as that is known, and shows what kind of need it is now', async () => {
    const { channel, guest, wang } = await scene();
    await guest.says(MILK);
    await wang.says('/need 1 test');
    expect(channel.opened[0]?.name).toBe('#1 · Test or result');
    await guest.says('1203');
    expect(channel.opened[0]?.name).toBe('#1 · Test or result · room 1203');
  });

  it('plain words of its owner there reach the traveller, corrections too; those of others do not', async () => {
    const { bot, channel, guest, wang, li, says, texts } = await scene();
    await guest.says(MILK);
    await says(li, 'who takes this?');
    expect(last(texts())).toContain('nobody has #1 yet');
    await says(wang, '/claim');
    const count = guest.inbox().length;
    await says(wang, 'Milk is on its way');
    expect(last(guest.inbox())).toContain('Milk is on its way');
    expect(texts().filter((text) => text.includes('on its way'))).toEqual([]);
    const inbound = await bot.store.db.inbound.findFirstOrThrow({ orderBy: { id: 'desc' } });
    const { ref } = inbound.payload as { ref: string };
    await says(wang, 'Milk is on its way, at nine', { edits: ref });
    expect(last(guest.inbox())).toContain('at nine');
    await says(li, 'good');
    expect(last(texts())).toContain('#1 is with somebody else');
    const answers = texts().length;
    await says(li, 'very good');
    expect(texts()).toHaveLength(answers);
    expect(guest.inbox()).toHaveLength(count + 2);
    expect(channel.opened).toHaveLength(1);
  });

  it('notes and words that quote a colleague stay inside', async () => {
    const { bot, guest, wang, li, says } = await scene();
    await guest.says(MILK);
    await says(wang, '/claim');
    const count = guest.inbox().length;
    await says(wang, '// the family is difficult');
    await says(li, '// I know them');
    await says(wang, '/note they have a second child');
    await says(wang, 'thanks Li', { replyTo: 'm999999' });
    expect(guest.inbox()).toHaveLength(count);
    const notes = await bot.store.db.entry.findMany({ where: { kind: 'note' }, orderBy: { id: 'asc' } });
    expect(notes.map(({ text }) => text)).toEqual([
      'the family is difficult',
      'I know them',
      'they have a second child',
    ]);
  });

  it('commands without a number mean it, one with a number means that', async () => {
    const { bot, guest, wang, says, ticket } = await scene();
    await guest.says(MILK);
    await bot.person('telegram', { locale: 'en' }).says('There is no hot water in our room');
    await says(wang, '/claim 1');
    expect((await ticket(1)).ownerId).toBe(wang.staffId);
    // The newest topic is that of #2.
    await says(wang, '/claim');
    expect((await ticket(2)).ownerId).toBe(wang.staffId);
    await says(wang, '/resolve The water is back');
    expect((await ticket(2)).state).toBe('resolved');
    expect((await ticket(1)).state).toBe('claimed');
  });

  it('a command’s word in the talk of others sends nothing; alone it is a command', async () => {
    const { guest, wang, li, says, ticket } = await scene();
    await guest.says(MILK);
    await says(wang, '认领');
    expect((await ticket(1)).ownerId).toBe(wang.staffId);
    const count = guest.inbox().length;
    await says(li, '回复 他了吗');
    await says(li, '办结 了没有');
    expect(guest.inbox()).toHaveLength(count);
    expect((await ticket(1)).state).toBe('claimed');
    await says(li, '备注 家属不好沟通');
    await says(wang, '回复 马上到');
    expect(last(guest.inbox())).toContain('马上到');
  });

  it('answers to commands stand where they were asked for', async () => {
    const { guest, li, says, texts } = await scene();
    await guest.says(MILK);
    await says(li, '/release');
    expect(texts()).toHaveLength(2);
  });

  it('is closed with its ticket and opened again with it', async () => {
    const { bot, channel, guest, wang, says } = await scene();
    await guest.says(MILK);
    await says(wang, '/claim');
    await says(wang, '/resolve');
    expect(channel.opened[0]?.isOpen).toBe(true);
    await bot.later({ hours: 73 });
    expect(channel.opened[0]?.isOpen).toBe(false);
    await wang.says('/reopen 1');
    expect(channel.opened[0]?.isOpen).toBe(true);
  });

  it('of two that are merged one is closed, and words in it go to the other', async () => {
    const { bot, channel, group, guest, wang } = await scene();
    await guest.says(MILK);
    await guest.says('/need The lamp in our bathroom is broken');
    await wang.says('/claim 1');
    await wang.says('/claim 2');
    await wang.says('/merge 2 into 1');
    const [first, second] = channel.opened;
    expect([first?.isOpen, second?.isOpen]).toEqual([true, false]);
    await wang.saysIn(group, 'Both are coming', { topic: second?.id ?? '', addressed: false });
    expect(last(guest.inbox())).toContain('Both are coming');
    const entry = await bot.store.db.entry.findFirstOrThrow({ where: { text: 'Both are coming' } });
    expect(entry.ticketId).toBe((await bot.store.db.ticket.findUniqueOrThrow({ where: { number: 1 } })).id);
  });

  it('a confidential one shows number and room only, and of what is said that it was said', async () => {
    const { channel, guest, colleague, inTopic, texts } = await scene();
    const medic = await colleague('Zhao', 'medic');
    await guest.says('I keep vomiting and my chest hurts since this morning');
    expect(channel.opened[0]?.name).toBe('#1');
    await guest.says('It is my heart medicine that ran out');
    await medic.says('/claim 1');
    await medic.says('The doctor brings your heart medicine');
    const all = texts().join('\n');
    expect(all).toContain('#1: new words from the traveller');
    expect(all).toContain('#1: Zhao answered the traveller');
    for (const secret of ['vomiting', 'chest', 'heart', 'Medic']) expect(all).not.toContain(secret);
    expect(inTopic().every(({ content }) => !content.media)).toBe(true);
  });

  it('becomes discreet when its ticket turns out to be confidential', async () => {
    const { channel, guest, wang, texts } = await scene();
    await guest.says(MILK);
    expect(channel.opened[0]?.name).toBe('#1 · Supplies');
    await wang.says('/need 1 medical');
    expect(channel.opened[0]?.name).toBe('#1');
    await guest.says('The baby has a fever as well');
    expect(texts().join('\n')).not.toContain('fever');
  });

  it('stays when topics are switched off; tickets from before they were switched on stay in the group', async () => {
    const { channel, group, admin, guest, bot, texts, plain } = await scene(false);
    await guest.says(MILK);
    await admin.saysIn(group, '/topics on');
    const count = plain().length;
    await guest.says('Please hurry');
    expect(channel.opened).toEqual([]);
    expect(plain()).toHaveLength(count);
    const other = bot.person('telegram', { locale: 'en', name: 'Ben' });
    await other.says('There is no hot water in our room');
    await admin.saysIn(group, '/topics off');
    await other.says('Nor any light');
    expect(last(texts())).toContain('Nor any light');
    await bot.person('telegram', { locale: 'en' }).says('There is no towel in our room');
    expect(channel.opened).toHaveLength(1);
  });

  it('an emergency has one in its colour, and pages still go to the group itself', async () => {
    const { channel, bot, plain, texts } = await scene();
    await bot.person('telegram', { locale: 'en' }).says('My father has collapsed, he does not breathe, help');
    expect(channel.opened).toMatchObject([{ urgency: 'emergency' }]);
    expect(texts()[0]).toContain('🔴');
    await bot.later({ minutes: 2 });
    expect(plain().join('\n')).toContain('#1');
  });
});

describe('a deleted topic', () => {
  it('is opened anew with its card when the traveller writes, and nothing is lost', async () => {
    const { channel, bot, guest, texts } = await scene();
    await guest.says(MILK);
    channel.deleteTopic(channel.opened[0]?.id ?? '');
    await guest.says('She is crying');
    expect(channel.opened).toHaveLength(2);
    const again = texts(channel.opened[1]?.id);
    expect(again[0]).toContain('milk powder');
    expect(again[1]).toContain('She is crying');
    expect(again).toHaveLength(2);
    expect(await bot.store.db.outgoing.count({ where: { state: 'failed' } })).toBe(0);
    await guest.says('Now she sleeps');
    expect(last(texts(channel.opened[1]?.id))).toContain('Now she sleeps');
    expect(channel.opened).toHaveLength(2);
  });

  it('is opened anew when the ticket changes, named as it is now', async () => {
    const { channel, guest, wang, texts } = await scene();
    await guest.says(MILK);
    channel.deleteTopic(channel.opened[0]?.id ?? '');
    await wang.says('/claim 1');
    const again = texts(channel.opened[1]?.id);
    expect(again.filter((text) => text.includes('milk powder'))).toHaveLength(1);
    expect(again.join('\n')).toContain('#1 claimed by Wang');
    expect(channel.opened).toHaveLength(2);
  });

  it('words written in the new one mean the same ticket', async () => {
    const { channel, guest, wang, says } = await scene();
    await guest.says(MILK);
    channel.deleteTopic(channel.opened[0]?.id ?? '');
    await wang.says('/claim 1');
    await says(wang, 'Milk is on its way');
    expect(last(guest.inbox())).toContain('Milk is on its way');
  });

  it('of a closed ticket stays closed when it is opened anew', async () => {
    const { bot, channel, guest, wang } = await scene();
    await guest.says(MILK);
    await wang.says('/claim 1');
    await wang.says('/resolve 1');
    channel.deleteTopic(channel.opened[0]?.id ?? '');
    await bot.later({ hours: 73 });
    expect(channel.opened.filter(({ deleted, isOpen }) => !deleted && isOpen)).toEqual([]);
    await wang.says('/reopen 1');
    expect(channel.opened.filter(({ deleted }) => !deleted)).toMatchObject([{ isOpen: true }]);
  });

  it('an answer to a command written there just before goes to the group', async () => {
    const { channel, guest, li, says, plain, group } = await scene();
    await guest.says(MILK);
    const topic = channel.opened[0]?.id ?? '';
    await says(li, 'hm');
    channel.deleteTopic(topic);
    const count = plain().length;
    await li.saysIn(group, '/release 1', { topic });
    expect(plain()).toHaveLength(count + 1);
  });

  it('only the card deleted: it is posted again in the same topic', async () => {
    const { channel, group, guest, wang, texts } = await scene();
    await guest.says(MILK);
    channel.posts.set(
      group.id,
      (channel.posts.get(group.id) ?? []).filter(({ content }) => !content.card),
    );
    await wang.says('/claim 1');
    expect(channel.opened).toHaveLength(1);
    expect(texts().filter((text) => text.includes('milk powder'))).toHaveLength(1);
  });
});

describe('no topic to be had', () => {
  it('the right was taken away: tickets stand in the group, administrators are told once, and on again works', async () => {
    const all = await scene();
    const { bot, channel, group, admin, guest, wang, plain } = all;
    channel.standing = 'no-right';
    await guest.says(MILK);
    await bot.person('telegram', { locale: 'en' }).says('There is no hot water in our room');
    expect(channel.opened).toEqual([]);
    expect(plain().filter((text) => text.includes('milk powder'))).toHaveLength(1);
    expect(plain().filter((text) => text.includes('hot water'))).toHaveLength(1);
    expect(admin.inbox().filter((text) => text.includes('could not open a topic'))).toHaveLength(1);
    expect(wang.inbox()).toEqual([]);
    expect((await audited(all)).at(-1)).toMatchObject({ by: 'system', after: { topics: false } });
    channel.standing = 'ready';
    await admin.saysIn(group, '/topics on');
    await bot.person('telegram', { locale: 'en' }).says('There is no towel in our room');
    expect(channel.opened).toHaveLength(1);
  });

  it('a deleted topic and no right to another: card and words come to the group', async () => {
    const { channel, guest, admin, plain } = await scene();
    await guest.says(MILK);
    channel.deleteTopic(channel.opened[0]?.id ?? '');
    channel.standing = 'no-right';
    await guest.says('She is crying');
    expect(plain().filter((text) => text.includes('milk powder'))).toHaveLength(1);
    expect(last(plain())).toContain('She is crying');
    expect(admin.inbox().filter((text) => text.includes('could not open a topic'))).toHaveLength(1);
  });

  it('without an administrator in private the group itself is told', async () => {
    const { bot, channel, guest, plain } = await scene();
    await bot.store.db.channelIdentity.updateMany({ data: { privateChat: null } });
    channel.standing = 'no-topics';
    await guest.says(MILK);
    expect(plain().join('\n')).toContain('could not open a topic');
  });

  it('a long pause asked for: cards go to the group meanwhile, administrators hear of it once', async () => {
    const { bot, channel, admin, plain } = await scene();
    const many = new ChannelError('retry', '429', { retryAfterMs: 60_000 });
    channel.failOpening(many);
    const guests = ['no towel', 'no light', 'no soap'].map((what) => ({
      what,
      one: bot.person('telegram', { locale: 'en' }),
    }));
    for (const { one, what } of guests.slice(0, 2)) await one.says(`There is ${what} in our room at all`);
    expect(plain().filter((text) => /no towel|no light/.test(text))).toHaveLength(2);
    expect(channel.opened).toEqual([]);
    expect(admin.inbox().filter((text) => text.includes('no more topics'))).toHaveLength(1);
    await bot.later({ minutes: 2 });
    for (const { one, what } of guests.slice(2)) await one.says(`There is ${what} in our room at all`);
    expect(channel.opened).toHaveLength(1);
  });

  it('a short pause is waited out', async () => {
    const { bot, channel, guest, admin, texts } = await scene();
    channel.failOpening(new ChannelError('retry', '429', { retryAfterMs: 2000 }));
    await guest.says(MILK);
    await bot.later({ seconds: 3 });
    expect(channel.opened).toHaveLength(1);
    expect(texts()[0]).toContain('milk powder');
    expect(admin.inbox().filter((text) => text.includes('no more topics'))).toEqual([]);
  });

  it('an emergency waits for no topic', async () => {
    const { bot, channel, plain } = await scene();
    channel.failOpening(new ChannelError('retry', 'no answer'));
    await bot.person('telegram', { locale: 'en' }).says('My father has collapsed, he does not breathe, help');
    expect(channel.opened).toEqual([]);
    expect(plain().some((text) => text.includes('🔴'))).toBe(true);
  });

  it('a name that the platform refuses costs the topic and nothing else', async () => {
    const { channel, guest, plain } = await scene();
    channel.failOpening(GONE);
    await guest.says(MILK);
    expect(plain().filter((text) => text.includes('milk powder'))).toHaveLength(1);
  });
});
