import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenText, splitText } from '../../src/channels/split-text.ts';

const letters = (text: string): string => text.replace(/\s+/gu, '');

describe('split', () => {
  it('a text that fits is left as it is, and an empty one is nothing', () => {
    expect(splitText(' a\n\nb ', 10)).toEqual([' a\n\nb ']);
    expect(splitText(' \n ', 10)).toEqual([]);
  });

  it('cuts between paragraphs rather than lines, lines rather than sentences, sentences rather than words', () => {
    expect(splitText('aaaa\n\nbb\ncc dd', 12)).toEqual(['aaaa\n\nbb', 'cc dd']);
    expect(splitText('aaaaaa\n\nbb\ncc dd', 12)).toEqual(['aaaaaa', 'bb\ncc dd']);
    expect(splitText('one two. three four', 15)).toEqual(['one two.', 'three four']);
    expect(splitText('one two three four', 15)).toEqual(['one two three', 'four']);
    expect(splitText('什么时候。能回家呢', 7)).toEqual(['什么时候。', '能回家呢']);
  });

  it('never cuts inside a visible character', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(splitText(family.repeat(3), 16)).toEqual([family, family, family]);
    expect(splitText('e\u0301'.repeat(4), 3)).toEqual(['e\u0301', 'e\u0301', 'e\u0301', 'e\u0301']);
  });

  it('a visible character longer than a message is cut between whole code points', () => {
    const monster = `a${'\u0301'.repeat(50)}`;
    expect(splitText(monster, 10).join('')).toBe(monster);
    const pairs = `a${'\u{1D165}'.repeat(20)}`;
    expect(splitText(pairs, 10).every((part) => part.isWellFormed())).toBe(true);
    expect(splitText('😀😀', 1)).toEqual(['😀', '😀']);
  });

  it('loses and breaks nothing, whatever the text', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(text, fc.integer({ min: 24, max: 60 }), (whole, limit) => {
        const parts = splitText(whole, limit);
        expect(letters(parts.join(''))).toBe(letters(whole));
        expect(parts.every((part) => part.length <= limit && part.isWellFormed())).toBe(true);
      }),
    );
  });

  it('shortens with an ellipsis only when it must', () => {
    expect(shortenText('short', 5)).toBe('short');
    expect(shortenText('a longer text', 9)).toBe('a longer…');
  });
});
