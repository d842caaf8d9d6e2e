import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CheckInWords, createReadAnswer } from '../../../src/domain/check-in/reading.ts';
import { readTemperature } from '../../../src/domain/check-in/temperature.ts';
import { SYMPTOM_NAMES, type Symptom } from '../../../src/domain/check-in/thresholds.ts';
import { LOCALES } from '../../../src/domain/locale.ts';

function wordsOf(locale: string): CheckInWords {
  const texts = JSON.parse(readFileSync(`locales/${locale}/check-in.json`, 'utf8')) as Record<string, string>;
  const list = (name: string): string[] => (texts[`words.${name}`] ?? '').split('|').filter(Boolean);
  return {
    none: list('none'),
    nothing: list('nothing'),
    well: list('well'),
    not: list('not'),
    notAfter: list('not-after'),
    or: list('or'),
    symptoms: Object.fromEntries(SYMPTOM_NAMES.map((name) => [name, list(name)])) as Record<
      Symptom,
      string[]
    >,
  };
}

const read = createReadAnswer(LOCALES.map(wordsOf));

describe('a temperature', () => {
  test.each([
    ['36.6', 36.6],
    ['36,8°C', 36.8],
    ['36.8 ℃', 36.8],
    ['98.6F', 37],
    ['97.9 °F', 36.6],
    ['98.6', 37],
    ['101,3 fahrenheit', 38.5],
    ['36', 36],
    ['３６．７', 36.7],
    ['٣٦٫٨', 36.8],
    ['၃၇.၂', 37.2],
    ['໓໖.໕', 36.5],
    ['三十六度五', 36.5],
    ['三十七点二', 37.2],
    ['三十八度', 38],
    ['三十六度半', 36.5],
    ['体温36度5', 36.5],
    ['36도 7부', 36.7],
    ['my temperature is 37.2 today', 37.2],
    ['temp 38 C and shivering', 38],
    ['at 8:30 it was 36.4', 36.4],
  ])('%s is %d °C', (text, celsius) => {
    expect(readTemperature(text).celsius).toBe(celsius);
  });

  test.each([
    ['63', '63'],
    ['3.6', '3.6'],
    ['45 C', '45 C'],
    ['366', '366'],
    ['120 F', '120 F'],
  ])('%s cannot be one, and is named', (text, implausible) => {
    expect(readTemperature(text)).toMatchObject({ implausible });
    expect(readTemperature(text).celsius).toBeUndefined();
  });

  test.each([
    'room 1203',
    'please bring 2 bottles',
    'since 8:30',
    'at 8.30 in the lobby',
    'we are 40 people',
  ])('%s says nothing of one', (text) => {
    const { celsius, implausible } = readTemperature(text);
    expect([celsius, implausible]).toEqual([undefined, undefined]);
  });
});

describe('no symptoms', () => {
  test.each(LOCALES)('is understood in %s, however it is said', (locale) => {
    const { none, nothing } = wordsOf(locale);
    for (const words of none)
      expect(read(`36.6 ${words}`), words).toMatchObject({ none: true, symptoms: [] });
    for (const words of nothing) expect(read(words), words).toMatchObject({ none: true, isVague: true });
  });

  test.each([
    '36.6, no symptoms',
    'No symptoms.',
    '没有症状',
    '无症状，36.5',
    'sin síntomas',
    'симптомов нет',
    'لا أعراض',
  ])('%s', (text) => expect(read(text)).toMatchObject({ none: true, symptoms: [], rest: '' }));

  test('with a symptom behind it is a symptom', () => {
    expect(read('no symptoms except a cough')).toMatchObject({ none: false, symptoms: ['cough'] });
  });
});

describe('symptoms', () => {
  test.each(LOCALES)('are known by every word for them in %s', (locale) => {
    const { symptoms } = wordsOf(locale);
    for (const name of SYMPTOM_NAMES) {
      for (const words of symptoms[name]) expect(read(`38.2 ${words}`).symptoms, words).toContain(name);
    }
  });

  test.each<[string, Symptom[]]>([
    ['37.2 cough and tired', ['cough', 'tired']],
    ['I have a sore throat, no fever', ['sore-throat']],
    ['no fever or cough but a headache', ['headache']],
    ['没有发烧，咳嗽两天了', ['cough']],
    ['不发烧，喉咙痛', ['sore-throat']],
    ['咳も熱もありません', []],
    ['기침은 없어요, 두통', ['headache']],
    ['pas de fièvre ni de toux', []],
    ['no tengo fiebre, tos', ['cough']],
    ['температуры нет, болит горло', ['sore-throat']],
    ['عندي سعال وصداع', ['cough', 'headache']],
    ['I coughed up', ['cough']],
    ['the hotel in Coughlin street', []],
  ])('%s', (text, expected) => expect(read(text).symptoms).toEqual(expected));

  test('denying one of them is not saying that there are none', () => {
    expect(read('no fever')).toMatchObject({ symptoms: [], none: false, denies: true, rest: '' });
  });
});

test('anything else is none of this', () => {
  for (const text of ['please bring two bottles of water', 'when may I leave?', '谢谢', 'hello'])
    expect(read(text)).toMatchObject({ symptoms: [], none: false, denies: false, well: false });
});
