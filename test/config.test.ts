import { describe, expect, test } from 'vitest';
import { parseConfig } from '../src/config.ts';

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
    ['PUBLIC_URL', { TELEGRAM_WEBHOOK_SECRET: 'long-enough', PUBLIC_URL: 'https://bot.example.org' }],
    ['TELEGRAM_BOT_TOKEN', { TELEGRAM_BOT_TOKEN: '123456:ABC-DEF' }],
  ])('takes a right %s', (_name, env) => {
    expect(problems(env)).toEqual([]);
  });
});
