/** Cutting words, judging the fit, and reading what colleagues write about an entry. */
import { describe, expect, it } from 'vitest';
import { partsOf, readFacts, readNotice, readSource } from '../../src/domain/faq/read-facts.ts';
import {
  cutWords,
  type FaqTerm,
  fitOf,
  isQuestion,
  readableIn,
  standingOf,
  withoutNumbers,
} from '../../src/domain/faq.ts';

describe('words', () => {
  it('are plain letters and digits, each once, whatever the writing', () => {
    const texts = [
      'When are visits?',
      '隔离要多少天',
      'ກັກໂຕຈັກມື້',
      'ကွာရန်တင်း ဘယ်နှစ်ရက်',
      '격리 기간은',
      'сколько дней',
      'كم يوما',
      '37.5 °C',
    ];
    for (const text of texts) {
      const words = cutWords(text);
      expect(words.length, text).toBeGreaterThan(0);
      expect(new Set(words).size).toBe(words.length);
      for (const word of words) expect(word).toMatch(/^[a-z0-9]+$/);
    }
  });

  it.each([
    ['case, accents and width', 'QUARANTÄNE ＷＩＦＩ', 'quarantane wifi'],
    ['Traditional and Simplified', '隔離結束', '隔离结束'],
    ['katakana and hiragana', 'タオル', 'たおる'],
    ['Vietnamese with and without tones', 'cách ly bao nhiêu ngày', 'cach ly bao nhieu ngay'],
    ['the Arabic article', 'الحجر', 'حجر'],
    ['stop words', 'what is the quarantine', 'quarantine'],
    ['politeness', '请问一下隔离', '隔离'],
  ])('do not tell apart %s', (_what, one, other) => {
    expect(cutWords(one).sort()).toEqual(cutWords(other).sort());
  });

  it.each([
    ['en', 'Are visitors allowed?', 'May somebody visit me?'],
    ['zh', '隔离期什么时候结束', '什么时候能结束隔离'],
    ['ja', '隔離期間は何日ですか', '何日間隔離されますか'],
    ['lo', 'ຕ້ອງກັກໂຕຈັກມື້', 'ກັກໂຕດົນປານໃດ'],
    ['my', 'ကွာရန်တင်း ဘယ်နှစ်ရက်', 'ကွာရန်တင်းမှာ နေရမှာလား'],
    ['ko', '격리는 언제 끝나요', '격리가 끝나는 날'],
    ['ru', 'карантина', 'карантине'],
  ])('of the same matter meet (%s)', (_language, one, other) => {
    const words = new Set(cutWords(one));
    expect(cutWords(other).filter((word) => words.has(word))).not.toEqual([]);
  });

  it('of something very long are only so many, and none is endless', () => {
    expect(cutWords('')).toEqual([]);
    expect(cutWords('字样'.repeat(100_000)).length).toBeLessThan(10);
    expect(Math.max(...cutWords('a'.repeat(5000)).map((word) => word.length))).toBeLessThan(200);
    expect(cutWords(Array.from({ length: 9000 }, (_v, at) => `w${at}`).join(' ')).length).toBeLessThanOrEqual(
      600,
    );
  });
});

describe('the fit', () => {
  const texts = [
    {
      question: 'When are the tests taken?',
      words: cutWords('When are the tests taken? On day 4').join(' '),
    },
    { question: 'When is dinner served?', words: cutWords('When is dinner served? At 18:00').join(' ') },
  ];
  const judge = (question: string) => fitOf(cutWords(question), texts, 2);

  it('is 1 for the very question, nothing without a common word, and more the more is common', () => {
    expect(judge('When are the tests taken?')[0]).toBeCloseTo(1);
    expect(judge('bananas')).toEqual([0, 0]);
    const [tests = 0, dinner = 0] = judge('When is the test?');
    expect(tests).toBeGreaterThan(dinner);
    for (const value of judge('When is dinner, and when are tests, and who is there?')) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
    }
    expect(fitOf([], texts, 2)).toEqual([0, 0]);
    expect(fitOf(['dinner'], [], 0)).toEqual([]);
  });
});

describe('an entry', () => {
  const today = Temporal.PlainDate.from('2026-05-12');
  const term: FaqTerm = {
    validFrom: null,
    validTo: null,
    isWithdrawn: false,
    noticeId: null,
    noticeState: null,
  };
  it.each([
    ['in-force', {}],
    ['in-force', { validFrom: today, validTo: today }],
    ['over', { validTo: today.subtract({ days: 1 }) }],
    ['early', { validFrom: today.add({ days: 1 }) }],
    ['withdrawn', { isWithdrawn: true, validTo: today.subtract({ days: 1 }) }],
    ['in-force', { noticeId: 'n', noticeState: 'sent' }],
    ['in-force', { noticeId: 'n', noticeState: 'sending' }],
    ['superseded', { noticeId: 'n', noticeState: 'superseded' }],
    ['notice-withdrawn', { noticeId: 'n', noticeState: 'withdrawn' }],
    ['no-notice', { noticeId: 'n', noticeState: 'draft' }],
    ['no-notice', { noticeId: 'n' }],
  ] as [string, Partial<FaqTerm>][])('is %s with %o', (standing, change) => {
    expect(standingOf({ ...term, ...change }, today)).toBe(standing);
  });

  it('is read in the reader’s language, a near one, the one that was found, or English', () => {
    expect(readableIn('fr', ['en', 'fr'])).toBe('fr');
    expect(readableIn('zh-TW', ['en', 'zh-CN'])).toBe('zh-CN');
    expect(readableIn('fr', ['en', 'ja'], 'ja')).toBe('ja');
    expect(readableIn('fr', ['ja', 'en'])).toBe('en');
    expect(readableIn('fr', ['lo', 'ja'])).toBe('ja');
    expect(readableIn('fr', [])).toBeUndefined();
  });

  it('answers questions of three kinds only, that nothing is urgent about', () => {
    const ticket = { need: 'policy', urgency: 'normal', restricted: false, source: 'chat' };
    expect(isQuestion(ticket)).toBe(true);
    for (const change of [
      { need: 'medical' },
      { need: 'psychological' },
      { need: 'supplies' },
      { urgency: 'high' },
      { urgency: 'emergency' },
      { restricted: true },
      { source: 'call' },
    ])
      expect(isQuestion({ ...ticket, ...change })).toBe(false);
  });
});

describe('what colleagues write', () => {
  it('is read part by part, in any order and in Chinese', () => {
    expect(
      readFacts(
        partsOf('until 2026-12-01｜site Sun Hotel | 属地：湖北 | notice 3 | from - | 来源 通告, 2026-05-12'),
      ),
    ).toEqual([
      { name: 'until', value: '2026-12-01' },
      { name: 'site', value: 'Sun Hotel' },
      { name: 'home', value: '湖北' },
      { name: 'notice', value: '3' },
      { name: 'from', value: '' },
      { name: 'source', value: '通告, 2026-05-12' },
    ]);
    expect(() => readFacts(['fromage'])).toThrow('staff-faq:error.part');
    expect(() => readFacts(['bananas'])).toThrow('staff-faq:error.part');
  });

  it.each([
    ['Circular 12, 2026-05-12', 'Circular 12'],
    ['Circular 12 of 2026/5/12', 'Circular 12'],
    ['第12号通告（2026年5月12日）', '第12号通告'],
  ])('names a source and its day: %s', (text, source) => {
    expect(readSource(text)).toEqual({ source, datedOn: Temporal.PlainDate.from('2026-05-12') });
  });

  it.each(['Circular 12', '2026-05-12', 'Circular 12, 2026-02-30', ''])(
    'refuses a source like "%s"',
    (text) => {
      expect(() => readSource(text)).toThrow(/staff-faq:error\.(source|date)/);
    },
  );

  it.each([
    ['3', undefined, 3],
    ['No. 3', undefined, 3],
    ['第3号', undefined, 3],
    ['Sun Hotel 3', 'Sun Hotel', 3],
    ['指挥部第3号', '指挥部', 3],
  ])('names a notice: %s', (text, issuer, number) => {
    expect(readNotice(text)).toEqual({ issuer, number });
  });

  it('loses numbers of documents and phones, and keeps the rest', () => {
    expect(withoutNumbers('I am in 1203, passport E12345678,\ncall 138 0013 8000 on 2026')).toBe(
      'I am in 1203, passport …, call … on 2026',
    );
  });
});
