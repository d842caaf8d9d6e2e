import { expect, test } from 'vitest';
import { writeForm } from '../../src/domain/declaration/compare-forms.ts';
import { parseForm } from '../../src/domain/declaration/form.ts';
import { BUILT_IN } from '../../src/domain/declaration/forms.ts';
import { consoleScene } from './console-scene.ts';

test('the form of the declaration is taken, sent back and confirmed on the settings page', async () => {
  const made = await consoleScene();
  const { db } = made.bot.store;
  const overseer = await made.browser('supervisor', 'Sup');
  const read = await overseer.get('/console/settings');
  expect(read.text).toContain('version 1 is filled in now');
  expect(read.text).not.toMatch(/settings\/form"| download/);
  const at = await made.browser('admin', 'Adm');
  const { text } = await at.get('/console/settings');
  const link = /href="([^"]+)" download/.exec(text)?.[1] ?? '';
  const taken = await at.get(link);
  expect(taken.text).toBe(writeForm(BUILT_IN));
  expect(taken.headers.get('content-disposition')).toBe('attachment; filename="declaration-form-1.json"');
  expect((await overseer.get(link)).status).toBe(403);
  const form = parseForm({ version: 1, questions: BUILT_IN.questions.filter(({ id }) => id !== 'seat') });
  const send = (text: string) =>
    at.send('/console/settings', 'action="/console/settings/form"', {
      file: new File([text], 'form.json', { type: 'application/json' }),
      note: 'nobody knows their seat',
    });
  expect((await send('{')).text).toMatch(/Line 1: this is no JSON/);
  const tried = await send(writeForm(form));
  expect(tried.text).toContain('－ seat: Your seat, for example 12A');
  expect(await db.declarationForm.count()).toBe(0);
  const done = await at.send(tried.text, 'Use this version');
  expect(done.text).toContain('Version 2 is in use');
  expect(await db.declarationForm.findMany()).toMatchObject([
    { version: 2, note: 'nobody knows their seat' },
  ]);
});
