import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../src/domain/locale.ts';
import { mayGo, reminderText } from '../../src/domain/reminder/text.ts';
import type { ReminderKind } from '../../src/domain/reminder.ts';
import { createTranslate } from '../../src/i18n.ts';
import { book, plan, stay, tests } from './stay/example.ts';

const t = createTranslate();
const RULES = book({ preset: '14+7', tests: [7, 14, 21] });
const KINDS: readonly ReminderKind[] = ['release-3', 'release-1', 'release-0', 'test-14', 'test-21'];
const day = Temporal.PlainDate.from('2026-05-17');
const onTheDay = (...taken: string[]) =>
  plan(stay({ tests: tests('negative 2026-05-10', ...taken) }), RULES, '2026-05-17T01:00Z');

const write = (locale: string, kind: ReminderKind, more: object = {}): string =>
  reminderText(
    {
      kind,
      day,
      plan: onTheDay('negative 2026-05-17'),
      note: '10:30, Tor 3',
      destination: 'Wuhan',
      about: null,
      ...more,
    },
    { t, locale },
  );

describe('a reminder', () => {
  it.each(LOCALES)('is written in full in %s, and says how to reach a person', (locale) => {
    for (const kind of KINDS) {
      const text = write(locale, kind);
      expect(text).not.toMatch(/\{\{|\}\}|undefined|reminders:|null/);
      expect(text.endsWith(t(locale, 'reminders:person'))).toBe(true);
    }
    expect(write(locale, 'release-3')).toContain('10:30, Tor 3');
    expect(write(locale, 'release-1')).toContain('Wuhan');
    expect(write(locale, 'release-0')).toContain('10:30, Tor 3');
    expect(write(locale, 'test-21')).toContain('21');
  });

  it('names whom it is about where somebody else reads it', () => {
    expect(write('en', 'release-3', { about: 'Little Ana' })).toMatch(/^About Little Ana:\n/);
  });

  it('leaves out what is not known', () => {
    const text = write('en', 'release-1', { note: null, destination: null });
    expect(text).toContain('The team will tell you time, place and transport.');
    expect(text).not.toContain('travel on');
  });

  it('gives nobody leave whom something holds', () => {
    for (const taken of [[], ['pending 2026-05-17'], ['positive 2026-05-16', 'pending 2026-05-17']]) {
      const held = onTheDay(...taken);
      expect(mayGo(held)).toBe(false);
      for (const locale of LOCALES) {
        expect(write(locale, 'release-0', { plan: held })).toContain(t(locale, 'reminders:held.next'));
      }
      expect(write('en', 'release-0', { plan: held })).toMatch(/was to be the day of your release/);
    }
    expect(mayGo(onTheDay('negative 2026-05-17'))).toBe(true);
  });
});
