import { describe, expect, test } from 'vitest';
import {
  checkInHoursText,
  dayInForce,
  hoursOf,
  parseCheckInHours,
  roundOf,
  stepsNow,
} from '../../../src/domain/check-in/hours.ts';

describe('hours', () => {
  test.each([
    ['08:30', '08:30,11:30,13:00'],
    ['8:30,19:00', '08:30,19:00,20:30'],
    ['08:30， 12:00、18:00', '08:30,12:00,18:00'],
    ['07:00 12:00', '07:00,12:00,13:30'],
  ])('%s', (text, all) => {
    const hours = parseCheckInHours(text);
    expect(hours && checkInHoursText(hours)).toBe(all);
  });

  test.each([
    '',
    '8',
    '08:60',
    '19:00,08:30',
    '08:30,08:30',
    '07:00,08:00,09:00,10:00',
    '21:00',
    '20:00,22:30',
  ])('%s is none', (text) => expect(parseCheckInHours(text)).toBeUndefined());

  test('that nobody wrote, or that cannot be read, are the installation’s', () => {
    for (const text of [null, 'noon']) expect(checkInHoursText(hoursOf(text))).toBe('08:30,19:00,20:30');
  });
});

describe('a round', () => {
  const at = (time: string) => Temporal.Instant.from(`2026-03-29T${time}:00+08:00`);
  const steps = (time: string) =>
    stepsNow(roundOf({ id: null, checkInHours: '08:30,12:00,19:00' }, 'Asia/Shanghai', at(time)), at(time));

  test.each([
    ['08:29', []],
    ['08:30', ['ask']],
    ['11:59', ['ask']],
    ['12:00', ['ask', 'remind']],
    ['13:59', ['ask', 'remind']],
    ['14:00', ['ask']],
    ['18:59', ['ask']],
    ['19:00', ['call']],
    ['20:59', ['call']],
    ['21:00', []],
    ['23:59', []],
  ])('at %s: %j', (time, expected) => expect(steps(time)).toEqual(expected));

  test('is yesterday’s until people are asked', () => {
    const day = (time: string) =>
      dayInForce(roundOf({ id: null, checkInHours: null }, 'Asia/Shanghai', at(time)), at(time)).toString();
    expect([day('00:01'), day('08:29'), day('08:30'), day('23:59')]).toEqual([
      '2026-03-28',
      '2026-03-28',
      '2026-03-29',
      '2026-03-29',
    ]);
  });

  test('keeps to the site’s clock on the day it is changed', () => {
    const now = Temporal.Instant.from('2026-03-29T10:00:00Z');
    const { day, askAt } = roundOf({ id: null, checkInHours: '08:30' }, 'Europe/Berlin', now);
    expect([day.toString(), askAt.toString()]).toEqual(['2026-03-29', '2026-03-29T06:30:00Z']);
  });
});
