/** `/stats`: what supervisors read, what colleagues read of themselves, and the picture that goes with it. */
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { chartSvg } from '../../src/charts/chart-svg.ts';
import { drawChart } from '../../src/charts/draw-chart.ts';
import type { Chart } from '../../src/domain/figures/chart.ts';
import type { TestBot } from '../support/bot.ts';
import { addGuest, addSite } from '../support/guests.ts';
import { type Colleague, last, team } from './desk-team.ts';

/** 22 November 2026, 02:00 in Shanghai: three guests wrote, Wang answered one after ten minutes and solved it. */
async function house(options = {}) {
  const desk = await team(options);
  const { bot, colleague } = desk;
  const sun = await addSite(bot, 'Sun Hotel', 'Asia/Shanghai');
  const wang = await colleague('Wang');
  const boss = await colleague('Boss', 'supervisor');
  const ask = async (name: string, words: string) => {
    const guest = await addGuest(bot, { name, siteId: sun, account: 'telegram', locale: 'en' });
    await guest.chat.says(words);
  };
  await ask('Ana', 'There is no drinking water left in our room');
  await ask('Bo', 'I keep vomiting blood and feel very weak');
  await ask('Cy', 'There is no hot water in our room');
  await wang.says('/claim 1');
  await bot.later({ minutes: 10 });
  await wang.says('The water is on its way');
  await bot.later({ minutes: 20 });
  await wang.says('/resolve 1');
  return { ...desk, sun, wang, boss };
}

const picture = (colleague: Colleague) => {
  const [file] = colleague.posts().at(-1)?.content.media ?? [];
  if (!file?.bytes) throw new Error('no picture came');
  return Buffer.from(file.bytes);
};

/** Width, height and every byte of the pixels of a PNG. */
function decode(png: Buffer) {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  return {
    width: png.readUInt32BE(16),
    height: png.readUInt32BE(20),
    pixels: inflateSync(Buffer.concat(parts)),
  };
}

const count = (bot: TestBot) => bot.store.db.mediaFile.count();

describe('/stats', () => {
  test('tells a supervisor of everybody, in a few lines and a picture', async () => {
    const { bot, boss, wang, sun } = await house();
    await boss.says('/stats');
    const text = last(boss.inbox());
    expect(text).toContain('Figures 2026-11-22');
    expect(text).toContain('Opened 3 (+3) · Resolved 1 (+1) · Reopened 0');
    expect(text).toContain('Open 2');
    expect(text).toContain('First answer: median 10 min · 9 of 10 within 10 min');
    expect(text).toContain('Solved: median 30 min');
    expect(text).toContain('In quarantine 3 (+3) · Heard from 0');
    const { width, height, pixels } = decode(picture(boss));
    expect([width, height]).toEqual([1440, 800]);
    expect(new Set(pixels).size).toBeGreaterThan(20);

    await boss.says('/统计 7天 人员');
    expect(last(boss.inbox())).toContain('Wang: opened 1, resolved 1, open 0, first answer 10 min');
    await boss.presses('By need');
    expect(last(boss.inbox())).toContain('Medical help: opened 1');
    await boss.presses('What is counted?');
    expect(last(boss.inbox())).toMatch(/Opened: requests that came in[\s\S]*Released: people/);

    await boss.says('/stats yesterday site');
    expect(last(boss.inbox())).toContain('Opened 0');
    expect(last(boss.inbox())).toContain('Overdue –');
    await bot.store.db.site.update({ where: { id: sun }, data: { timeZone: 'Pacific/Kiritimati' } });
    await boss.says('/stats today');
    expect(last(boss.inbox())).toContain('days of Pacific/Kiritimati');
    await wang.says('/stats');
    expect(last(wang.inbox())).toContain('Your own figures');
  });

  test('tells a colleague of their own requests only, and no group of theirs', async () => {
    const { wang, group, boss, colleague } = await house();
    await wang.says('/stats 7d need');
    const own = last(wang.inbox());
    expect(own).toContain('Your own figures');
    expect(own).toContain('Opened 1');
    expect(own).not.toContain('Medical');
    expect(own).not.toContain('Complaints');
    expect(own).not.toContain('quarantine');
    await wang.says('/stats staff');
    expect(last(wang.inbox())).toMatch(/figures.read|supervisor|administrator/i);
    await wang.saysIn(group, '/stats');
    expect(last(group.texts())).toContain('in private only');
    await boss.saysIn(group, '/stats staff');
    expect(last(group.texts())).toContain('in private only');
    // Neither the group nor an administrator is told which of the confidential matters there were.
    await boss.saysIn(group, '/stats need');
    expect(last(group.texts())).toContain('Confidential matters: opened 1');
    expect(last(group.texts())).not.toContain('Medical');
    const admin = await colleague('Root', 'admin');
    await admin.says('/stats need');
    expect(last(admin.inbox())).toContain('Confidential matters: opened 1');
  });

  test('says what it does not understand, and leaves the picture out where there is none', async () => {
    const { bot, boss } = await house({ accounts: { telegram: { media: [] } } });
    for (const [words, answer] of [
      ['sites 7d tomorow', 'do not understand “tomorow”'],
      ['2026-02-30', 'There is no day 2026-02-30'],
      ['2026-05-07..2026-05-01', '2026-05-01 is before 2026-05-07'],
      ['2027-01-01', 'still to come'],
      ['400d', '1 to 366 days'],
      ['5/6', 'do not know the period “5/6”'],
    ] as const) {
      await boss.says(`/stats ${words}`);
      expect(last(boss.inbox()), words).toContain(answer);
    }
    const files = await count(bot);
    await boss.says('/stats');
    expect(last(boss.inbox())).toContain('Opened 3');
    expect(await count(bot)).toBe(files);
    expect(boss.posts().at(-1)?.content.media).toBeUndefined();
  });
});

describe('a chart', () => {
  const chart: Chart = {
    title: '统计 2026-05-01',
    bars: 'lying',
    labels: ['海港酒店', '機場'],
    series: [{ name: '新增', values: [12, 3] }],
    nothing: '没有数据',
  };
  const draw = async (one: Chart) => {
    const { bytes, type } = await drawChart(new TextEncoder().encode(JSON.stringify(one)));
    expect(type).toBe('image/png');
    return decode(Buffer.from(bytes));
  };
  const dark = ({ pixels, width }: ReturnType<typeof decode>) =>
    pixels
      .filter((_byte, index) => index % (width * 4 + 1) !== 0)
      .reduce((sum, byte) => sum + (byte > 0 ? 1 : 0), 0);

  test('has its words, and Chinese letters are drawn, each its own', async () => {
    expect(chartSvg(chart)).toContain('海港酒店');
    const blank = { ...chart, labels: ['', ''] };
    const [written, other, empty] = [
      await draw(chart),
      await draw({ ...chart, labels: ['机场酒店', '機場'] }),
      await draw(blank),
    ];
    expect(dark(written)).toBeGreaterThan(dark(empty));
    // A font without these letters would draw the same empty boxes for both.
    expect(written.pixels.equals(other.pixels)).toBe(false);
    expect(chartSvg({ ...chart, series: [{ name: '新增', values: [0, null] }] })).toContain('没有数据');
  });
});
