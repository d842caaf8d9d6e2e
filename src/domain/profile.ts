/** What is asked about a traveller after their first need, one question at a time, each at most once. */
import { latinDigits } from './digits.ts';

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
