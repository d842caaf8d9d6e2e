import { expect, it } from 'vitest';
import { silentLog } from '../../../src/log.ts';
import { Visitor, visitor, webFixture } from './fixture.ts';

/** A log of errors only. */
function errorLog() {
  const errors: Record<string, unknown>[] = [];
  return {
    errors,
    log: { ...silentLog, error: (fields: Record<string, unknown>) => void errors.push(fields) },
  };
}

it('a page that asks for its stream while the channel stops is told to come again, and nothing is logged as wrong', async () => {
  const { errors, log } = errorLog();
  const asked = Promise.withResolvers<void>();
  const known = Promise.withResolvers<{ name: string; role: string }>();
  const fixture = await webFixture({
    log,
    staff: () => {
      asked.resolve();
      return known.promise;
    },
  });
  const person = new Visitor(fixture.web);
  person.cookie = (await visitor(await webFixture())).cookie;
  const answer = person.request('/web/events?desk=1');
  await asked.promise;
  await fixture.web.stop();
  known.resolve({ name: 'Lin', role: 'liaison' });
  const response = await answer;
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('2');
  expect(await response.json()).toMatchObject({ error: { code: 'starting' } });
  expect((await person.say('hello')).status).toBe(503);
  expect(errors).toEqual([]);
});

it('words that could not be stored are logged, with what was the matter', async () => {
  const { errors, log } = errorLog();
  const fixture = await webFixture({ log });
  fixture.store.append = () => Promise.reject(new Error('disk full'));
  const person = await visitor(fixture);
  expect((await person.say('hello')).status).toBe(503);
  expect(errors).toMatchObject([{ code: 'not_saved', cause: 'Error: disk full' }]);
});
