/** What a row says, held against what is known: an empty cell says nothing and takes nothing away. */

import type { CareFlag } from '../roster.ts';
import type { Facts, Known, RowToImport, StayFacts, StayState } from '../roster-import.ts';

/** All that a row says of the person. */
export function factsOf({ row, siteId }: RowToImport): Facts {
  const { row: _row, party: _party, site: _site, ...facts } = row;
  return { ...facts, siteId };
}

/** What these facts say that is not known yet. */
export function changeOf(known: Facts, said: Facts): Partial<Facts> {
  const changed = Object.entries(said).filter(([name, value]) => {
    if (name === 'flags') return false;
    return saysAnything(value) && !isEqual(known[name as keyof Facts], value);
  });
  const flags = said.flags
    .map((flag) => joined(known.flags, flag))
    .filter((flag) => !isKnownFlag(known, flag));
  return { ...Object.fromEntries(changed), ...(flags.length > 0 ? { flags } : {}) };
}

/** What is known after such a change. */
export function afterChange(known: Facts, change: Partial<Facts>): Facts {
  const flags = new Map(known.flags.map((flag) => [flag.kind, flag]));
  for (const flag of change.flags ?? []) flags.set(flag.kind, flag);
  return { ...known, ...change, flags: [...flags.values()] };
}

/** What is said of a stay. */
export const stayFacts = ({ siteId, flight, seat, entryDate, entryPlace }: StayFacts): StayFacts => ({
  siteId,
  flight,
  seat,
  entryDate,
  entryPlace,
});

/** Whether anything is said of a stay. */
export const saysOfStay = (says: StayFacts): boolean => Object.values(stayFacts(says)).some(saysAnything);

/** Where somebody is by what is known: at the site when a room there is theirs and the day of entry is over, else expected. */
export function stateBy({ siteId, room, entryDate }: Facts, today: Temporal.PlainDate): StayState {
  const isComing = entryDate !== null && Temporal.PlainDate.compare(entryDate, today) >= 0;
  return siteId !== null && room !== null && !isComing ? 'here' : 'expected';
}

/** Whether a row tells of another stay than the last one, which is over: of a later entry. */
export function isAnotherStay({ stay, facts }: Known, said: Facts): boolean {
  if (!stay?.isOver) return false;
  if (!said.entryDate) return false;
  return !facts.entryDate || facts.entryDate.until(said.entryDate, { largestUnit: 'days' }).days > 1;
}

const saysAnything = (value: unknown): boolean =>
  value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);

function isEqual(one: unknown, two: unknown): boolean {
  if (one instanceof Temporal.PlainDate && two instanceof Temporal.PlainDate) return one.equals(two);
  if (Array.isArray(one) && Array.isArray(two)) return one.join('\n') === two.join('\n');
  return one === two;
}

/** A flag with what was known of it before and is not said again. */
function joined(known: readonly CareFlag[], said: CareFlag): CareFlag {
  const before = known.find(({ kind }) => kind === said.kind);
  return {
    kind: said.kind,
    date: said.date ?? before?.date ?? null,
    note: said.note ?? before?.note ?? null,
  };
}

const isKnownFlag = (known: Facts, flag: CareFlag): boolean =>
  known.flags.some(
    ({ kind, date, note }) => kind === flag.kind && note === flag.note && String(date) === String(flag.date),
  );
