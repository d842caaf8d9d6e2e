/** The books as a dry run sees them: as they are, with what the file would have changed so far. */
import { rosterKeys } from '../../domain/roster/match.ts';
import type { Known } from '../../domain/roster-import.ts';
import { findKnown } from '../../store/roster-books.ts';
import type { Reader } from '../../store/transaction.ts';

/** As many people with one key are looked at as an import would look at. */
const MOST_PER_KEY = 4;

/** Reads the books and never writes them. */
export class DryBooks {
  readonly #people = new Map<string, Known>();
  readonly #byKey = new Map<string, string[]>();

  async find(db: Reader, keys: readonly string[], hashes: readonly string[]): Promise<Known[]> {
    const stored = await findKnown(db, keys, hashes, undefined);
    const found = new Map(stored.map((person) => [person.id, this.#people.get(person.id) ?? person]));
    for (const id of keys.flatMap((key) => this.#byKey.get(key) ?? [])) {
      const person = this.#people.get(id);
      if (person) found.set(id, person);
    }
    return [...found.values()];
  }

  /** What an import would have written. */
  keep(people: readonly Known[]): void {
    for (const person of people) {
      this.#people.set(person.id, person);
      for (const { key } of rosterKeys(person.facts)) {
        const same = this.#byKey.get(key);
        if (!same) this.#byKey.set(key, [person.id]);
        else if (same.length < MOST_PER_KEY && !same.includes(person.id)) same.push(person.id);
      }
    }
  }
}
