import { describe, expect, it } from 'vitest';
import { latinDigits } from '../../src/domain/digits.ts';
import { isolate } from '../../src/domain/isolate.ts';
import { isName, looksLikeAnswer, nextQuestion, readRoom } from '../../src/domain/profile.ts';
import { createTriage } from '../../src/domain/triage.ts';
import { readLexicons } from '../../src/lexicons.ts';

const WORDS = 'room|rm|number|no|nr|chambre|n°|房间号|房间|房|号房|号|室|호실|호|အခန်း|غرفة|رقم|phòng|в'.split(
  '|',
);

describe('a room', () => {
  it.each([
    ['1204', '1204'],
    ['chambre 1204', '1204'],
    ['Room No. 12-04', '12-04'],
    ['#808', '808'],
    ['room1204', '1204'],
    ['1204号房', '1204'],
    ['房间１２０４', '1204'],
    ['အခန်း ၁၂၀၄', '1204'],
    ['غرفة رقم ٥٠٢', '502'],
    ['Phòng 0813.', '0813'],
  ])('%s is written as the door shows it', (text, room) => {
    expect(readRoom(text, WORDS)).toBe(room);
  });

  it.each(['Tower B 1204', 'B座1204', 'northwing 12', 'Garden villa', 'Room', '12층 1204'])(
    '%s keeps whatever else helps to find it',
    (text) => {
      expect(readRoom(text, WORDS)).toBe(text);
    },
  );
});

describe('the questions', () => {
  const unknown = { room: null, siteId: null, name: null };

  it('ask for the room, the site where there are several, and the name, each once', () => {
    expect(nextQuestion(unknown, [], 2, false)).toBe('room');
    expect(nextQuestion(unknown, ['room'], 2, false)).toBe('site');
    expect(nextQuestion(unknown, ['room'], 1, false)).toBe('name');
    expect(nextQuestion(unknown, ['room', 'site', 'name'], 2, false)).toBeUndefined();
    expect(nextQuestion({ room: '1', siteId: 's', name: 'Ana' }, [], 2, false)).toBeUndefined();
  });

  it('ask for no name in an emergency, where words are worth more', () => {
    expect(nextQuestion(unknown, ['room'], 1, true)).toBeUndefined();
  });

  it('take neither questions nor whole sentences for a room', () => {
    expect(looksLikeAnswer('room', '1204')).toBe(true);
    expect(looksLikeAnswer('room', 'when do I leave?')).toBe(false);
    expect(looksLikeAnswer('room', 'I have been waiting for you since morning')).toBe(false);
  });
});

describe('a name', () => {
  const triage = createTriage(readLexicons());

  it.each([
    'Chen Hao ICU4',
    'Chen Hao',
    'Ana',
    'ana lopez',
    'Rosa Fiebre',
    'Melanie Cook',
    "Mr. O'Brien",
    'nguyen van an',
    '陈浩',
    '田中 太郎',
    '김민준',
    'Иван Петров',
    'محمد علي',
    'အောင်အောင်',
    'ສົມພອນ',
  ])('%s is one, whatever need it resembles', (text) => {
    expect(isName(text, triage(text))).toBe(true);
  });

  it.each([
    'hello',
    'OK!',
    'later',
    'Thank You',
    'what',
    'where is my food',
    'water please',
    'I need milk',
    'the food is cold',
    'come quickly to us',
    '没有水',
    '好的',
    'شكرا',
    'Chen Hao?',
    'Fever 39',
    'My chest hurts',
    'I cannot breathe',
    'I Want To Die',
    '不想活了',
  ])('%s is a message', (text) => {
    expect(isName(text, triage(text))).toBe(false);
  });

  it('is none with any alarm, however it is written', () => {
    const calm = {
      need: 'other',
      urgency: 'normal',
      confidence: 0.2,
      language: 'en',
      selfHarm: false,
    } as const;
    expect(isName('Chen Hao', calm)).toBe(true);
    expect(isName('Chen Hao', { ...calm, urgency: 'high' })).toBe(false);
    expect(isName('Chen Hao', { ...calm, urgency: 'emergency' })).toBe(false);
    expect(isName('Chen Hao', { ...calm, selfHarm: true })).toBe(false);
    expect(isName('Chen Hao', { ...calm, need: 'medical', confidence: 0.9 })).toBe(false);
  });
});

it('digits of every script are read as ours', () => {
  expect(latinDigits('၁၂၀၄ ٥٠٢ ໐໑ 7')).toBe('1204 502 01 7');
});

it('right-to-left words are set apart, others stay as they are', () => {
  expect(isolate('ليلى')).toBe('\u2068ليلى\u2069');
  expect(isolate('Ana')).toBe('Ana');
});
