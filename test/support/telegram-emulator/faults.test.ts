import { afterEach, beforeEach, expect, test } from 'vitest';
import { startWithTraveller } from './testing/raw-client.ts';

let setup: Awaited<ReturnType<typeof startWithTraveller>>;

beforeEach(async () => {
  setup = await startWithTraveller();
});
afterEach(() => setup.tg.stop());

const outcome = (answer: Promise<{ status: number }>) =>
  answer.then(
    ({ status }) => status,
    () => 'cut',
  );
const texts = () => setup.traveller.inbox().map((message) => message.text);

test('faults: codes strike as often as asked, only the named method and chat', async () => {
  const { tg, send, traveller, call } = setup;
  const fault = tg.faults.next({ kind: '500', method: 'sendMessage', chat: traveller, times: 2 });
  tg.faults.next({ kind: '403', chat: 1 });
  expect((await call('getMe')).status).toBe(200);
  expect([await outcome(send('a')), await outcome(send('b')), await outcome(send('c'))]).toEqual([
    500, 500, 200,
  ]);
  expect(texts()).toEqual(['c']);
  expect(fault.hits).toBe(2);
});

test('faults: 429 carries retry_after, 400 its own words, 502 is a page and not JSON', async () => {
  const { tg, send } = setup;
  tg.faults.next({ kind: '429', retryAfter: 3 });
  expect(await send('a')).toMatchObject({
    status: 429,
    description: 'Too Many Requests: retry after 3',
    parameters: { retry_after: 3 },
  });
  tg.faults.next({ kind: '400', description: 'Bad Request: PEER_ID_INVALID' });
  expect((await send('a')).description).toBe('Bad Request: PEER_ID_INVALID');
  tg.faults.next({ kind: '502' });
  await expect(send('a')).rejects.toThrow(/JSON/);
});

test('faults: reset does not execute, lost-answer does, and both look the same to the bot', async () => {
  const { tg, send } = setup;
  tg.faults.next({ kind: 'reset' });
  expect(await outcome(send('never'))).toBe('cut');
  tg.faults.next({ kind: 'lost-answer' });
  expect(await outcome(send('arrived'))).toBe('cut');
  expect(texts()).toEqual(['arrived']);
  expect(tg.calls('sendMessage').map((record) => record.status)).toEqual([0, 0]);
});

test('faults: silence holds the call until it is released or the client gives up', async () => {
  const { tg, send, call, traveller } = setup;
  const fault = tg.faults.next({ kind: 'silence', times: 3 });
  const held = outcome(send('one'));
  await fault.hit(1);
  fault.release();
  expect(await held).toBe('cut');
  const executed = outcome(send('two'));
  await fault.hit(2);
  fault.release('execute');
  expect(await executed).toBe(200);
  const params = { chat_id: traveller.id, text: 'three' };
  const closed = tg.waitForCall('sendMessage', { where: (record) => record.status === 0 });
  expect(await outcome(call('sendMessage', params, { signal: AbortSignal.timeout(30) }))).toBe('cut');
  await closed;
  expect(texts()).toEqual(['two']);
});

test('faults: a lost getUpdates answer leaves the updates unconfirmed', async () => {
  const { tg, call, traveller } = setup;
  await traveller.say('keep me');
  tg.faults.next({ kind: 'lost-answer', method: 'getUpdates' });
  expect(await outcome(call('getUpdates'))).toBe('cut');
  expect((await call('getUpdates')).result[0].message.text).toBe('keep me');
});

test('faults: clear forgets the plan and lets go', async () => {
  const { tg, send } = setup;
  const silent = tg.faults.next({ kind: 'silence' });
  tg.faults.next({ kind: '500', times: Number.POSITIVE_INFINITY });
  const held = outcome(send('held'));
  await silent.hit();
  expect(await outcome(send('x'))).toBe(500);
  tg.faults.clear();
  expect(await held).toBe('cut');
  expect(await outcome(send('fine'))).toBe(200);
});

test('pause: calls wait until resume, and an open poll gets its update afterwards', async () => {
  const { tg, send, call, traveller } = setup;
  const opened = tg.waitForCall('getUpdates', { open: true });
  const poll = call('getUpdates', { timeout: 30 });
  await opened;
  tg.pause();
  await traveller.say('during the outage');
  const arrived = tg.waitForCall('sendMessage', { open: true });
  const sent = send('late');
  await arrived;
  expect(traveller.inbox()).toEqual([]);
  tg.resume();
  expect((await sent).ok).toBe(true);
  expect((await poll).result[0].message.text).toBe('during the outage');
});

test('pause("refuse"): connections are cut until resume', async () => {
  const { tg, send } = setup;
  tg.pause('refuse');
  expect(await outcome(send('x'))).toBe('cut');
  tg.resume();
  expect(await outcome(send('y'))).toBe(200);
});

test('downloads fail on request, and an expired file is gone', async () => {
  const { tg, call, traveller } = setup;
  const photo = await traveller.sendPhoto(Buffer.from('jpg'));
  const file_id = photo.photo?.at(-1)?.file_id ?? '';
  const { file_path } = (await call('getFile', { file_id })).result;
  const download = () => fetch(`${tg.url}/file/bot${tg.token}/${file_path}`);
  tg.faults.next({ kind: 'reset', method: 'downloadFile' });
  await expect(download()).rejects.toThrow();
  expect(await (await download()).text()).toBe('jpg');
  tg.expireFile(file_id);
  expect((await download()).status).toBe(404);
  expect((await call('getFile', { file_id })).description).toBe(
    'Bad Request: wrong file_id or the file is temporarily unavailable',
  );
});

test('latency: calls take at least the minimum', async () => {
  const { tg, call } = setup;
  tg.latency({ min: 30, max: 40 });
  const begin = performance.now();
  await call('getMe');
  expect(performance.now() - begin).toBeGreaterThan(28);
});
