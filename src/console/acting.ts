/** POST /console/act: does what a form asks for, as the chat would, and shows the answer on the page it came from. */
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { keepAnswer } from '../store/console-sessions.ts';
import { keptAnswer } from './answer-panel.ts';
import { Refusal } from './answers.ts';
import { type Form, gateForm, type Reader } from './gate.ts';
import type { ConsoleDeps } from './index.ts';

/** The largest file that is taken, in bytes. */
export const LARGEST = 20 * 1024 * 1024;

/** Does what the fields `line` (and `words`), `choice` or `answer` say. */
export async function doAct(c: Context, deps: ConsoleDeps): Promise<Response> {
  const { reader, form } = await gateForm(c, deps);
  await perform(deps, reader, form, wanted(form));
  return c.redirect(backTo(form.text('back')), 303);
}

/** What is to be done: words, or a press. */
export interface Wanted {
  readonly text?: string;
  readonly choice?: string;
}

/** Does one thing for a reader; the answer waits to be shown on their next page. A form sent twice does it once. */
export async function perform(deps: ConsoleDeps, reader: Reader, form: Form, what: Wanted): Promise<void> {
  const file = form.file('file');
  if (file && file.size > LARGEST) throw new Refusal(413, 'staff-console:too-large');
  const answer = await deps.app().act({
    staff: reader.staff,
    account: 'console',
    locale: reader.locale,
    key: keyOf(reader, form),
    ...what,
    ...(file
      ? { file: { name: file.name, type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) } }
      : {}),
  });
  await keepAnswer(deps.db, reader.session.id, keptAnswer(answer, form.text('back')));
}

/** Forms of different sessions never share a key, whatever they carry. */
const keyOf = (reader: Reader, form: Form): string =>
  createHash('sha256')
    .update(`${reader.session.id}:${form.text('key')}`)
    .digest('base64url');

function wanted(form: Form): Wanted {
  const choice = form.text('choice');
  if (choice) return { choice };
  const answer = form.text('answer');
  if (answer) return { text: answer };
  const line = form.text('line');
  // What is no command would be taken for words to a traveller.
  if (!/^[/／]\S/.test(line)) throw new Refusal(400, 'staff-console:no-command');
  return { text: [line, form.text('words')].filter(Boolean).join(' ') };
}

/** A page of the console, whatever the form says. */
export function backTo(path: string): string {
  const url = URL.canParse(path, 'http://console') ? new URL(path, 'http://console') : undefined;
  const isOurs = url?.origin === 'http://console' && /^\/console(\/|$)/.test(url.pathname);
  return isOurs ? url.pathname + url.search : '/console';
}
