/** Codes as people type them off a card: whatever the case, the gaps, and what they take for a 0 or a 1. */

/** Three groups of four; a 0 or O is a Q misread, a 1 or I an L: codes have none of those. */
const CODE = /^([0-9A-Z]{4})([\s\p{Pd}_.]*)([0-9A-Z]{4})([\s\p{Pd}_.]*)([0-9A-Z]{4})$/u;
/** What people write before a code, as the cards and greetings tell them. */
const KEYWORD = /^[/／]?(?:start|bind|code|绑定|綁定|验证码|驗證碼)[\s:：]*(?=\S)/iu;
const LOOKALIKES: Readonly<Record<string, string>> = { '0': 'Q', O: 'Q', '1': 'L', I: 'L' };

/** A code as it is stored, and whether these words can hardly be anything else. */
export interface WrittenCode {
  readonly code: string;
  /** False: `need some milk` has three groups of four as well, and goes on as a message where there is no such code. */
  readonly isSure: boolean;
}

/** The code in these words, if they are one; `绑定 7k4p xwq2 m9rt` is. */
export function readCode(text: string): WrittenCode | undefined {
  const written = text.normalize('NFKC').trim();
  const bare = written.replace(KEYWORD, '').replace(/^["'“”<(]+|["'“”>).。]+$/gu, '');
  const [, first = '', gap = '', second = '', , third = ''] = CODE.exec(bare.toUpperCase()) ?? [];
  if (!first) return undefined;
  const groups = [first, second, third];
  const code = groups.map((group) => group.replace(/[0O1I]/g, (sign) => LOOKALIKES[sign] ?? sign)).join('-');
  // A word of letters alone may be a word: NEED MORE MILK.
  const isMixed = groups.some((group) => /\d/.test(group) && /[A-Z]/.test(group));
  const isExact = !/[0O1I]/.test(groups.join('')) && !/\s/.test(gap);
  return { code, isSure: isMixed && (isExact || KEYWORD.test(written)) };
}
