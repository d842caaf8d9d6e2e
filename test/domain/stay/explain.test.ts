import { describe, expect, test } from 'vitest';
import type { StayFacts } from '../../../src/domain/stay/facts.ts';
import { book, extended, plan, shortened, stay, when } from './example.ts';

type Known = Partial<StayFacts>;

const P14 = { preset: '14' };
const CONTACT = { ...P14, start: 'contact' };
const SOFT = { ...P14, minimum: 10 };
const RESTART = { ...P14, onPositive: 'restart' };

describe('the explanation', () => {
  const steps = (known: Known, ...rules: object[]): string[] =>
    plan(stay(known), book(...rules)).steps.map((step) => JSON.stringify(Object.values(step)));

  test('tells each step and the date it leads to', () => {
    const changes = [
      extended(2, 'late result'),
      shortened(9, 'agreed'),
      { ...extended(5), approval: 'asked' } as const,
    ];
    expect(steps({ changes, contact: when('2026-04-20') }, { ...SOFT, homeDays: 7 }, CONTACT)).toEqual([
      '["rule",1,"14+7",false]',
      '["start","entry","2026-05-03"]',
      '["days",14,"2026-05-17"]',
      '["extended",2,2,"late result","2026-05-19"]',
      '["shortened",9,6,"agreed","2026-05-13"]',
      '["not-counted",{"kind":"extension","days":5,"reason":"late result","approval":"asked"}]',
      '["home",7,"2026-05-20"]',
      '["also",2,"14","2026-05-04"]',
    ]);
  });

  test('names the restart and the day it was before, and that the version was kept', () => {
    expect(steps({ positive: when('2026-05-09'), ruleVersions: [1] }, RESTART)).toEqual([
      '["rule",1,"14",true]',
      '["start","entry","2026-05-03"]',
      '["restart","2026-05-09"]',
      '["days",14,"2026-05-23"]',
    ]);
  });

  test('names what is unknown', () => {
    expect(steps({ entry: null }, P14)).toEqual(['["rule",1,"14",false]', '["unknown","entry"]']);
    expect(steps({})).toEqual(['["unknown","rule"]']);
  });
});
