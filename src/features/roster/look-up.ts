/** Whom colleagues mean by a name, a room or a number. */
import { rosterKeys } from '../../domain/roster/match.ts';
import { UserError } from '../../errors.ts';
import { type FoundPerson, findPeople } from '../../store/person-cards.ts';
import type { Tx } from '../../store/transaction.ts';

/** More are not offered: a longer word finds fewer. */
export const MOST_OFFERED = 10;

/** Everybody who may be meant, at most one more than are offered; throws when that is nobody. */
export async function lookUp(tx: Tx, words: string): Promise<FoundPerson[]> {
  if (!words) throw new UserError('staff-import:usage.person');
  const found = await findPeople(tx, words, keysOf(words), MOST_OFFERED + 1);
  // A group reads along: what was asked for may be a number, and is not said again.
  if (found.length === 0) throw new UserError('staff-import:error.nobody');
  return found;
}

/** What these words would be as a number of a document or a phone. */
function keysOf(words: string): string[] {
  if (!/\d/.test(words.normalize('NFKC'))) return [];
  const number = words.normalize('NFKC');
  const nobody = { name: '', birthDate: null, flight: null, entryDate: null };
  return rosterKeys({ ...nobody, documentNumber: number, phone: number }).map(({ key }) => key);
}
