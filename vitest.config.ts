import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/**
 * What never asks a database for anything, or asks of platforms and rights what is the same on either: run once, with the
 * embedded one, it has proved what it can.
 */
const EMBEDDED_ONLY = [
  'test/domain/**',
  'test/channels/telegram/**',
  'test/channels/wechat/**',
  'test/metrics/**',
  'test/scripts/**',
  'test/support/**',
  'test/cli/demo.test.ts',
  // With a server, test/durability/three-processes.test.ts kills as well.
  'test/durability/killed.test.ts',
  'test/durability/start-and-stop.test.ts',
  'test/durability/telegram-line.test.ts',
  'test/durability/topics.test.ts',
  'test/features/forbidden.test.ts',
  'test/journeys/11-forty-forbidden-actions.test.ts',
];

/**
 * The longest of what is the same on either: with a server it takes two thirds of the time. There it is run, because a
 * server may be older than the embedded database; the shorter ones run on both.
 */
const SERVER_ONLY = [
  'test/features/aftercare.test.ts',
  'test/features/check-in.test.ts',
  'test/features/deadlines.test.ts',
  'test/features/declaration.test.ts',
  'test/features/declaration-staff.test.ts',
  'test/features/faq.test.ts',
  'test/features/handover.test.ts',
  'test/features/onboarding-claims.test.ts',
  'test/features/onboarding-move.test.ts',
  'test/features/release.test.ts',
  'test/features/reminders.test.ts',
  'test/features/roster.test.ts',
  'test/features/shifts.test.ts',
  'test/features/supplies.test.ts',
  'test/features/topics.test.ts',
  'test/features/waiting.test.ts',
  'test/journeys/06-killed-between-claim-and-answer.test.ts',
  'test/journeys/08-supplies-morning.test.ts',
  'test/journeys/12-flight-of-220.test.ts',
  'test/journeys/14-down-from-20-to-09.test.ts',
  'test/journeys/16-lost-wechat.test.ts',
  'test/journeys/17-notice-superseded-while-sending.test.ts',
  'test/journeys/22-restored-on-a-fresh-machine.test.ts',
];

/** Unit tests and journeys; the database is the embedded one, or the server named by TEST_DATABASE_URL. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', ...(process.env.TEST_DATABASE_URL ? EMBEDDED_ONLY : SERVER_ONLY)],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/end-of-file.ts'],
    pool: 'forks',
    // Files in one worker share modules: reading the vocabularies anew for each took most of the time.
    isolate: false,
    // Every worker that uses the embedded database takes about 400 MB.
    maxWorkers: Math.min(availableParallelism(), 4),
    // Only so that a hung test ends: on a busy machine a journey of 5 s takes 20.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A crash test says what it expects by itself; anything else that goes unhandled is a defect.
    dangerouslyIgnoreUnhandledErrors: false,
    unstubEnvs: true,
    restoreMocks: true,
  },
});
