import { describe, expect, test } from 'vitest';
import { parseConfig, placeOf } from '../src/config.ts';

const problems = (env: Record<string, string>): string[] => {
  const parsed = parseConfig(env);
  return 'problems' in parsed ? parsed.problems : [];
};
const named = (env: Record<string, string>): string[] =>
  problems(env)
    .map((line) => line.split(' ')[0] ?? '')
    .sort();

describe('the configuration', () => {
  test('needs nothing to be set, and takes empty for not set', () => {
    const empty = { PORT: '', DATABASE_URL: '', TELEGRAM_BOT_TOKEN: '', ROLES: '' };
    expect(parseConfig(empty)).toEqual(parseConfig({}));
    expect(parseConfig({})).toMatchObject({
      config: {
        HOST: '127.0.0.1',
        PORT: 8080,
        DATA_DIR: './data',
        DEFAULT_LOCALE: 'en',
        ROLES: ['gateway', 'worker', 'console'],
      },
    });
  });

  test('names every wrong variable at once, also those that are wrong only beside others', () => {
    const wrong = {
      PORT: 'eighty',
      PUBLIC_URL: 'bot.example.org',
      DATABASE_URL: 'mysql://localhost/homeward',
      SETUP_CODE: '123',
      DEFAULT_LOCALE: 'tlh',
      TIME_ZONE: 'Mars/Olympus',
      LOG_LEVEL: 'loud',
      PAGE_MINUTES: 'soon',
      TELEGRAM_BOT_TOKEN: 'secret',
      TELEGRAM_DRIVER: 'pigeon',
      TELEGRAM_API_ROOT: 'nowhere',
      TELEGRAM_WEBHOOK_SECRET: 'short',
      WECHATY_PUPPET: 'a puppet?',
      ROLES: 'cook',
    };
    expect(named(wrong)).toEqual(Object.keys(wrong).sort());
    const beside = {
      PORT: 'eighty',
      LOG_LEVEL: 'loud',
      TELEGRAM_WEBHOOK_SECRET: 'long-enough',
      WECHATY_PUPPET_TOKEN: 'x',
      ROLES: 'worker',
    };
    expect(named(beside)).toEqual(['LOG_LEVEL', 'PORT', 'PUBLIC_URL', 'ROLES', 'WECHATY_PUPPET']);
  });

  test('takes the key for numbers as 32 bytes in base64, the one before only beside it', () => {
    const [one, two] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string];
    const parsed = parseConfig({ DATA_KEY: one, DATA_KEY_OLD: two });
    expect('config' in parsed && placeOf(parsed.config).keys).toEqual({
      current: new Uint8Array(32).fill(1),
      old: new Uint8Array(32).fill(2),
    });
    const none = parseConfig({ DATA_KEY: '' });
    expect('config' in none && placeOf(none.config).keys).toBeUndefined();
    expect(problems({ DATA_KEY: 'c2hvcnQ=' })).toEqual([
      'DATA_KEY must be 32 bytes in base64: openssl rand -base64 32',
    ]);
    expect(named({ DATA_KEY_OLD: two })).toEqual(['DATA_KEY']);
    expect(named({ DATA_KEY: one, DATA_KEY_OLD: one })).toEqual(['DATA_KEY_OLD']);
  });

  test('some of the roles need a database that can be shared, and one address for all links', () => {
    const shared = { DATABASE_URL: 'postgresql://localhost/homeward' };
    expect(problems({ ROLES: 'worker,worker,worker' }).join()).toMatch(/^ROLES must name .*set DATABASE_URL/);
    expect(named({ ROLES: 'worker' })).toEqual(['PUBLIC_URL', 'ROLES']);
    expect(named({ ROLES: 'gateway,console', ...shared })).toEqual(['PUBLIC_URL']);
  });

  test('says what would be right, and never repeats a secret', () => {
    const lines = problems({
      TELEGRAM_BOT_TOKEN: 'very-secret',
      DATABASE_URL: 'http://user:password@host/db',
      TIME_ZONE: 'Nowhere',
    });
    expect(lines.join('\n')).toMatch(/TIME_ZONE must be a time zone such as/);
    expect(lines.join('\n')).not.toMatch(/very-secret|password/);
  });

  test.each([
    ['ROLES', { ROLES: 'worker, gateway,console', DATABASE_URL: 'postgresql://localhost/homeward' }],
    [
      'part of ROLES',
      {
        ROLES: 'worker',
        DATABASE_URL: 'postgresql://localhost/homeward',
        PUBLIC_URL: 'https://bot.example.org',
      },
    ],
    ['PUBLIC_URL', { TELEGRAM_WEBHOOK_SECRET: 'long-enough', PUBLIC_URL: 'https://bot.example.org' }],
    ['TELEGRAM_BOT_TOKEN', { TELEGRAM_BOT_TOKEN: '123456:ABC-DEF' }],
  ])('takes a right %s', (_name, env) => {
    expect(problems(env)).toEqual([]);
  });
});
