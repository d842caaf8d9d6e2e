import { describe, expect, it } from 'vitest';
import { dueAt, nextDay, nextReminder, windowOf } from '../../../src/domain/report/day.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const time = (text: string) => Temporal.PlainTime.from(text);
const instant = (text: string) => Temporal.Instant.from(text);

describe('a day', () => {
  it.each([
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['Asia/Shanghai', '2026-11-01', 24],
    ['Pacific/Kiritimati', '2026-11-01', 24],
  ])('of %s on %s has %i hours', (zone, on, hours) => {
    const window = windowOf({ siteId: null, zone }, day(on), instant('2026-12-01T00:00:00Z'));
    expect(window.until.since(window.from).total('hours')).toBe(hours);
    expect(window.isWhole).toBe(true);
  });

  it('begins at its first moment where clocks go forward at midnight', () => {
    const { from } = windowOf(
      { siteId: null, zone: 'America/Havana' },
      day('2026-03-08'),
      instant('2026-12-01T00:00:00Z'),
    );
    expect(from.toZonedDateTimeISO('America/Havana').toPlainTime().toString()).toBe('01:00:00');
  });

  it('is counted up to now while it runs, and has nothing before it begins', () => {
    const place = { siteId: null, zone: 'Asia/Shanghai' };
    const now = instant('2026-11-22T12:00:00Z');
    expect(windowOf(place, day('2026-11-22'), now)).toMatchObject({ until: now, isWhole: false });
    const ahead = windowOf(place, day('2026-11-24'), now);
    expect(ahead.until.equals(ahead.from)).toBe(true);
    const end = instant('2026-11-22T16:00:00Z');
    expect(windowOf(place, day('2026-11-22'), end).isWhole).toBe(true);
  });
});

describe('the set hour', () => {
  it('before noon is for the day before, and later for the day itself', () => {
    expect(dueAt(day('2026-11-22'), time('20:00'), 'Asia/Shanghai').toString()).toBe('2026-11-22T12:00:00Z');
    expect(dueAt(day('2026-11-22'), time('08:00'), 'Asia/Shanghai').toString()).toBe('2026-11-23T00:00:00Z');
    expect(dueAt(day('2026-11-22'), time('12:00'), 'Asia/Shanghai').toString()).toBe('2026-11-22T04:00:00Z');
  });

  it('that clocks leave out is the first one after it, and one that comes twice is the first', () => {
    expect(dueAt(day('2026-03-07'), time('02:30'), 'America/New_York').toString()).toBe(
      '2026-03-08T07:30:00Z',
    );
    expect(dueAt(day('2026-10-31'), time('01:30'), 'America/New_York').toString()).toBe(
      '2026-11-01T05:30:00Z',
    );
  });

  it.each([
    ['20:00', '2026-11-22T11:59:00Z', '2026-11-22'],
    ['20:00', '2026-11-22T12:00:00Z', '2026-11-23'],
    ['08:00', '2026-11-21T23:59:00Z', '2026-11-21'],
    ['08:00', '2026-11-22T00:00:00Z', '2026-11-22'],
  ])('%s, set at %s, is first for %s', (at, now, first) => {
    expect(nextDay(time(at), 'Asia/Shanghai', instant(now)).toString()).toBe(first);
  });
});

describe('reminders', () => {
  it.each([
    [0, 0, 30],
    [29, 0, 30],
    [30, 1, 60],
    [59, 1, 60],
    [60, 2, 120],
    [119, 2, 120],
    [120, 3, 240],
    [10_000, 12, 10_560],
  ])('after %i minutes have been due %i times, and are next after %i', (minutes, times, next) => {
    const since = instant('2026-11-22T12:00:00Z');
    const found = nextReminder(since, since.add({ minutes }));
    expect([found.times, found.at.since(since).total('minutes')]).toEqual([times, next]);
  });
});
