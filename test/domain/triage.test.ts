import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesOf } from '../../src/cli/triage.ts';
import { NEEDS, type Need, URGENCIES } from '../../src/domain/need.ts';
import { createTriage, parseLexicon, type Triage } from '../../src/domain/triage.ts';
import { readLexicons } from '../../src/lexicons.ts';

type Case = { need: Need; urgency: string; text: string };

const FIXTURES = join(import.meta.dirname, 'triage');
const triage = createTriage(readLexicons());

function readCases(file: string): Case[] {
  return readFileSync(join(FIXTURES, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [need, urgency, ...text] = line.split('|');
      return { need: need as Need, urgency: urgency ?? '', text: text.join('|') };
    });
}

/** The share of cases that pass, with the failures in the message of a failing assertion. */
function expectShare(
  cases: readonly Case[],
  least: number,
  passes: (result: Triage, wanted: Case) => boolean,
): void {
  const failures = cases.filter((wanted) => !passes(triage(wanted.text), wanted)).map(({ text }) => text);
  expect(1 - failures.length / cases.length, failures.join('\n')).toBeGreaterThanOrEqual(least);
}

describe.each(readdirSync(FIXTURES).map((file) => file.replace('.txt', '')))('triage of %s', (language) => {
  const cases = readCases(`${language}.txt`);
  const harm = cases.filter(({ urgency }) => urgency === 'self-harm');
  const distressed = cases.filter(({ need, urgency }) => urgency !== 'self-harm' && need === 'psychological');

  test('the right need', () => expectShare(cases, 0.95, (result, { need }) => result.need === need));

  test('the right urgency', () =>
    expectShare(
      cases,
      0.95,
      (result, { urgency }) => result.urgency === urgency.replace('self-harm', 'emergency'),
    ));

  test('the right language', () => expectShare(cases, 0.9, (result) => result.language === language));

  test('self-harm is recognised, as an emergency', () =>
    expectShare(harm, 0.95, (result) => result.selfHarm && result.urgency === 'emergency'));

  test('other distress does not raise the self-harm alarm', () => {
    expect(distressed.length).toBeGreaterThan(10);
    // Leans to recall: at most 0.15 of other distressed messages may be taken too seriously.
    expectShare(distressed, 0.85, (result) => !result.selfHarm);
  });
});

describe('what is and is not said', () => {
  test.each([
    ['no fever', false],
    ['没有发烧', false],
    ['熱はありません', false],
    ['температуры нет', false],
    ['열은 없어요', false],
    ['no tengo fiebre', false],
    ['I have a fever', true],
    ['發燒了', true],
    ['my fever will not go down', true],
    ['高烧不退', true],
  ])('%s: medical is %s', (text, medical) => expect(triage(text).need === 'medical').toBe(medical));

  test.each([
    'bored to death',
    'this wifi is killing me',
    'my phone is dead',
    'when is the deadline',
    'killing time with a film',
    '饿死了',
    '无聊死了',
    '想死你了',
    '死にそうなほど暇',
    '배고파 죽겠어',
    'умираю с голоду',
    'me muero de hambre',
    'je meurs de faim',
    'đói muốn chết',
    'ميت من الجوع',
    "I don't want to die here",
    'I am not suicidal',
  ])('no self-harm: %s', (text) =>
    expect(triage(text)).toMatchObject({ selfHarm: false, urgency: 'normal' }),
  );

  test.each([
    'i want to comit sucide',
    'Ｉ ｗａｎｔ ｔｏ ｄｉｅ',
    'My sister killed herself years ago and now I want to die too',
    '我需要 help 不想活了',
    '好像冇我大家會更好,我想跳樓',
    'ماعاد ابغى اعيش',
    'quitarme la vida',
  ])('self-harm: %s', (text) => expect(triage(text)).toMatchObject({ selfHarm: true, urgency: 'emergency' }));

  test.each([
    ['thank you, but we still need water', 'supplies'],
    ['we need milk powder, thank you very much', 'supplies'],
    ['thank you for the milk powder', 'thanks'],
    ['pls send medisine for cough', 'medical'],
    ['when does my qurantine end', 'release'],
    ['我需要 milk powder', 'supplies'],
    ['online test tomorrow, need a desk', 'study'],
    ['khi nao duoc ve nha', 'release'],
    ['kogda domoi', 'release'],
    ['hesuan jieguo', 'test'],
  ])('%s is about %s', (text, need) => expect(triage(text).need).toBe(need));

  test('a greeting is other, without confidence', () => {
    for (const text of ['hello', '你好', 'こんにちは', 'مرحبا', 'bonjou']) {
      const { need, confidence } = triage(text);
      expect(need).toBe('other');
      expect(confidence).toBeLessThanOrEqual(0.4);
    }
  });

  test('an emergency at the end of a very long message is heard', () => {
    const result = triage(`${'we are fine and the food is good. '.repeat(5_000)} I want to kill myself`);
    expect(result).toMatchObject({ urgency: 'emergency', selfHarm: true });
  });
});

describe('whatever is typed', () => {
  const emergencies = readdirSync(FIXTURES)
    .flatMap(readCases)
    .filter(
      ({ urgency, text }) =>
        (urgency === 'emergency' || urgency === 'self-harm') && triage(text).urgency === 'emergency',
    );
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string());

  test('gets an answer within the vocabulary', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const result = triage(text);
        expect(NEEDS).toContain(result.need);
        expect(URGENCIES).toContain(result.urgency);
        expect(result.confidence).toBeGreaterThanOrEqual(0);
        expect(result.confidence).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('case, width and spaces change nothing', () => {
    const wide = (text: string) =>
      text.replace(/[!-~]/gu, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    fc.assert(
      fc.property(fc.constantFrom(...readCases('en.txt')), ({ text }) => {
        expect(triage(text.toUpperCase())).toEqual(triage(text));
        expect(triage(wide(text))).toEqual(triage(text));
        expect(triage(`  ${text.replaceAll(' ', ' \t ')}\n`)).toEqual(triage(text));
      }),
    );
  });

  test('an emoji behind an emergency leaves it one', () => {
    const emoji = fc.constantFrom('😭', '🙏🏽', '👨‍👩‍👧', '❤️', '😂', '🔥');
    fc.assert(
      fc.property(
        fc.constantFrom(...emergencies),
        fc.array(emoji, { minLength: 1, maxLength: 4 }),
        ({ text }, signs) => {
          expect(triage(text + signs.join('')).urgency).toBe('emergency');
        },
      ),
    );
  });

  test('the same text gets the same answer', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(triage(text)).toEqual(triage(text));
      }),
    );
  });
});

describe('lexicons', () => {
  test('a faulty one is refused with its place', () => {
    expect(() => parseLexicon({ language: { words: [1] } })).toThrow(/language\.words\.0/u);
    expect(() => parseLexicon({ language: { words: [] }, needz: {} })).toThrow(/needz/u);
    expect(() => parseLexicon(null)).toThrow(/Not a triage lexicon/u);
  });

  test('unbalanced, empty and exploding patterns are refused by name', () => {
    const build = (pattern: string) =>
      createTriage({ en: parseLexicon({ language: { words: [] }, selfHarm: [pattern] }) });
    expect(() => build('(kill')).toThrow(/Unbalanced/u);
    expect(() => build('kill)')).toThrow(/Unbalanced/u);
    expect(() => build('(|!)')).toThrow(/nothing or everything/u);
    expect(() => build('k*')).toThrow(/"k\*" has less than two letters/u);
    expect(() => createTriage({ tlh: parseLexicon({ language: { words: [] } }) })).toThrow(/tlh/u);
  });
});

describe('a pattern', () => {
  const build = (pattern: string) =>
    createTriage({ fr: parseLexicon({ language: { words: [] }, selfHarm: [pattern] }) });

  test.each(['fin$', 'adieu, monde', '再见。', '(检查|$)', 'adieu ...', 'adieu (a|b)...'])(
    '%s is refused with its language and its words',
    (pattern) => {
      expect(() => build(pattern)).toThrow(`Pattern "${pattern}" of fr: `);
    },
  );

  test('says what is wrong with it', () => {
    expect(() => build('adieu, monde')).toThrow(/compared with ","/u);
    expect(() => build('adieu ...')).toThrow(/gap at the end/u);
  });

  test.each(['38.9', 'check-in', "j'en peux plus", 'fin ... (monde|vie)'])('%s is fine', (pattern) => {
    expect(build(pattern)).toBeTypeOf('function');
  });
});

test('a bare figure of a fever is one, however its decimals are set apart', () => {
  for (const text of ['38,9', '38.9', '39,2'])
    expect(triage(text)).toMatchObject({ need: 'medical', urgency: 'high' });
});

describe('lines of a stream', () => {
  async function collect(...chunks: string[]): Promise<string[]> {
    const bytes = Buffer.from(chunks.join(''));
    async function* inSmallPieces() {
      for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3);
    }
    const lines: string[] = [];
    for await (const line of linesOf(inSmallPieces())) lines.push(line);
    return lines;
  }

  test('a byte order mark, CRLF and letters cut in two', async () => {
    expect(await collect('\ufeff不想活了\r\n\r\nmilk?\nлюди')).toEqual(['不想活了', '', 'milk?', 'люди']);
  });
});
