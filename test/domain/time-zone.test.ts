/** A zone is a name: what JavaScript and PostgreSQL understand alike. */
import { expect, test } from 'vitest';
import { timeZoneNamed } from '../../src/domain/time-zone.ts';

test('names are zones, however they are spelled; offsets and anything else are none', () => {
  expect(timeZoneNamed('asia/shanghai')).toBe('Asia/Shanghai');
  expect(timeZoneNamed('UTC')).toBe('UTC');
  for (const name of ['+08:00', '-05:00', '+08', '', 'Mars/Olympus', '8'])
    expect(timeZoneNamed(name)).toBeUndefined();
});
