import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { StartupError } from '../../src/errors.ts';
import { openStore } from '../../src/store/open.ts';
import { explainConnection } from '../../src/store/postgres-errors.ts';

const open = (databaseUrl: string) => openStore({ dataDir: '', databaseUrl });

describe('a server that cannot be used', () => {
  test('nothing listens: says so, names the address and never the password', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const attempt = open(`postgresql://user:sesame@127.0.0.1:${port}/homeward`);
    await expect(attempt).rejects.toThrow(StartupError);
    await expect(attempt).rejects.toThrow(`127.0.0.1:${port}/homeward: nothing listens there`);
    await expect(attempt).rejects.not.toThrow('sesame');
  });

  test('not an address at all', async () => {
    await expect(open('postgres//nowhere')).rejects.toThrow('DATABASE_URL');
  });

  test.each([
    ['28P01', 'the password is wrong'],
    ['3D000', 'no such database'],
    ['42501', 'GRANT'],
    ['ENOTFOUND', 'no such host'],
  ])('%s says what to do', (code, words) => {
    const error = explainConnection(Object.assign(new Error('x'), { code }), 'postgresql://u:p@host/db');
    expect(error.message).toContain(words);
    expect(error.message).toContain('host/db');
  });

  test('no answer in time', () => {
    const error = explainConnection(new Error('timeout expired'), 'postgresql://u:p@host/db');
    expect(error.message).toContain('does not answer');
  });

  test('a socket directory is named instead of a host', () => {
    const error = explainConnection(new Error('x'), 'postgresql:///db?host=/var/run/postgresql');
    expect(error.message).toContain('/var/run/postgresql/db');
  });
});
