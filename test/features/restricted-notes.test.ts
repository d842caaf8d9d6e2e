import { describe, expect, it } from 'vitest';
import { last, type Team, team } from './desk-team.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';
const BLOOD = 'I keep vomiting blood and feel very weak';
const SECRET = 'she told me about the bruises';

/** Somebody of every role, a milk ticket that Wang has, and one note of Wang's for few. */
async function noted(options: Parameters<typeof team>[0] = {}) {
  const made = await team(options);
  const wang = await made.colleague('Wang');
  const mum = made.bot.person('telegram', { name: 'Li Na', locale: 'en' });
  await mum.says(MILK);
  await wang.says('/claim 1');
  await wang.says(`/note! 1 ${SECRET}`);
  return { ...made, wang, mum };
}

/** Everything the bot has said and shows, but to this one. */
const saidElsewhere = ({ bot }: Team, except: string): string =>
  [...bot.channel('telegram').posts]
    .filter(([chat]) => chat !== except)
    .map(([, posts]) => JSON.stringify(posts))
    .join('\n');

describe('a restricted note', () => {
  it('is read by carers, supervisors and the owner; others see who wrote one, and when', async () => {
    const made = await noted();
    const { wang, colleague, group, bot } = made;
    expect(last(wang.inbox())).toContain('for its owner, medics, counsellors and supervisors only');
    await wang.says('/ticket 1');
    expect(last(wang.inbox())).toContain(`🔒 02:00 Wang: ${SECRET}`);
    const readers = {
      medic: true,
      counsellor: true,
      supervisor: true,
      liaison: false,
      admin: false,
    } as const;
    for (const [role, mayRead] of Object.entries(readers)) {
      const one = await colleague(`The ${role}`, role as keyof typeof readers);
      await one.says('/ticket 1');
      const shown = last(one.inbox());
      expect(shown).toContain(MILK);
      expect(shown.includes(SECRET)).toBe(mayRead);
      expect(shown.includes('🔒 02:00 restricted note by Wang')).toBe(!mayRead);
    }
    expect(group.texts().join()).not.toContain(SECRET);
    const reads = await bot.store.db.audit.findMany({ where: { action: 'ticket.read' } });
    expect(reads.map((row) => row.channel)).toEqual(['telegram', 'telegram', 'telegram', 'telegram']);
    expect(reads.map((row) => row.actor)[0]).toBe(`staff:${wang.staffId}`);
  });

  it('is written by command, by word, behind a quote and after the button; a mark is never lost', async () => {
    const { wang, bot, mum } = await noted();
    const inbox = mum.inbox().length;
    await wang.says('密注1 第二条');
    await wang.says('/note！ 1 full width');
    await wang.says('/note@homeward_bot! 1 named');
    await wang.says('//! behind a mark');
    await wang.says('/ticket 1');
    await wang.presses(/Restricted note/);
    expect(last(wang.inbox())).toContain('becomes a restricted note on #1');
    await wang.says('after the button');
    await wang.says('/ticket 1');
    await wang.presses(/^Note$/);
    await wang.says('//! marked after the other button');
    await wang.says('/note 1 ! begins with a mark');
    await wang.says('/note 1 plain');
    expect(mum.inbox()).toHaveLength(inbox);
    const notes = await bot.store.db.entry.findMany({ where: { kind: 'note' }, orderBy: { id: 'asc' } });
    expect(notes.map(({ text, restricted }) => `${restricted ? '🔒' : '·'} ${text}`)).toEqual([
      `🔒 ${SECRET}`,
      '🔒 第二条',
      '🔒 full width',
      '🔒 named',
      '🔒 behind a mark',
      '🔒 after the button',
      '🔒 marked after the other button',
      '· ! begins with a mark',
      '· plain',
    ]);
  });

  it('in a group is kept for few, and its writer told that all have read it', async () => {
    const made = await noted();
    const { wang, group, bot } = made;
    await wang.saysIn(group, '/note! 1 in the group');
    expect(last(group.texts())).toContain('If others could read it here');
    expect(await bot.store.db.entry.findFirst({ where: { text: 'in the group' } })).toMatchObject({
      restricted: true,
    });
    await wang.saysIn(group, '//! quoted in the group', { replyTo: group.posts()[0]?.ref ?? '' });
    expect(await bot.store.db.entry.findFirst({ where: { text: 'quoted in the group' } })).toMatchObject({
      restricted: true,
    });
  });

  it('shows its files to nobody else either', async () => {
    const { wang, colleague } = await noted();
    await wang.says('/note! 1 see the picture', {
      media: [{ kind: 'photo', id: 'bruise', name: 'bruise.jpg' }],
    });
    const zhao = await colleague('Zhao');
    await zhao.says('/ticket 1');
    expect(JSON.stringify(zhao.posts())).not.toContain('bruise');
    await wang.says('/ticket 1');
    expect(last(wang.inbox())).toContain('bruise.jpg');
  });

  it('goes with the ticket: a new owner reads it, the old one no longer', async () => {
    const { wang, colleague } = await noted();
    const zhao = await colleague('Zhao');
    await wang.says('/transfer 1 Zhao');
    expect(JSON.stringify(zhao.posts())).not.toContain(SECRET);
    await zhao.says('/accept 1');
    expect(JSON.stringify(zhao.posts())).toContain(SECRET);
    const before = wang.posts().length;
    await wang.says('/ticket 1');
    expect(JSON.stringify(wang.posts().slice(before))).not.toContain(SECRET);
  });

  it('reaches neither cards, lists, the traveller, other colleagues, nor the record', async () => {
    const made = await noted();
    const { wang, mum, colleague, group, bot } = made;
    const zhao = await colleague('Zhao');
    const boss = await colleague('Boss', 'supervisor');
    await mum.says('And are you coming soon?');
    await zhao.says('/queue');
    await zhao.saysIn(group, '/queue');
    await zhao.says('/reply 1 I am on my way');
    await boss.says('/audit 1');
    await wang.says('/resolve 1 All done');
    await mum.says('/tickets');
    expect(saidElsewhere(made, wang.id)).not.toContain(SECRET);
    expect(last(boss.inbox())).toContain('note added');
    const rows = await bot.store.db.audit.findMany();
    expect(JSON.stringify(rows.map(({ before, after }) => [before, after]))).not.toContain(SECRET);
    expect(rows.find((row) => row.action === 'ticket.note')?.after).toEqual({ restricted: true });
  });

  it('without words shows how it is written, and to travellers is no command', async () => {
    const { wang, mum, bot } = await noted();
    await wang.says('/note! 1');
    expect(last(wang.inbox())).toContain('Please write it like this: /note! 12');
    await wang.says('/note! 99 whom?');
    expect(last(wang.inbox())).toContain('no ticket #99');
    await mum.says('/note! 1 am I a nurse?');
    expect(last(mum.inbox())).toContain('/note is for the team');
    expect(await bot.store.db.entry.count({ where: { kind: 'note' } })).toBe(1);
  });

  it('may be added to a confidential ticket by somebody who may not read it', async () => {
    const { bot, colleague } = await team();
    const zhao = await colleague('Zhao');
    const medic = await colleague('Chen', 'medic');
    await bot.person('telegram', { name: 'Ana', locale: 'en' }).says(BLOOD);
    await zhao.says('/note! 1 the corridor heard her cry');
    expect(last(zhao.inbox())).toContain('#1 (room unknown)');
    await zhao.says('/ticket 1');
    expect(last(zhao.inbox())).toContain('#1 is confidential');
    await medic.says('/ticket 1');
    expect(last(medic.inbox())).toContain('the corridor heard her cry');
  });
});
