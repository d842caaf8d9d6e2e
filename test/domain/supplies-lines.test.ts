import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floorOf } from '../../src/domain/supplies/floor.ts';
import { readItemCommand } from '../../src/domain/supplies/item-command.ts';
import { deliverLine, LINE_STATES, type Line, moveLine, resizeLine } from '../../src/domain/supplies/line.ts';
import { compactLines } from '../../src/domain/supplies/line-text.ts';
import { makePickList, type PickLine } from '../../src/domain/supplies/pick-list.ts';
import { messagesOf } from '../../src/domain/supplies/pick-text.ts';
import { createTranslate } from '../../src/i18n.ts';

const t = createTranslate();

const line = (fields: Partial<PickLine> = {}): PickLine => ({
  position: 1,
  item: 'water',
  name: 'water',
  amount: 6,
  unit: 'bottle',
  state: 'requested',
  delivered: 0,
  substitute: null,
  substitution: null,
  number: 1,
  restricted: false,
  room: '1204',
  ...fields,
});

describe('a line', () => {
  test('moves on while it is open, and is requested again when it was settled', () => {
    expect(moveLine(line(), 'packed')).toEqual({ state: 'packed' });
    expect(moveLine(line({ state: 'packed' }), 'packed')).toBe('same');
    expect(moveLine(line({ state: 'cancelled' }), 'packed')).toBe('settled');
    expect(moveLine(line({ state: 'delivered', delivered: 6 }), 'requested')).toEqual({
      state: 'requested',
      delivered: 0,
    });
    expect(moveLine(line({ state: 'unavailable', delivered: 2 }), 'requested')).toEqual({
      state: 'requested',
    });
  });

  test('is delivered in part and never too much, whatever the order', () => {
    expect(deliverLine(line(), undefined)).toEqual({ delivered: 6, state: 'delivered' });
    expect(deliverLine(line({ delivered: 4 }), 3)).toBe('too-many');
    expect(deliverLine(line({ state: 'cancelled' }), 1)).toBe('settled');
    expect(deliverLine(line({ state: 'delivered' }), 1)).toBe('same');
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 1, max: 9 })),
        (amount, parts) => {
          let now: Line = line({ amount });
          for (const part of parts) {
            const change = deliverLine(now, part);
            if (typeof change !== 'string') now = { ...now, ...change };
            expect(now.delivered).toBeLessThanOrEqual(amount);
            expect(now.state === 'delivered').toBe(now.delivered === amount);
          }
        },
      ),
    );
  });

  test('of another amount is looked at again when it grew, and is done when that much has come', () => {
    expect(resizeLine(line({ state: 'packed' }), 8, null)).toEqual({ amount: 8, state: 'requested' });
    expect(resizeLine(line({ state: 'packed' }), 4, 'carton')).toEqual({
      amount: 4,
      unit: 'carton',
      state: 'packed',
    });
    expect(resizeLine(line({ delivered: 4 }), 3, null)).toEqual({
      amount: 3,
      delivered: 3,
      state: 'delivered',
    });
    expect(resizeLine(line(), 6, null)).toBe('same');
    expect(resizeLine(line({ state: 'cancelled' }), 3, null)).toBe('settled');
  });

  test('drops the question that nobody answered when it moves on', () => {
    const asked = line({ substitution: 'asked', substitute: 'juice' });
    expect(moveLine(asked, 'unavailable')).toEqual({
      state: 'unavailable',
      substitution: null,
      substitute: null,
    });
  });

  test('stands on a card with its mark, eight of them and how many more', () => {
    const wording = { t, locale: 'en' };
    expect(compactLines([], wording)).toEqual([]);
    expect(
      compactLines(
        LINE_STATES.map((state) => line({ state })),
        wording,
      ),
    ).toEqual([
      '🧺 6 × Drinking water · 6 × Drinking water 📦 · 6 × Drinking water ✅ · 6 × Drinking water ❌',
    ]);
    expect(compactLines([line({ delivered: 2, unit: 'carton' })], wording)).toEqual([
      '🧺 6 × Drinking water (carton) 2/6',
    ]);
    expect(
      compactLines(
        Array.from({ length: 11 }, () => line()),
        wording,
      )[0],
    ).toMatch(/ · \+3$/);
  });
});

describe('/item', () => {
  test('is read in English and Chinese, with numbers of any width', () => {
    expect(readItemCommand('')).toEqual({ kind: 'list' });
    expect(readItemCommand('+ 2 milk powder')).toEqual({ kind: 'add', words: '2 milk powder' });
    const change = (words: string) => {
      const command = readItemCommand(words);
      return command?.kind === 'change' ? [command.positions, command.action] : command;
    };
    expect(change('1 3')).toEqual([[1], { do: 'resize', words: '3' }]);
    expect(change('１ 3罐')).toEqual([[1], { do: 'resize', words: '3罐' }]);
    expect(change('1,3-5 packed')).toEqual([[1, 3, 4, 5], { do: 'move', state: 'packed' }]);
    expect(change('2 已送达 1')).toEqual([[2], { do: 'deliver', amount: 1 }]);
    expect(change('2 delivered')).toEqual([[2], { do: 'deliver' }]);
    expect(change('全部 打包')).toEqual(['all', { do: 'move', state: 'packed' }]);
    expect(change('1缺货')).toEqual([[1], { do: 'move', state: 'unavailable' }]);
    expect(change('1 换成 豆奶')).toEqual([[1], { do: 'offer', words: '豆奶' }]);
    expect(change('1 = 2 tins of milk')).toEqual([[1], { do: 'rename', words: '2 tins of milk' }]);
    expect(change('1 no')).toEqual([[1], { do: 'answer', accepted: false }]);
  });

  test('is not read out of anything else', () => {
    for (const words of [
      'packed',
      '1',
      '1 fly',
      '0 packed',
      '1 delivered many',
      '1 packed 3',
      '5-2 packed',
      '1 instead',
      '1-999 packed',
      '+',
    ]) {
      expect(readItemCommand(words), words).toBeUndefined();
    }
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (words) => void readItemCommand(words)));
  });
});

test('the floor is what stands before the last two digits of a room', () => {
  for (const [room, floor] of [
    ['1204', '12'],
    ['804', '8'],
    ['A1203', 'A12'],
    ['B-1203', 'B12'],
    ['3-1502', '3-15'],
    ['3号楼1203', '3号楼12'],
    ['１２０４', '12'],
    ['1204A', '12'],
    ['0805', '8'],
    ['12', null],
    ['Penthouse', null],
    ['', null],
    [null, null],
  ] as const)
    expect(floorOf(room), String(room)).toBe(floor);
});

describe('a pick list', () => {
  const anyLine = fc
    .record({
      item: fc.constantFrom('water', 'kettle', null),
      name: fc.constantFrom('water', 'Flurb', 'flurb'),
      unit: fc.constantFrom('bottle' as const, 'carton' as const),
      amount: fc.integer({ min: 1, max: 20 }),
      state: fc.constantFrom('requested' as const, 'packed' as const),
      substitution: fc.constantFrom(null, 'asked' as const, 'accepted' as const),
      restricted: fc.boolean(),
      room: fc.constantFrom('1204', '804', 'A1203', null),
      number: fc.integer({ min: 1, max: 5 }),
    })
    .map((fields) => line(fields));

  test('has every line once, and totals that add up', () => {
    fc.assert(
      fc.property(fc.array(anyLine), (lines) => {
        const { floors, totals, asked } = makePickList(lines);
        const rooms = floors.flatMap((floor) => floor.rooms);
        const shown = rooms.flatMap((room) => room.lines);
        const hidden = rooms.flatMap((room) => room.hidden).reduce((sum, { count }) => sum + count, 0);
        expect(shown.length + hidden).toBe(lines.length);
        const counted = shown.filter(({ substitution }) => substitution !== 'asked');
        expect(asked).toBe(shown.length - counted.length);
        const sum = (all: readonly { amount: number }[]) =>
          all.reduce((total, { amount }) => total + amount, 0);
        expect(sum(totals)).toBe(sum(counted));
        expect(totals.reduce((total, { packed }) => total + packed, 0)).toBe(
          sum(counted.filter(({ state }) => state === 'packed')),
        );
      }),
    );
  });

  test('of one floor is part of the whole, and rooms come as one walks', () => {
    const lines = ['1210', '1204', '804', null, 'A1203'].map((room) => line({ room }));
    const list = makePickList(lines);
    expect(list.allFloors).toEqual(['8', '12', 'A12', null]);
    expect(list.floors[1]?.rooms.map(({ room }) => room)).toEqual(['1204', '1210']);
    expect(makePickList(lines, 'a12').floors.map(({ floor }) => floor)).toEqual(['A12']);
    expect(makePickList(lines, '99')).toMatchObject({ floors: [], totals: [], allFloors: list.allFloors });
  });

  test('is cut between its blocks, and never longer than a message', () => {
    const blocks = [
      'head',
      ...Array.from({ length: 40 }, (_one, at) => `room ${at}\n${'x'.repeat(200)}`),
      'y\n'.repeat(2500),
    ];
    const messages = messagesOf(blocks);
    expect(Math.max(...messages.map((text) => text.length))).toBeLessThanOrEqual(3000);
    expect(messages.join('\n').replace(/\s+/g, '')).toBe(blocks.join('\n').replace(/\s+/g, ''));
    expect(messages.some((text) => text.startsWith('x'))).toBe(false);
  });
});
