/**
 * Runs for every test file. Removes its databases, and fails it when it leaves a server or a child process behind: that
 * would disturb what runs after it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';
import { endDatabases } from './database.ts';

const WATCHED = ['TCPServerWrap', 'PipeServerWrap', 'ProcessWrap'];

/** How long what was just closed may take to be gone, in milliseconds. */
const GRACE_MS = 3_000;

const count = () =>
  WATCHED.map((kind) => process.getActiveResourcesInfo().filter((name) => name === kind).length);
const before = count();
const left = () => WATCHED.filter((_, index) => (count()[index] ?? 0) > (before[index] ?? 0));

afterAll(async () => {
  await endDatabases();
  const until = Date.now() + GRACE_MS;
  while (left().length > 0 && Date.now() < until) await sleep(50);
  if (left().length > 0) throw new Error(`this test file left open: ${left().join(', ')}`);
});
