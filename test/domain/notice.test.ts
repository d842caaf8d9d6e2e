import { describe, expect, it } from 'vitest';
import { audienceText, isAudience, readAudience } from '../../src/domain/notice/audience-words.ts';
import { readDraft } from '../../src/domain/notice/read-draft.ts';
import { missingLanguages, writeNotice } from '../../src/domain/notice/write.ts';
import { EVERYBODY, isForGroups, type NoticeText, noticeAudience, textFor } from '../../src/domain/notice.ts';
import { createTranslate } from '../../src/i18n.ts';

const t = createTranslate();
const text = (locale: string): NoticeText => ({ locale, title: `title ${locale}`, body: '' });
const SITES = [
  { id: '00000000-0000-7000-8000-000000000001', name: 'Sun Hotel' },
  { id: '00000000-0000-7000-8000-000000000002', name: '月亮酒店' },
];

describe('the text of a reader', () => {
  it.each([
    ['fr', ['fr', 'en'], 'fr'],
    ['zh-TW', ['en', 'zh-CN'], 'zh-CN'],
    ['zh-CN', ['en', 'zh-TW'], 'zh-TW'],
    ['lo', ['zh-CN', 'en'], 'en'],
    ['lo', ['vi', 'zh-CN'], 'zh-CN'],
    ['en', ['vi', 'my'], 'vi'],
  ])('in %s of %j is %s', (locale, there, expected) => {
    expect(textFor(there.map(text), locale)?.locale).toBe(expected);
  });

  it('says which language it is when it is another', () => {
    const head = {
      issuer: 'Office',
      number: 4,
      replaces: 3,
      day: Temporal.PlainDate.from('2026-05-03'),
    };
    const own = writeNotice(head, [text('en')], 'en', t).text;
    expect(own).toBe('📢 Notice No. 4 · Office · 3 May 2026\nIt replaces notice No. 3.\n\ntitle en');
    const other = writeNotice(head, [text('en')], 'fr', t);
    expect(other.text).toContain('Voici la version en : anglais.');
    expect(other.locale).toBe('en');
    expect(textFor([], 'en')).toBeUndefined();
    expect(missingLanguages([text('en'), text('zh-CN')])).toHaveLength(10);
  });
});

describe('a draft as it is typed', () => {
  it('has issuer, audience, what it replaces, and texts in several languages', () => {
    const read = readDraft(
      '发布单位：防疫办\r\n取代：3\n发给：site=Sun Hotel\nzh: 热水\n今晚没有热水。\n时间：22:00\n\n明天恢复。\nEnglish:\nHot water\nNone tonight.\n日：不是语言',
    );
    expect(read).toMatchObject({ issuer: '防疫办', replaces: 3, audience: 'site=Sun Hotel', loose: '' });
    expect(read.texts).toEqual([
      { locale: 'zh-CN', title: '热水', body: '今晚没有热水。\n时间：22:00\n\n明天恢复。' },
      { locale: 'en', title: 'Hot water', body: 'None tonight.\n日：不是语言' },
    ]);
  });

  it('tells what is wrong, and what is in no language', () => {
    expect(readDraft('fr:\n\nru: x').wrong).toEqual([{ locale: 'fr', why: 'empty' }]);
    expect(readDraft(`en: ${'x'.repeat(201)}`).wrong).toEqual([{ locale: 'en', why: 'long' }]);
    expect(readDraft('Hot water\nNone.')).toMatchObject({ texts: [], loose: 'Hot water\nNone.' });
  });
});

describe('an audience', () => {
  const read = (words: string, before = EVERYBODY) => readAudience(words, before, SITES);

  it('is read from one line, part by part', () => {
    const { audience } = read(
      'site=sun hotel, 月亮酒店; flight=ca 123、MU456; arrived=2026-11-01..2026年11月5日; home=湖北; language=fr, 日语; care=pregnant; state=在住',
    ) as { audience: typeof EVERYBODY };
    expect(audience).toEqual({
      sites: SITES.map(({ id }) => id),
      flights: ['CA123', 'MU456'],
      arrivedFrom: '2026-11-01',
      arrivedTo: '2026-11-05',
      jurisdictions: ['湖北'],
      languages: ['fr', 'ja'],
      care: ['pregnant'],
      states: ['here'],
    });
    expect(noticeAudience.parse(audience)).toEqual(audience);
    expect(audienceText(audience, SITES, 'en', t)).toBe(
      'site: Sun Hotel, 月亮酒店 · flight: CA123, MU456 · arrived: 2026-11-01 – 2026-11-05 · home: 湖北 · language: French, Japanese · special care: pregnant · stay: here',
    );
    expect(read('site=-; arrived=-', audience)).toMatchObject({
      audience: { sites: [], arrivedFrom: null, arrivedTo: null, flights: ['CA123', 'MU456'] },
    });
    expect(read('everybody', audience)).toEqual({ audience: EVERYBODY });
    expect(audienceText(EVERYBODY, SITES, 'en', t)).toBe('everybody whose stay is open');
  });

  it.each([
    ['site=Mars', 'site'],
    ['arrived=5/11', 'date'],
    ['arrived=2026-11-05..2026-11-01', 'date'],
    ['language=Klingon', 'language'],
    ['care=tall', 'care'],
    ['state=lost', 'state'],
    ['age=5', 'word'],
    ['whoever', 'word'],
  ])('%s is not understood: %s', (words, problem) => {
    expect(read(words)).toMatchObject({ problem });
  });

  it('is told from a text, and goes to groups only as a whole', () => {
    expect(['site=Sun Hotel', '全部', '航班＝CA1'].every(isAudience)).toBe(true);
    expect(['Hot water = none', 'hello'].some(isAudience)).toBe(false);
    expect(isForGroups({ ...EVERYBODY, sites: [SITES[0]?.id ?? ''], states: ['here'] })).toBe(true);
    expect(isForGroups({ ...EVERYBODY, languages: ['fr'] })).toBe(false);
    expect(isForGroups({ ...EVERYBODY, care: ['depression'] })).toBe(false);
  });
});
