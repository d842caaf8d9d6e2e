import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LOCALES } from '../../src/domain/locale.ts';
import { ITEM_KEYS, itemOf } from '../../src/domain/supplies/catalogue.ts';
import { parseItemLexicon } from '../../src/domain/supplies/lexicon.ts';
import type { SupplyReading } from '../../src/domain/supplies.ts';
import { createTranslate } from '../../src/i18n.ts';
import { supplyReader } from '../../src/lexicons.ts';

const supplies = supplyReader();
const t = createTranslate();

/** `2 can milk-powder-1; 3 - "flurbs"`, as the tables write it. */
function told({ lines, understood, repair }: SupplyReading): string {
  if (repair) return 'repair';
  if (!understood) return 'nothing';
  return lines
    .map(({ amount, unit, item, name }) => `${amount} ${unit ?? '-'} ${item ?? `"${name}"`}`)
    .join('; ');
}

const table = (locale: string): [string, string][] =>
  readFileSync(new URL(`./supplies/${locale}.txt`, import.meta.url), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((row) => row.replaceAll('\\n', '\n').split(' => ') as [string, string]);

describe.each(LOCALES)('%s', (locale) => {
  test('reads what people write', () => {
    for (const [text, expected] of table(locale))
      expect(told(supplies.read(text, locale)), text).toBe(expected);
  });

  test('calls every item by its name, alone and with an amount before or behind it', () => {
    for (const key of ITEM_KEYS) {
      const name = t(locale, `supplies:item.${key}`);
      for (const [text, amount] of [
        [name, 1],
        [`3 x ${name}`, 3],
        [`${name} x 4`, 4],
      ] as const) {
        const { lines } = supplies.read(text, locale);
        expect(
          lines.map(({ item, amount }) => [item, amount]),
          text,
        ).toEqual([[key, amount]]);
      }
    }
  });

  test('loses no line of a list, whatever is in it, and keeps every amount', () => {
    const names = ITEM_KEYS.filter((key) => !itemOf(key).of);
    const wish = fc.record({
      amount: fc.integer({ min: 1, max: 99 }),
      key: fc.option(fc.constantFrom(...names)),
      strange: fc.stringMatching(/^zq[bcdfg]{4,8}$/),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(wish, { minLength: 1, maxLength: 12, selector: ({ key, strange }) => key ?? strange }),
        (wishes) => {
          const nameOf = (one: (typeof wishes)[number]) =>
            one.key ? t(locale, `supplies:item.${one.key}`) : one.strange;
          const text = wishes.map((one) => `${one.amount} x ${nameOf(one)}`).join('\n');
          const { lines } = supplies.read(text, locale);
          expect(lines.map(({ item, amount }) => [item, amount])).toEqual(
            wishes.map(({ key, amount }) => [key, amount]),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('any text', () => {
  test('never makes it throw, and every line has words and an amount', () => {
    const strange = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc
        .array(
          fc.constantFrom(
            '2',
            '½',
            'x',
            '×',
            '-',
            ',',
            '\n',
            '两',
            '罐',
            '和',
            'water',
            'of',
            'each',
            '奶粉',
            'ນ້ຳ',
            '٣',
            'ماء',
            '1.',
            ' ',
          ),
          { maxLength: 24 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(strange, fc.constantFrom(...LOCALES, 'ht', 'pt', 'xx'), (text, language) => {
        const { lines } = supplies.read(text, language);
        for (const line of lines) {
          expect(line.name.trim(), JSON.stringify(text)).not.toBe('');
          expect(line.amount).toBeGreaterThan(0);
          expect(line.amount).toBeLessThan(1e6);
        }
      }),
      { numRuns: 600 },
    );
  });

  test('is read in the language of its letters, or of its words, when triage was mistaken', () => {
    expect(told(supplies.read('两罐一段奶粉', 'en'))).toBe('2 can milk-powder-1');
    expect(told(supplies.read('2 botellas de agua y 3 toallas', 'en'))).toBe('2 bottle water; 3 piece towel');
    expect(told(supplies.read('2 cans of milk powder', 'zh-CN'))).toBe('2 can milk-powder');
    expect(told(supplies.read('我需要 2 x milk powder', 'zh-CN'))).toBe('2 can milk-powder');
    expect(told(supplies.read('2 boutèy dlo', 'ht'))).toBe('2 - "boutèy dlo"');
  });

  test('stays one line with amount 1 when nobody knows the thing it names', () => {
    const line = { item: null, amount: 1, unit: null, stated: false };
    expect(supplies.read('purple gizmo', 'en')).toEqual({
      lines: [{ ...line, name: 'purple gizmo' }],
      understood: false,
      repair: false,
    });
    expect(supplies.read('Hello, purple gizmo please', 'en').lines).toEqual([
      { ...line, name: 'purple gizmo' },
    ]);
    expect(supplies.read('', 'en').lines).toEqual([]);
    expect([...(supplies.read('ⴰ'.repeat(5000), 'en').lines[0]?.name ?? '')].length).toBeLessThanOrEqual(200);
  });

  test.each([
    [
      'en',
      ['Hello, good morning', 'Greetings', 'We need supplies', 'Hi, some supplies please', 'we need 5', '3'],
    ],
    ['es', ['Hola, buenas tardes', 'Necesitamos suministros']],
    ['fr', ['Bonsoir madame', 'Nous avons besoin de fournitures']],
    ['ru', ['Здравствуйте', 'Нам нужны припасы']],
    ['zh-CN', ['你好', '早上好', '我们需要物资']],
    ['zh-TW', ['您好', '我們需要物資']],
    ['ja', ['こんにちは', '物資が必要です']],
    ['ko', ['안녕하세요', '물품이 필요합니다']],
    ['ar', ['السلام عليكم', 'نحتاج مستلزمات']],
    ['vi', ['Xin chào', 'Chúng tôi cần nhu yếu phẩm']],
    ['my', ['မင်္ဂလာပါ', 'ပစ္စည်းတွေ လိုအပ်ပါတယ်']],
    ['lo', ['ສະບາຍດີ', 'ພວກເຮົາຕ້ອງການເຄື່ອງໃຊ້']],
    ['pt', ['Bom dia', 'Precisamos de mantimentos']],
    ['ht', ['Bonjou', 'Nou bezwen pwovizyon']],
  ])('is no line where it names no thing: %s', (language, texts) => {
    for (const text of texts) expect(supplies.read(text, language).lines, text).toEqual([]);
  });

  test('has words without their accents read as such only where they explain most of it', () => {
    expect(told(supplies.read('Where is the concierge of the hotel', 'en'))).toBe('nothing');
    expect(told(supplies.read('Fix the squeaky wardrobe hinge', 'fr'))).not.toContain('tea');
    expect(told(supplies.read('the blanket please', 'fr'))).toBe('1 piece blanket');
    expect(told(supplies.read('du the et 2 cafes', 'fr'))).toBe('1 box tea; 2 box coffee');
    expect(told(supplies.read('2 thé', 'fr'))).toBe('2 box tea');
  });
});

describe('names', () => {
  const names = (text: string, language = 'en') =>
    supplies.read(text, language).lines.map(({ name }) => name);

  test('are the traveller’s own words without the amount', () => {
    expect(names('Aptamil stage 2 milk powder 900g x 2, 2 bottles of 500ml water')).toEqual([
      'Aptamil stage 2 milk powder 900g',
      '500ml water',
    ]);
    expect(names('请送两罐一段奶粉', 'zh-CN')).toEqual(['一段奶粉']);
    expect(names('Please send us 3 packs of camembert crackers')).toEqual(['camembert crackers']);
  });

  test('are the bare words of a thing in a longer story', () => {
    expect(names('We have no drinking water left in our room, please bring some before tonight')).toEqual([
      'drinking water',
    ]);
  });
});

describe('numbers', () => {
  const amounts = (text: string, language = 'en') =>
    supplies.read(text, language).lines.map(({ amount }) => amount);

  test('are read in every script, as words, fractions, dozens and ranges', () => {
    expect(amounts('２ water')).toEqual([2]);
    expect(amounts('٢ ماء', 'ar')).toEqual([2]);
    expect(amounts('2-3 water; 2 or 4 towels; 5~6 apples')).toEqual([3, 4, 6]);
    expect(amounts('twenty two apples and a dozen eggs')).toEqual([22, 12]);
    expect(amounts('1½ kg bananas, 1/2 kg sugar, 1,000 ml milk')).toEqual([1.5, 0.5, 1000]);
    expect(amounts('三十五个苹果，十二瓶水，一百张纸巾', 'zh-CN')).toEqual([35, 12, 100]);
  });

  test('of rooms, ages, times, telephones and prices are no amounts', () => {
    for (const text of [
      'Room 1204: water',
      'water for my 4 month old',
      'water at 18:30',
      'water, my number is 13812345678',
      'water for $20',
      'water on 2026-05-04',
      'water to room #12',
    ])
      expect(amounts(text), text).toEqual([1]);
  });
});

describe('an amount alone', () => {
  test('is read with its unit, and nothing else is one', () => {
    expect(supplies.amount('3', 'en')).toEqual({ amount: 3, unit: null });
    expect(supplies.amount('三罐', 'zh-CN')).toEqual({ amount: 3, unit: 'can' });
    expect(supplies.amount('2.5 kg', 'en')).toEqual({ amount: 2.5, unit: 'kg' });
    for (const words of ['milk', '3 milk', '0', '', '-', '12345678']) {
      expect(supplies.amount(words, 'en'), words).toBeUndefined();
    }
  });
});

describe('the vocabularies', () => {
  test('are refused with the place that is wrong', () => {
    expect(() => parseItemLexicon({ items: { kettel: [] } })).toThrow(/Not an item lexicon/);
    const file = new URL('../../locales/en/items.json', import.meta.url);
    const words = JSON.parse(readFileSync(file, 'utf8'));
    expect(() => parseItemLexicon({ ...words, numbers: { none: 0 } })).toThrow(/numbers/);
  });
});
