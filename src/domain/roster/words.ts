/** Words of a closed choice, in English and Chinese: sexes, kinds of paper, languages. */
import type { Sex } from '../roster.ts';
import { toSimplified } from '../triage/han-variants.ts';
import { plain } from './cell.ts';

/** How words are compared: letter case, width, spaces, punctuation and the script of Chinese do not count. */
export function bare(text: string): string {
  const letters = plain(text)
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]+/gu, '');
  return /^[a-z0-9]*$/.test(letters) ? letters : Array.from(letters, toSimplified).join('');
}

const index = <T extends string>(words: Readonly<Record<T, string>>): ReadonlyMap<string, T> =>
  new Map(
    Object.entries<string>(words).flatMap(([meaning, list]) =>
      list.split('|').map((word): [string, T] => [bare(word), meaning as T]),
    ),
  );

const SEXES = index<Sex>({
  female: 'f|female|woman|girl|女|女性|女士|女子|女生',
  male: 'm|male|man|boy|男|男性|男士|男子|男生',
  other: 'x|other|diverse|nonbinary|其他|第三性别',
});

/** The sex that a word names; undefined when it names none. */
export const readSex = (text: string): Sex | undefined => SEXES.get(bare(text));

const DOCUMENT_TYPES = index({
  passport:
    'passport|pp|p|ordinary passport|diplomatic passport|service passport|护照|普通护照|因私护照|公务护照|外交护照|' +
    '外国护照|中国护照',
  'id-card':
    'id-card|id card|id|identity card|national id|national identity card|身份证|居民身份证|二代身份证|公民身份证|' +
    '第二代居民身份证|身分证|国民身分证',
  'travel-permit':
    'travel-permit|travel permit|travel document|laissez-passer|emergency travel document|通行证|港澳通行证|旅行证|' +
    '往来港澳通行证|港澳居民来往内地通行证|回乡证|台胞证|台湾居民来往大陆通行证|大陆居民往来台湾通行证|台湾通行证|' +
    '临时旅行证|出入境通行证',
  'residence-permit':
    'residence-permit|residence permit|permanent resident card|green card|居留许可|居留证|永久居留证|居住证|' +
    '外国人永久居留证|外国人永久居留身份证|外国人居留许可|港澳台居民居住证|港澳居民居住证|台湾居民居住证',
  seafarer: 'seafarer|seaman book|seamans book|seafarer identity document|海员证|船员证',
  'birth-certificate': 'birth-certificate|birth certificate|出生证|出生证明|出生医学证明',
  'household-register': 'household-register|household register|hukou|户口簿|户口本',
});

/** The kind of paper that words name; undefined when it is none of those known. */
export const readDocumentType = (text: string): string | undefined => DOCUMENT_TYPES.get(bare(text));

const LANGUAGES = index({
  'zh-CN':
    'zh-cn|zh|zho|chi|cn|zh-hans|chinese|mandarin|simplified chinese|putonghua|cantonese|中文|汉语|普通话|国语|华语|简体|' +
    '简体中文|中国语|粤语|广东话|中|汉',
  'zh-TW': 'zh-tw|zh-hk|zh-hant|tw|traditional chinese|taiwanese mandarin|繁体|繁体中文|正体中文|台湾国语',
  en: 'en|eng|english|英语|英文|英',
  ja: 'ja|jpn|jp|japanese|日语|日文|日本语|日',
  ko: 'ko|kor|kr|korean|韩语|韩文|韩国语|朝鲜语|朝语|한국어|韩',
  ru: 'ru|rus|russian|俄语|俄文|俄罗斯语|русский|俄',
  fr: 'fr|fra|fre|french|français|francais|法语|法文|法',
  es: 'es|spa|spanish|español|espanol|castellano|西班牙语|西班牙文|西语',
  ar: 'ar|ara|arabic|阿拉伯语|阿拉伯文|阿语|العربية|عربي',
  vi: 'vi|vie|vn|vietnamese|tiếng việt|越南语|越南文|越语',
  my: 'my|mya|bur|burmese|myanmar|缅甸语|缅语|缅文|မြန်မာ|မြန်မာဘာသာ',
  lo: 'lo|lao|laotian|老挝语|老挝文|寮语|寮国语|ລາວ|ພາສາລາວ',
});

/** The languages that a cell names: those of the bot by their code, the others as written. */
export function readLanguages(text: string): { readonly known: string[]; readonly other: string[] } {
  const [known, other] = [new Set<string>(), new Set<string>()];
  const whole = LANGUAGES.get(bare(text));
  if (whole) return { known: [whole], other: [] };
  for (const part of text.split(/[,，、;；/|+&＋／·()（）和及與与]|\band\b|\s(?=\S)/iu)) {
    const word = part.trim();
    if (word === '') continue;
    const code = LANGUAGES.get(bare(word));
    if (code) known.add(code);
    else other.add(word);
  }
  return { known: [...known], other: [...other] };
}
