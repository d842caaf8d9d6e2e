import { describe, expect, it } from 'vitest';
import { readReportWish, toNumber } from '../../../src/domain/report/command.ts';

const read = (text: string) => readReportWish(text, Temporal.PlainDate.from('2026-11-22'));
const plan = (time: string, site: string | null = null, to: string | null = null) => ({
  do: 'at',
  time,
  site,
  to,
});

describe('what is written behind /report', () => {
  it.each([
    ['', { do: 'newest' }],
    ['list', { do: 'list' }],
    ['清单', { do: 'list' }],
    ['hours', { do: 'hours' }],
    ['14', { do: 'show', number: 14 }],
    ['#１４', { do: 'show', number: 14 }],
    ['today', { do: 'day', day: null, words: '' }],
    ['今天 太阳酒店', { do: 'day', day: null, words: '太阳酒店' }],
    ['yesterday Sun Hotel', { do: 'day', day: '2026-11-21', words: 'Sun Hotel' }],
    ['2026-11-20 Sun', { do: 'day', day: '2026-11-20', words: 'Sun' }],
    ['2026年11月2日', { do: 'day', day: '2026-11-02', words: '' }],
    ['at 20:00', plan('20:00')],
    ['20：30', plan('20:30')],
    ['每天 8点', plan('08:00')],
    ['at 0:00', plan('00:00')],
    ['at 20:00 site="Sun Hotel" to=Wang', plan('20:00', 'Sun Hotel', 'Wang')],
    ['每日 20:00 场所=太阳酒店 给=“夜班，小王”', plan('20:00', '太阳酒店', '夜班，小王')],
    ['off', { do: 'off', site: null, to: null }],
    ['取消 酒店=太阳', { do: 'off', site: '太阳', to: null }],
    ['revise 14 a wrong date', { do: 'revise', number: 14, keeps: false, reason: 'a wrong date' }],
    ['revise #14 keep the remark', { do: 'revise', number: 14, keeps: true, reason: 'the remark' }],
    ['更正 14 漏报', { do: 'revise', number: 14, keeps: false, reason: '漏报' }],
    ['修订14 保留 备注', { do: 'revise', number: 14, keeps: true, reason: '备注' }],
    ['revise 14', { do: 'revise', number: 14, keeps: false, reason: '' }],
    ['remark 14: all calm\nnone ill', { do: 'remark', number: 14, words: 'all calm\nnone ill' }],
    ['备注 14 一切正常', { do: 'remark', number: 14, words: '一切正常' }],
    ['remark 14', { do: 'remark', number: 14, words: '' }],
  ])('%j is understood', (text, wish) => {
    expect(read(text)).toEqual(wish);
  });

  it.each([
    '已经交了',
    'at 25:00',
    'at 20:61',
    '2026-02-30',
    'at 20:00 please',
    'official',
    'todays',
    'the list',
  ])('%j is not', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

describe('a number', () => {
  it.each([
    ['14', 14],
    ['１４', 14],
    ['0', 0],
    ['-3', 0],
    ['1.5', 0],
    ['99999999999', 0],
    ['x', 0],
    [undefined, 0],
  ])('written %j is %i', (digits, number) => {
    expect(toNumber(digits)).toBe(number);
  });
});
