/** The newest form of the declaration as a file, to be changed and sent back on the settings page. */
import type { Context, Hono } from 'hono';
import { writeForm } from '../domain/declaration/compare-forms.ts';
import { readNewestForm } from '../store/declaration-forms.ts';
import { gate } from './gate.ts';
import type { ConsoleDeps } from './index.ts';

/** Where it is. */
export const FORM_FILE = '/console/settings/declaration-form.json';

/** GET FORM_FILE. */
export function declarationFile(routes: Hono, deps: ConsoleDeps): void {
  routes.get(FORM_FILE, (c) => sendForm(c, deps));
}

async function sendForm(c: Context, deps: ConsoleDeps): Promise<Response> {
  await gate(c, deps, 'form.edit');
  const { form } = await readNewestForm(deps.db);
  return c.body(writeForm(form), 200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Disposition': `attachment; filename="declaration-form-${form.version}.json"`,
  });
}
