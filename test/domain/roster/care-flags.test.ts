import { expect, test } from 'vitest';
import { readFlags } from '../../../src/domain/roster/care-flags.ts';

/** `kind`, `kind@date`; what is unknown behind `?`. */
const said = (text: string): string => {
  const { flags, other, hasBadDate } = readFlags(text);
  const words = flags.map(({ kind, date }) => (date ? `${kind}@${date}` : kind));
  return [...words, ...other.map((each) => `?${each}`), ...(hasBadDate ? ['bad date'] : [])].join(' ');
};

test.each([
  ['elderly', 'elderly'],
  ['老人、轮椅', 'elderly disabled'],
  ['老人輪椅', 'elderly disabled'],
  ['Infant; pregnant', 'infant pregnant'],
  ['孕28周', 'pregnant'],
  ['chronic 2026-12-03', 'chronic@2026-12-03'],
  ['糖尿病（药到2026年12月3日）', 'chronic@2026-12-03'],
  ['高血压，服药至2026/12/3', 'chronic@2026-12-03'],
  ['insulin until 2026-12-05, hypertension until 2026-12-03', 'chronic@2026-12-03'],
  ['学生 考试2026-12-03 09:00', 'student@2026-12-03'],
  ['student (exam 2026-12-03)/halal', 'student@2026-12-03 diet'],
  ['抑郁症', 'depression'],
  ['憂鬱症', 'depression'],
  ['清真，穆斯林', 'diet religion'],
  ['no pork', 'diet'],
  ['elderly born 2026-12-03', 'elderly'],
])('“%s” is %s', (text, flags) => expect(said(text)).toBe(flags));

test.each([
  ['无慢性病'],
  ['未怀孕'],
  ['no diabetes'],
  ['not pregnant'],
  ['pregnant: no'],
  ['孕妇：否'],
  ['正常'],
  ['健康，無特殊情況'],
  ['No'],
])('“%s” denies, and flags nobody', (text) => expect(said(text)).toBe(''));

test.each([
  ['无法行走的老人', 'elderly'],
  ['无人照顾', '?无人照顾'],
  ['drug allergy', '?drug allergy'],
  ['likes trains, elderly', 'elderly ?likes trains'],
])('“%s” is %s: what is unknown is kept', (text, flags) => expect(said(text)).toBe(flags));

test.each([
  ['药到12月3日'],
  ['chronic 03/12/2026'],
  ['chronic 3/12'],
  ['exam 20261203'],
  ['exam 2026-02-30'],
  ['exam 2026.12.3'],
  ['chronic 2026-12-03 or 2026-12-04'],
  ['diabetic student 2026-12-03'],
])('the day in “%s” is not guessed', (text) => expect(readFlags(text).hasBadDate).toBe(true));

test('a note is kept where it says more than the flag', () => {
  expect(readFlags('elderly, 糖尿病 胰岛素').flags).toEqual([
    { kind: 'elderly', date: null, note: null },
    { kind: 'chronic', date: null, note: '糖尿病 胰岛素' },
  ]);
  expect(readFlags('halal; no eggs in the diet').flags[0]?.note).toBe('halal; no eggs in the diet');
});
