import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { sheetCells } from '../features/exports-scene.ts';
import { consoleScene } from './console-scene.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function scene() {
  const made = await consoleScene();
  const { db } = made.bot.store;
  const createdAt = new Date(made.bot.clock.now().epochMilliseconds);
  const siteId = randomUUID();
  await db.site.create({ data: { id: siteId, name: 'Sun Hotel', timeZone: 'Asia/Shanghai', createdAt } });
  const ana = made.bot.person('telegram', { name: 'Ana', locale: 'en' });
  await ana.says('We need 2 bottles of water please');
  await made.bot.later({ minutes: 1 });
  return { ...made, siteId };
}

test('a day is kept as a report, signed, corrected and read in all its revisions, as in the chat', async () => {
  const { bot, browser, siteId } = await scene();
  const at = await browser('supervisor', 'Sup');
  const empty = await at.get('/console/reports');
  expect(empty.text).toContain('There is no report for you to read yet.');

  const preview = await at.get('/console/reports/day');
  expect(preview.text).toMatch(/<th scope="row">opened<\/th><td class="number">1<\/td>/);
  expect(preview.text).toMatch(/<th scope="row">arrived<\/th><td class="number zero">0<\/td>/);
  expect((await at.get('/console/reports/day?day=2030-01-01')).status).toBe(409);
  const kept = await at.send('/console/reports/day', 'value="rpkeep:');
  expect(kept.text).toContain('href="/console/reports/1"');
  expect((await at.get('/console/reports/day')).location).toBe('/console/reports/1');

  const draft = await at.get('/console/reports/1');
  expect(draft.text).toMatch(/href="\/console\?site=Sun\+Hotel"/);
  const stale = draft.text;
  await at.send('/console/reports/1', '/remark"', { words: 'Quiet, & <dry>.\nThe lift is out.' });
  const remarked = await at.get('/console/reports/1');
  expect(remarked.text).toContain('Quiet, &amp; &lt;dry&gt;.');
  const late = await at.send(stale, 'value="rpsign:1:1:');
  expect(late.text).toMatch(/class="answer refused"[\s\S]*has changed since you read it/);
  const signed = await at.send('/console/reports/1', 'value="rpsign:1:1:');
  expect(signed.text).toMatch(/class="answer done"[\s\S]*is signed and has gone up/);
  expect(signed.text).toContain('✅ Signed by');
  expect(signed.text).not.toContain('rpsign:');

  const other = bot.person('telegram', { name: 'Bo', locale: 'en' });
  await other.says('We need 3 bottles of water please');
  await bot.later({ minutes: 1 });
  const corrected = await at.send('/console/reports/1', '/revise"', {
    words: 'keep in mind: one was missing',
  });
  expect(corrected.text).toContain('keep in mind: one was missing');
  expect(corrected.text).toMatch(/opened: 1 → 2/);
  expect(corrected.text).not.toContain('class="said"><p dir="auto">📊');
  const first = await at.get('/console/reports/1?revision=1');
  expect(first.text).toMatch(/<th scope="row">opened<\/th><td class="number">1<\/td>/);
  expect(first.text).not.toMatch(/rpsign:|\/revise"/);
  await at.send('/console/reports/1', 'value="rpsign:1:2:');
  await at.send('/console/reports/1', '/revise"', { words: 'the remark', keep: 'yes' });
  await at.send('/console/reports/1', '/remark"', { words: '' });
  const third = await at.get('/console/reports/1');
  expect(third.text).toContain('Remark: none');

  const file = await at.get('/console/reports/1/file?revision=2');
  expect(file.headers.get('content-type')).toBe(XLSX);
  expect(file.headers.get('content-disposition')).toMatch(
    /^attachment; filename="report-1-2026-11-22-2\.xlsx"$/,
  );
  const texts = (await sheetCells(file.bytes)).flat(2);
  expect(texts).toContain('opened');
  expect(texts.join('\n')).toContain('The lift is out.');
  expect((await at.get('/console/reports/9')).status).toBe(409);
  expect((await at.get('/console/reports/99999999999')).status).toBe(409);

  const site = await at.get(`/console/reports/day?site=${siteId}`);
  expect(site.text).toContain('Sun Hotel');
  expect(await bot.store.db.audit.count({ where: { action: 'report.sign', channel: 'console' } })).toBe(2);
});

test('hours are set and taken away by supervisors; a liaison reads only what was sent to them', async () => {
  const { bot, browser } = await scene();
  const at = await browser('supervisor', 'Sup');
  const liaison = await browser('liaison', 'Li');
  const set = await at.send('/console/reports', 'action="/console/reports/at"', { time: '13:00', to: 'Li' });
  expect(set.text).toMatch(/class="answer done"[\s\S]*Li[\s\S]*13:00/);
  const nobody = await at.send('/console/reports', 'action="/console/reports/at"', {
    time: '13:00',
    to: 'Zoe',
  });
  expect(nobody.text).toContain('class="answer refused"');
  await bot.later({ hours: 11, minutes: 1 });
  expect((await at.get('/console/reports')).text).toContain('href="/console/reports/1"');
  const before = await liaison.get('/console/reports');
  expect(before.text).toContain('There is no report for you to read yet.');
  expect(before.text).not.toContain('/console/reports/at');
  expect((await liaison.get('/console/reports/1')).status).toBe(409);
  expect((await liaison.get('/console/reports/1/file')).status).toBe(409);
  const csrf = /name="csrf" value="([^"]+)"/.exec(before.text)?.[1] ?? '';
  expect((await liaison.post('/console/reports/at', { csrf, key: 'k', time: '08:00' })).status).toBe(403);
  await liaison.post('/console/reports/1/remark', { csrf, key: 'r', words: 'mine' });
  expect((await liaison.get('/console/reports')).text).toContain('class="answer refused"');
  await at.send('/console/reports/1', 'value="rpsign:1:1:');
  const sent = await liaison.get('/console/reports/1');
  expect(sent.text).toContain('✅ Signed by');
  expect(sent.text).not.toMatch(/rpsign:|\/revise"/);
  await at.send('/console/reports/1', '/revise"', { words: 'a mistake' });
  const still = await liaison.get('/console/reports/1');
  expect(still.text).not.toContain('a mistake');
  expect((await liaison.get('/console/reports/1?revision=2')).status).toBe(409);
  const off = await at.send('/console/reports', 'action="/console/reports/off"', { to: 'Li' });
  expect(off.text).toMatch(/class="answer done"/);
});

test('the appraisal of a month is a page and a workbook; a liaison who leads nobody sees none', async () => {
  const { bot, browser, siteId } = await scene();
  await bot.store.db.ticket.updateMany({ data: { siteId } });
  const at = await browser('supervisor', 'Sup');
  const page = await at.get('/console/reports/appraisal?month=2026-11');
  expect(page.text).toContain('Appraisal of 2026-11 so far');
  expect(page.text).toMatch(/<th scope="row"><bdi>Sun Hotel<\/bdi><\/th><td class="number">1<\/td>/);
  const one = await at.get('/console/reports/appraisal?month=2026-11&of=Sun+Hotel');
  expect(one.text).toContain('<bdi>Sun Hotel</bdi>');
  expect(one.text).not.toContain('>Colleagues<');
  const file = await at.get('/console/reports/appraisal/file?month=2026-11');
  expect((await sheetCells(file.bytes)).flat(2)).toContain('Sun Hotel');
  expect((await at.get('/console/reports/appraisal?of=Nowhere')).status).toBe(409);
  const liaison = await browser('liaison', 'Li');
  expect((await liaison.get('/console/reports/appraisal')).status).toBe(409);
  expect(await bot.store.db.audit.count({ where: { action: 'report.appraise', channel: 'console' } })).toBe(
    3,
  );
});
