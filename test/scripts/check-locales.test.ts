// biome-ignore-all lint/suspicious/noTemplateCurlyInString: sources are data here
import { describe, expect, test } from 'vitest';
import { checkTexts, checkUse, type Texts } from '../../scripts/locale-rules.ts';

const languages = { travellers: ['en', 'zh-CN', 'ru'], staff: ['en', 'zh-CN'] };
const check = (texts: Texts) => checkTexts(texts, languages);

/** The same text of namespace `ask` in all three languages, changed where the test wants. */
const ask = (changes: Texts[string] | Record<string, Record<string, unknown>> = {}): Texts =>
  Object.fromEntries(
    languages.travellers.map((language) => [
      language,
      { ask: { received: 'We have {{number}}', ...(changes as Record<string, object>)[language] } },
    ]),
  );

describe('texts', () => {
  test('are fine when every language says the same', () => {
    expect(check(ask())).toEqual([]);
  });

  test('a key that one language lacks is named', () => {
    expect(check(ask({ ru: { more: 'x' } }))).toEqual(['en/ask: lacks more', 'zh-CN/ask: lacks more']);
  });

  test('a whole file that one language lacks is named', () => {
    expect(check({ ...ask(), ru: {} })).toEqual(['ru/ask: is missing']);
  });

  test('placeholders must be those of English, formats aside', () => {
    expect(check(ask({ ru: { received: 'У нас {{number, number}}' } }))).toEqual([]);
    expect(check(ask({ ru: { received: 'У нас {{nummer}}' } }))).toEqual([
      'ru/ask: received lacks {{number}}',
      'ru/ask: received has {{nummer}}, unlike en',
    ]);
  });

  test('every language has the plural forms of its grammar', () => {
    const plural = {
      en: { left_one: '{{count}} day', left_other: '{{count}} days' },
      'zh-CN': { left_other: '{{count}}天' },
      ru: {
        left_one: '{{count}} день',
        left_few: '{{count}} дня',
        left_many: '{{count}} дней',
        left_other: '{{count}} дня',
      },
    };
    expect(check(ask(plural))).toEqual([]);
    expect(
      check(ask({ ...plural, 'zh-CN': { left_other: '{{count}}天', left_one: '{{count}}天' } })),
    ).toEqual(['zh-CN/ask: left_one is not a plural form it has']);
    const { left_few: _, ...without } = plural.ru;
    expect(check(ask({ ...plural, ru: without }))).toEqual(['ru/ask: lacks left_few']);
  });

  test('only forms for a fixed number may leave the number out', () => {
    const zh = { left_other: '{{count}}天' };
    const ru = {
      left_one: 'день',
      left_few: 'дня',
      left_many: '{{count}} дней',
      left_other: '{{count}} дня',
    };
    const en = { left_one: 'one day', left_other: '{{count}} days' };
    expect(check(ask({ en, 'zh-CN': zh, ru }))).toEqual(['ru/ask: left_few lacks {{count}}']);
  });

  test('a word that only looks like a plural form is left alone', () => {
    expect(
      check(ask({ en: { choose_one: 'x' }, 'zh-CN': { choose_one: 'x' }, ru: { choose_one: 'x' } })),
    ).toEqual([]);
  });

  test('staff texts are in their languages and in no other', () => {
    const texts = ask();
    for (const language of ['en', 'ru']) Object.assign(texts[language] ?? {}, { staff: { queue: 'Queue' } });
    expect(check(texts)).toEqual(['ru/staff: staff texts are only in en, zh-CN', 'zh-CN/staff: is missing']);
  });

  test('a language nobody asked for, an empty text and a nested one are named', () => {
    expect(check({ ...ask(), pt: { ask: {} } })).toEqual(['pt: is not one of the languages that have texts']);
    expect(check({ ...ask(), pt: {} })).toEqual([]);
    expect(check(ask({ ru: { received: ' ' } }))).toEqual(['ru/ask: received is not a text']);
    expect(check(ask({ ru: { received: { a: 'b' } } }))).toEqual(['ru/ask: received is not a text']);
  });
});

describe('use', () => {
  const texts: Texts = { en: { ask: { received: 'x', left_one: 'x', left_other: 'x', 'need.test': 'x' } } };
  const use = (text: string) => checkUse(texts, [{ name: 'src/a.ts', text }]);

  test('literals, plural stems, composed keys and nested texts count', () => {
    expect(use("say('ask:received');\nsay(`ask:left`, { count });\nsay(`ask:need.${need}`)")).toEqual([]);
    const nesting: Texts = { en: { ask: { received: 'x $t(ask:left)', left: 'x' } } };
    expect(checkUse(nesting, [{ name: 'src/a.ts', text: "'ask:received'" }])).toEqual([]);
  });

  test('a key without a text is named with its line', () => {
    expect(use("'ask:received' `ask:need.${n}` 'ask:left'\n'ask:recieved'")).toEqual([
      'src/a.ts:2: there is no text ask:recieved',
    ]);
  });

  test('a text that nothing uses is named', () => {
    expect(use("'ask:received' 'ask:left'")).toEqual(['en: nothing uses ask:need.test']);
  });

  test('words with a colon that are no keys are left alone', () => {
    expect(use("import 'node:fs'; 'ask:received' 'ask:left' 'ask:need.test'")).toEqual([]);
  });

  test('a folder that is handed a namespace uses its keys without it', () => {
    const web: Texts = { en: { web: { title: 'x', send: 'x', kind_photo: 'x', online: 'x', spare: 'x' } } };
    const text =
      "texts.title + t('send') + t(`kind_${kind}`)\nshow('online'); t(a === 'send' ? 'send' : 'gone')";
    const check = (name: string) => checkUse(web, [{ name, text }], { web: 'src/web/' });
    expect(check('src/web/page.js')).toEqual([
      'src/web/page.js:2: there is no text web:gone',
      'en: nothing uses web:spare',
    ]);
    expect(check('src/other/page.js')).toHaveLength(5);
  });
});
