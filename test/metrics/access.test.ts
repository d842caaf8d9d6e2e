import { expect, test } from 'vitest';
import { mayRead } from '../../src/metrics/access.ts';

const caller = (address: string | undefined, headers: Record<string, string>) => ({
  address,
  header: (name: string) => headers[name],
});
const TOKEN = 'a-long-token';

test('with a token whoever brings it, from anywhere, and nobody else', () => {
  const from = (authorization?: string) =>
    mayRead(TOKEN, caller('192.0.2.7', authorization ? { authorization } : {}));
  expect(from(`Bearer ${TOKEN}`)).toBe(true);
  for (const wrong of [
    undefined,
    'Bearer',
    `Bearer ${TOKEN}x`,
    TOKEN,
    `Basic ${TOKEN}`,
    'Bearer undefined',
  ]) {
    expect(from(wrong), wrong).toBe(false);
  }
  expect(mayRead(TOKEN, caller('127.0.0.1', { host: 'localhost:8080' }))).toBe(false);
});

test('without one only this machine itself: neither others, nor those behind a proxy here, nor a page in its browser', () => {
  const from = (address: string | undefined, host: string, more: Record<string, string> = {}) =>
    mayRead(undefined, caller(address, { host, ...more }));
  for (const [address, host] of [
    ['127.0.0.1', '127.0.0.1:8080'],
    ['127.9.9.9', 'localhost'],
    ['::1', '[::1]:8080'],
    ['::ffff:127.0.0.1', 'localhost:8080'],
  ] as const) {
    expect(from(address, host), address).toBe(true);
  }
  expect(from('192.0.2.7', 'localhost')).toBe(false);
  expect(from('127.0.0.1', 'bot.example.org')).toBe(false);
  expect(from('127.0.0.1', '127.0.0.1.evil.example')).toBe(false);
  expect(from(undefined, 'localhost')).toBe(false);
  // nginx with nothing but proxy_pass.
  expect(mayRead(undefined, { ...caller('127.0.0.1', { host: '127.0.0.1:8080' }), version: '1.0' })).toBe(
    false,
  );
  for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'x-forwarded-proto']) {
    expect(from('127.0.0.1', 'localhost', { [header]: 'x' }), header).toBe(false);
  }
});
