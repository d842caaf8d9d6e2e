/** What has to be brought to a site, floor by floor and room by room, and how much of everything that is. */
import { ITEM_KEYS, knownItem } from './catalogue.ts';
import { compareNumbered, floorOf } from './floor.ts';
import { type Line, missingOf } from './line.ts';

/** An open line of an open ticket, and the room it goes to. */
export interface PickLine extends Line {
  /** The ticket's number. */
  readonly number: number;
  /** Whose words few may read: only that something goes there is shown. */
  readonly restricted: boolean;
  readonly room: string | null;
}

/** One room's lines. */
export interface PickRoom {
  readonly room: string | null;
  readonly lines: readonly PickLine[];
  /** Tickets whose lines are confidential, with how many there are. */
  readonly hidden: readonly { readonly number: number; readonly count: number }[];
}

/** The rooms of one floor. */
export interface PickFloor {
  readonly floor: string | null;
  readonly rooms: readonly PickRoom[];
}

/** How much of one thing is needed. */
export interface PickTotal {
  readonly item: string | null;
  readonly name: string;
  readonly unit: Line['unit'];
  readonly amount: number;
  /** How much of that is packed already. */
  readonly packed: number;
}

/** A whole pick list. */
export interface PickList {
  readonly floors: readonly PickFloor[];
  /** Every floor there is, also where only one was asked for. */
  readonly allFloors: readonly (string | null)[];
  /** Of what is shown; what travellers are being asked about is in none of them. */
  readonly totals: readonly PickTotal[];
  /** Lines that wait for a traveller's answer. */
  readonly asked: number;
}

/** Arranges lines; `floor` leaves out the other floors. */
export function makePickList(lines: readonly PickLine[], floor?: string): PickList {
  const byFloor = Map.groupBy(lines, ({ room }) => floorOf(room));
  const allFloors = [...byFloor.keys()].sort(compareNumbered);
  const shown = floor === undefined ? allFloors : allFloors.filter((one) => isFloor(one, floor));
  const floors = shown.map((one) => ({ floor: one, rooms: roomsOf(byFloor.get(one) ?? []) }));
  const picked = floors.flatMap(({ rooms }) => rooms.flatMap((room) => room.lines));
  const asked = picked.filter(({ substitution }) => substitution === 'asked').length;
  return { floors, allFloors, totals: totalsOf(picked), asked };
}

/** Whether somebody who wrote `12` or `a12` means this floor. */
export const isFloor = (floor: string | null, words: string): boolean =>
  floor !== null && compareNumbered(floor, words.normalize('NFKC').trim()) === 0;

function roomsOf(lines: readonly PickLine[]): PickRoom[] {
  const rooms = Map.groupBy(lines, ({ room }) => room);
  return [...rooms]
    .sort(([one], [other]) => compareNumbered(one, other))
    .map(([room, all]) => {
      const hidden = Map.groupBy(
        all.filter(({ restricted }) => restricted),
        ({ number }) => number,
      );
      return {
        room,
        lines: all
          .filter(({ restricted }) => !restricted)
          .sort((one, other) => one.number - other.number || one.position - other.position),
        hidden: [...hidden].map(([number, some]) => ({ number, count: some.length })),
      };
    });
}

/** In the order of the shelves; what the catalogue does not know comes last, by name. */
function totalsOf(lines: readonly PickLine[]): PickTotal[] {
  const counted = lines.filter(({ substitution }) => substitution !== 'asked');
  const alike = Map.groupBy(counted, (line) =>
    JSON.stringify([knownItem(line.item) ?? line.name.normalize('NFKC').toLowerCase(), line.unit]),
  );
  const totals = [...alike.values()].flatMap((some): PickTotal[] => {
    const [first] = some;
    if (!first) return [];
    const sum = (chosen: readonly PickLine[]): number =>
      Math.round(chosen.reduce((total, line) => total + missingOf(line), 0) * 100) / 100;
    const packed = sum(some.filter(({ state }) => state === 'packed'));
    return [{ item: first.item, name: first.name, unit: first.unit, amount: sum(some), packed }];
  });
  return totals.sort((one, other) => shelfOf(one) - shelfOf(other) || one.name.localeCompare(other.name));
}

function shelfOf({ item }: PickTotal): number {
  const key = knownItem(item);
  return key ? ITEM_KEYS.indexOf(key) : ITEM_KEYS.length;
}
