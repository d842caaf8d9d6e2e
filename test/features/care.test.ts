import { describe, expect, test } from 'vitest';
import { last, team } from './desk-team.ts';

const MILK = 'Our ten-month-old has no milk powder left, please help us';
const SAD = 'I feel so hopeless and cry all night, I cannot go on';

async function desk(words = MILK) {
  const made = await team();
  const wang = await made.colleague('Wang');
  const mother = made.bot.person('telegram', { name: 'Li Na' });
  await mother.says(words);
  return { ...made, wang, mother, db: made.bot.store.db };
}

describe('/care', () => {
  test('is noted, shown, dated anew and taken away, and the record tells kinds and days but no words', async () => {
    const { wang, db } = await desk();
    await wang.says('/care 1');
    expect(last(wang.inbox())).toBe('#1 · no special care noted. /care 1 pregnant notes some.');
    await wang.says('/care 1 pregnant, chronic 2026-12-03');
    expect(last(wang.inbox())).toBe(
      '#1 · special care: chronic illness, medicine until 2026-12-03 · pregnant',
    );
    await wang.says('/care 1 chronic 2026-12-09');
    expect(last(wang.inbox())).toContain('medicine until 2026-12-09');
    await wang.says('/care 1 off pregnant');
    expect(last(wang.inbox())).toBe('#1 · special care: chronic illness, medicine until 2026-12-09');
    const lines = await db.audit.findMany({
      where: { action: { startsWith: 'care.' } },
      orderBy: { id: 'asc' },
    });
    expect(lines.map(({ action, after }) => [action, after])).toEqual([
      ['care.set', { kinds: ['pregnant', 'chronic 2026-12-03'] }],
      ['care.set', { kinds: ['chronic 2026-12-09'] }],
      ['care.off', { kinds: ['pregnant'] }],
    ]);
  });

  test('reads Chinese, on the quoted card in the group', async () => {
    const { wang, group, db } = await desk();
    const card = group.posts().at(-1)?.ref ?? '';
    await wang.saysIn(group, '关怀 孕妇', { replyTo: card });
    expect(last(group.texts())).toContain('special care: pregnant');
    expect(await db.careFlag.count()).toBe(1);
  });

  test('refuses what it does not know, half a date, and too many words, and changes nothing', async () => {
    const { wang, db } = await desk();
    for (const [said, answer] of [
      ['/care 1 tall', 'Write one of: elderly'],
      ['/care 1 pregnant, tall', 'Write one of: elderly'],
      ['/care 1 off', 'Write one of: elderly'],
      ['/care 1 chronic 12-03', 'Please write the day in full'],
      [`/care 1 pregnant ${'x'.repeat(200)}`, 'Please keep it under 200 characters'],
    ] as const) {
      await wang.says(said);
      expect(last(wang.inbox())).toContain(answer);
    }
    expect(await db.careFlag.count()).toBe(0);
  });

  test('depression is noted and read in private by those who may, and by nobody else', async () => {
    const { wang, group, colleague, db } = await desk();
    await wang.says('/care 1 depression');
    expect(last(wang.inbox())).toContain('This is confidential');
    const lin = await colleague('Lin', 'counsellor');
    await lin.saysIn(group, '/care 1 depression');
    expect(last(group.texts())).toContain('This is confidential');
    expect(await db.careFlag.count()).toBe(0);
    await lin.says('/care 1 depression, vegetarian');
    expect(last(lin.inbox())).toContain('depression');
    await wang.says('/care 1');
    expect(last(wang.inbox())).toBe('#1 · special care: diet (vegetarian)');
    await lin.saysIn(group, '/care 1');
    expect(last(group.texts())).not.toContain('depression');
  });
});

describe('at a handover', () => {
  test('the sheet tells whom the team has to think of: their tickets, and days that are near', async () => {
    const { bot, group, colleague, wang, db } = await desk();
    const sup = await colleague('Sup', 'supervisor');
    const lin = await colleague('Lin', 'counsellor');
    await colleague('Chen');
    await sup.says('/shift plan two Wang, Chen');
    await sup.presses(/Yes, do it/);
    await wang.says('/care 1 pregnant');
    await lin.says('/care 1 depression');
    // Nothing of theirs is open any more, but an exam is near; another's is far away.
    const today = bot.clock.now().toZonedDateTimeISO('UTC').toPlainDate();
    for (const [name, days] of [
      ['Ana', 1],
      ['Bo', 30],
    ] as const) {
      const student = bot.person('telegram', { name });
      await student.says('Please tell me how to use the wifi for my online exam tomorrow');
      const { number } = await db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } });
      await wang.says(`/care ${number} student ${today.add({ days })}`);
      await wang.says(`/claim ${number}`);
      await wang.says(`/resolve ${number}`);
    }
    // A confidential matter's number says nothing about who it is of.
    const sad = bot.person('telegram', { name: 'Sad' });
    await sad.says(SAD);
    const { number, restricted } = await db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } });
    expect(restricted).toBe(true);
    await lin.says(`/care ${number} elderly`);
    await bot.later({ hours: 6 });
    const sheet = group.texts().findLast((text) => text.startsWith('📋')) ?? '';
    const section = sheet.slice(sheet.indexOf('💗')).split('\n\n')[0] ?? '';
    expect(section.split('\n')).toEqual([
      '💗 Special care (3)',
      `• room unknown · student, exam on ${today.add({ days: 1 })}`,
      '• room unknown · pregnant · #1',
      '• room unknown · elderly',
    ]);
  });
});
