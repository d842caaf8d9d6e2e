import { expect, test } from 'vitest';
import { readCode } from '../../src/domain/onboarding/code.ts';
import { hashCode, newCode } from '../../src/store/codes.ts';

test('a new code can never be taken for words, and is the same however it is written', () => {
  const codes = Array.from({ length: 2000 }, () => newCode(3));
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) {
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}$/);
    expect(readCode(code), code).toEqual({ code, isSure: true });
  }
  expect(hashCode(' 7k4p xwq2—m9rt ')).toBe(hashCode('7K4P-XWQ2-M9RT'));
});
