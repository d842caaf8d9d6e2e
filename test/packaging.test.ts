/** What ships the program (Dockerfile, compose.yaml, the service) says the same as the program does. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseConfig } from '../src/config.ts';

const read = (name: string): string => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const lines = (name: string): string[] =>
  read(name)
    .split('\n')
    .filter((line) => line.trim() && !line.startsWith('#'));

test('the image has the Node that package.json pins', () => {
  const pinned = new Set(Object.values(JSON.parse(read('package.json')).optionalDependencies));
  const [, version] = /^ARG NODE_VERSION=(\S+)$/m.exec(read('Dockerfile')) ?? [];
  expect([...pinned]).toEqual([version]);
});

test('everything that the image copies is there and let through', () => {
  const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
    names.split(' '),
  );
  const allowed = lines('.dockerignore').flatMap((line) => (line.startsWith('!') ? [line.slice(1)] : []));
  expect(copied.length).toBeGreaterThan(5);
  for (const name of copied) {
    expect(existsSync(new URL(`../${name}`, import.meta.url)), name).toBe(true);
    expect(allowed, name).toContain(name);
  }
  expect(lines('.dockerignore')[0]).toBe('*');
});

test('the settings of compose.yaml and the service are settings of the program', () => {
  const known = new Set([...read('.env.example').matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name));
  const ofCompose = [...read('compose.yaml').matchAll(/^ {2,6}([A-Z_]+): /gm)].map(([, name = '']) => name);
  const ofService = [...read('docs/homeward.service').matchAll(/\b([A-Z]+_[A-Z_]+)=/g)].map(
    ([, name = '']) => name,
  );
  const others = /^(POSTGRES_|NODE_ENV$)/;
  expect(ofCompose).toEqual(expect.arrayContaining(['DATABASE_URL', 'BACKUP_DIR', 'ROLES']));
  expect(ofService).toEqual(expect.arrayContaining(['DATA_DIR', 'BACKUP_DIR']));
  for (const name of [...ofCompose, ...ofService].filter((one) => !others.test(one)))
    expect(known, name).toContain(name);
});

test('when and how many backups are made is checked', () => {
  const parsed = parseConfig({});
  if ('problems' in parsed) throw new Error(parsed.problems.join());
  expect(parsed.config).toMatchObject({ BACKUP_KEEP: 7 });
  expect(parsed.config.BACKUP_DIR).toBeUndefined();
  expect(parsed.config.BACKUP_AT.toString()).toBe('03:30:00');
  expect(parseConfig({ BACKUP_AT: '24:00', BACKUP_KEEP: '0' })).toEqual({
    problems: ['BACKUP_AT must be a time such as 03:30', 'BACKUP_KEEP must be a number from 1 to 9999'],
  });
});
