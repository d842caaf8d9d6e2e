/** What is asked about a traveller after their first need, one question at a time, each at most once. */
import { latinDigits } from './digits.ts';
import type { Triage } from './triage.ts';

/** The facts that are asked for, in the order of their use to somebody who must find the door. */
export const PROFILE_FIELDS = ['room', 'site', 'name'] as const;

/** A fact about a traveller. */
export type ProfileField = (typeof PROFILE_FIELDS)[number];

/** What is known of a traveller. */
export interface Profile {
  readonly room: string | null;
  readonly siteId: string | null;
  readonly name: string | null;
}

/** The next question to put; undefined when everything is known or was asked. In an emergency nobody is asked a name. */
export function nextQuestion(
  profile: Profile,
  asked: readonly string[],
  sites: number,
  isEmergency: boolean,
): ProfileField | undefined {
  return PROFILE_FIELDS.find((field) => {
    if (asked.includes(field) || (isEmergency && field === 'name')) return false;
    if (field === 'room') return !profile.room;
    if (field === 'site') return !profile.siteId && sites > 1;
    return !profile.name;
  });
}

/** Whether words look like an answer to this question, and not like another need. */
export function looksLikeAnswer(field: ProfileField, text: string): boolean {
  const length = [...text].length;
  if (length === 0 || /[?？¿؟\n]/.test(text)) return false;
  if (field === 'room') return length <= 12 || (length <= 40 && /\p{N}/u.test(text));
  return length <= 60;
}

/** Words and signs of a sentence, and short replies: nobody is called so. */
const NO_NAME =
  /[没沒不我要吗嗎呢吧的了是请請想需给給痛疼这這那什谁誰怎好谢謝]|^(?:h?ello|hi|hey|ok(?:ay)?|yes|no|later|wait|why|what|bonjour|salut|oui|non|plus tard|hola|s[ií]|luego|привет|здравствуйте|да|нет|потом|مرحبا|نعم|لا|السلام عليكم|네|아니요|안녕하세요|はい|いいえ|こんにちは|xin chào|chào|vâng|dạ|không|မင်္ဂလာပါ|ဟုတ်ကဲ့|ສະບາຍດີ|ເຈົ້າ)[\p{P}\s]*$/iu;
/** Up to five words of letters, the last of which may be a room: `Chen Hao ICU4`. */
const NAME_SHAPE =
  /^[\p{L}\p{M}][\p{L}\p{M}'’.·・-]*(?:\s+[\p{L}\p{M}][\p{L}\p{M}'’.·・-]*){0,4}(?:\s+[\p{L}]{0,3}-?\p{N}[\p{L}\p{N}-]{0,6})?$/u;
/** Two or more words that each begin with a capital: `Rosa Fiebre`, `Ana de la Cruz`. */
const CAPITALS = /^\p{Lu}\S*(?:\s+\p{Ll}{1,3}){0,2}(?:\s+\p{Lu}\S*)+(?:\s+\S*\p{N}\S*)?$/u;
/** From this confidence on even words that are written like a name say what somebody needs. */
const SURELY_SAID = 0.75;
/** Up to this confidence no known word supports what triage takes a text for, and most names resemble something. */
const RESEMBLES = 0.4;
/** Longest name in words without capitals; Vietnamese has three or four short ones. */
const PLAIN_WORDS = 2;
const VIETNAMESE_WORDS = 4;

/** Whether an answer to the question for a name is one; `reading` is what triage makes of the same words. */
export function isName(text: string, reading: Triage): boolean {
  const name = text.normalize('NFC').trim();
  if (reading.urgency !== 'normal' || reading.selfHarm || !looksLikeAnswer('name', name)) return false;
  if (!NAME_SHAPE.test(name) || NO_NAME.test(name)) return false;
  const isCapital = CAPITALS.test(name);
  if (reading.need !== 'other' && reading.confidence > (isCapital ? SURELY_SAID : RESEMBLES)) return false;
  const most = reading.language === 'vi' ? VIETNAMESE_WORDS : PLAIN_WORDS;
  return isCapital || !/^\p{Ll}/u.test(name) || name.split(/\s+/u).length <= most;
}

/**
 * The room as a door shows it: `chambre 1204`, `1204号房` and `၁၂၀၄` are 1204. `words` are those that only say "room" or
 * "number"; anything else that was written may be a tower or a floor, and stays.
 */
export function readRoom(text: string, words: readonly string[]): string {
  const written = latinDigits(text.normalize('NFKC')).trim();
  const longestFirst = words
    .map((word) => word.normalize('NFKC').toLowerCase())
    .sort((a, b) => b.length - a.length);
  let room = written;
  for (let left = room.length; ; left = room.length) {
    room = stripEnds(room, longestFirst);
    if (room.length === left) break;
  }
  return /\p{N}/u.test(room) ? room : written;
}

function stripEnds(text: string, words: readonly string[]): string {
  const bare = text.replace(/^[\s\p{P}#№]+|[\s\p{P}]+$/gu, '');
  const lower = bare.toLowerCase();
  const isApart = (rest: string, edge: RegExp): boolean => rest === '' || edge.test(rest);
  const first = words.find(
    (word) => lower.startsWith(word) && isApart(bare.slice(word.length), /^[^\p{L}\p{M}]/u),
  );
  if (first) return bare.slice(first.length).trim();
  const last = words.find(
    (word) => lower.endsWith(word) && isApart(bare.slice(0, -word.length), /[^\p{L}\p{M}]$/u),
  );
  return last ? bare.slice(0, -last.length).trim() : bare;
}
