import { expect, it } from 'vitest';
import { types } from 'wechaty-puppet';
import {
  CONTACT,
  FRIENDSHIP,
  MESSAGE,
  messageTypeName,
  SCAN,
  timestampMs,
} from '../../../src/channels/wechat/sdk.ts';

const numbersOf = (original: Record<string, string | number>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(original).filter(([, value]) => typeof value === 'number'));

it('sdk: the copied numbers are those of wechaty', () => {
  expect(MESSAGE).toEqual(numbersOf(types.Message));
  expect(numbersOf(types.Contact)).toMatchObject(CONTACT);
  expect(numbersOf(types.Friendship)).toMatchObject(FRIENDSHIP);
  expect(numbersOf(types.ScanStatus)).toMatchObject(SCAN);
});

it('sdk: timestamps in seconds and milliseconds are told apart, a missing one is now', () => {
  expect(timestampMs(1_700_000_000, 5)).toBe(1_700_000_000_000);
  expect(timestampMs(1_700_000_000_123, 5)).toBe(1_700_000_000_123);
  expect(timestampMs(0, 5)).toBe(5);
  expect(timestampMs(undefined, 5)).toBe(5);
  expect(timestampMs(Number.NaN, 5)).toBe(5);
});

it('sdk: a message type of a later wechaty has a name too', () => {
  expect(messageTypeName(13)).toBe('Recalled');
  expect(messageTypeName(99)).toBe('type 99');
});
