/** How often the search finds the right entry for a question in other words, in nine languages and six writings. */
import { describe, expect, it } from 'vitest';
import { CLEARLY } from '../../src/domain/faq.ts';
import { findAnswer } from '../../src/features/faq/find-answer.ts';
import { addEntry, type FaqFacts, setText } from '../../src/store/faq.ts';
import { transact } from '../../src/store/transaction.ts';
import { OTHERS, QUESTIONS, STRANGE } from '../domain/faq-questions.ts';
import { testStore } from '../support/database.ts';

const LANGUAGES = ['en', 'zh-CN', 'ja'] as const;
const today = Temporal.PlainDate.from('2026-05-12');
const reader = { siteId: null, jurisdiction: null, today };
const now = Temporal.Instant.from('2026-05-12T04:00:00Z');
const facts: FaqFacts = {
  siteId: null,
  jurisdiction: null,
  noticeId: null,
  source: 'Circular 12',
  datedOn: today,
  validFrom: null,
  validTo: null,
};

async function filled() {
  const { db } = await testStore();
  await transact(db, async (tx) => {
    for (const [at, [[question, answer], ...others]] of QUESTIONS.entries()) {
      const by = { staffId: '00000000-0000-4000-8000-000000000000', now };
      const entry = await addEntry(tx, facts, { locale: 'en', question, answer }, by);
      expect(entry.number).toBe(at + 1);
      const more = [
        ...others.map(([q, a], place) => [LANGUAGES[place + 1] ?? '', q, a] as const),
        ...Object.entries(OTHERS).flatMap(([locale, all]) =>
          all.filter(([place]) => place === at).map(([, q, a]) => [locale, q, a] as const),
        ),
      ];
      for (const [locale, q, a] of more) await setText(tx, entry, { locale, question: q, answer: a }, now);
    }
  });
  return (words: string, locale: string) => transact(db, (tx) => findAnswer({ tx }, words, reader, locale));
}

describe('the search', () => {
  it('finds what was asked in other words, and the question itself always', async () => {
    const find = await filled();
    const rates: Record<string, { hits: number; among: number; asked: number }> = {};
    const check = async (at: number, locale: string, words: string): Promise<void> => {
      rates[locale] ??= { hits: 0, among: 0, asked: 0 };
      const rate = rates[locale];
      const { hits } = await find(words, locale);
      rate.asked += 1;
      if (hits[0]?.number === at + 1) rate.hits += 1;
      if (hits.slice(0, 3).some(({ number }) => number === at + 1)) rate.among += 1;
    };
    for (const [at, languages] of QUESTIONS.entries()) {
      for (const [place, [question, , inOtherWords]] of languages.entries()) {
        const locale = LANGUAGES[place] ?? '';
        const { hits, isClear } = await find(question, locale);
        expect({ question, number: hits[0]?.number, isClear }).toEqual({
          question,
          number: at + 1,
          isClear: true,
        });
        await check(at, locale, inOtherWords);
      }
    }
    for (const [locale, all] of Object.entries(OTHERS))
      for (const [at, , , inOtherWords] of all) await check(at, locale, inOtherWords);
    for (const locale of LANGUAGES) {
      expect(rates[locale]?.asked).toBe(30);
      expect(rates[locale]?.hits, locale).toBeGreaterThanOrEqual(20);
      expect(rates[locale]?.among, locale).toBeGreaterThanOrEqual(22);
    }
    for (const locale of Object.keys(OTHERS)) expect(rates[locale]?.hits, locale).toBeGreaterThanOrEqual(3);
  });

  it('is clear about no question that nothing answers', async () => {
    const find = await filled();
    for (const words of STRANGE) {
      const { hits, isClear } = await find(words, 'en');
      expect(isClear, words).toBe(false);
      expect(hits[0]?.fit ?? 0, words).toBeLessThan(CLEARLY);
    }
  });

  it('finds nothing in nothing, and minds no signs of the query language', async () => {
    const find = await filled();
    for (const words of ['', '   ', '?!', '| & ! ( :*', "'; drop table faq_text; --", '\\', 'the of and'])
      expect((await find(words, 'en')).isClear, words).toBe(false);
    const long = await find(`${'blah '.repeat(5000)} visa`, 'en');
    expect(long.isClear).toBe(false);
  });
});
