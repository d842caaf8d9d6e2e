/** `/form edit`: the form as a file, sent back changed, tried out, and put to use when that is confirmed. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { compareForms, isUnchanged, writeForm } from '../../domain/declaration/compare-forms.ts';
import { editProblems } from '../../domain/declaration/edit-rules.ts';
import type { Form } from '../../domain/declaration/form.ts';
import { type FormProblem, readForm } from '../../domain/declaration/read-form.ts';
import type { Media } from '../../domain/message.ts';
import { shortTime } from '../../domain/short-time.ts';
import { decodeText } from '../../domain/table-text.ts';
import { UserError } from '../../errors.ts';
import {
  ANSWER_WITHIN,
  askWithTable,
  bytesOf,
  documentIn,
  draftOf,
  type FileDraft,
  hashOf,
  isAwaited,
  sameBytes,
} from '../../outbox/asked-file.ts';
import { addAudit } from '../../store/audit.ts';
import { addForm, type FormVersion, listForms, readNewestForm } from '../../store/declaration-forms.ts';
import { describeChanges, describeProblems } from './describe-form.ts';
import type { DeclarationDeps } from './index.ts';

/** The largest file, in bytes, and the longest note, in characters. */
const [LARGEST, NOTE] = [200_000, 200];

interface FormDraft extends FileDraft {
  readonly note: string;
}

/** Sends the form that is in use; a changed one that came along is tried out at once. `note` says what it is for. */
export async function editForm(turn: Turn, deps: DeclarationDeps, note: string): Promise<void> {
  const { t, locale } = turn;
  assertCan(turn.actor, 'form.edit');
  if (turn.chat.kind === 'group') throw new UserError('staff-form:error.private');
  const file = documentIn(turn);
  turn.expect(undefined);
  if (file) return tryOut(turn, deps, file, note);
  if (!turn.capabilities(turn.inbound.account)?.media.includes('document'))
    throw new UserError('staff-form:error.no-files');
  const { form } = await readNewestForm(turn.tx);
  turn.expect('declaration.form', { note });
  const params = { version: form.version, minutes: ANSWER_WITHIN };
  await askWithTable(turn, {
    text: t(locale, 'staff-form:edit', params),
    name: `declaration-form-${form.version}.json`,
    table: writeForm(form),
    type: 'application/json',
  });
}

/** The file that was asked for; anything else goes on as a message. */
export async function receiveForm(
  turn: Turn,
  deps: DeclarationDeps,
  text: string,
  { note }: Record<string, unknown>,
): Promise<boolean> {
  const askedAt = turn.session.expect?.at;
  const file = documentIn(turn);
  if (!file || !turn.staff || !askedAt || !isAwaited(turn, askedAt)) {
    turn.expect(undefined);
    return false;
  }
  assertCan(turn.actor, 'form.edit');
  const words = text || String(note ?? '');
  // Whoever mends the file may send it again.
  turn.expect('declaration.form', { note: words });
  await tryOut(turn, deps, file, words);
  return true;
}

/** Says what would change, or everything that is wrong; nothing is written yet. */
async function tryOut(turn: Turn, deps: DeclarationDeps, file: Media, note: string): Promise<void> {
  const { t, locale } = turn;
  const bytes = bytesOf(turn, file);
  if ([...note].length > NOTE) throw new UserError('staff-form:error.note', { most: NOTE });
  const versions = await listForms(turn.tx);
  const read = readBytes(bytes, versions);
  if ('problems' in read) return turn.reply({ text: describeProblems(turn, read.problems) });
  const newest = versions[0] as FormVersion;
  if (read.form.version !== newest.form.version) throw isStale(turn, deps, newest, read.form.version);
  const changes = compareForms(newest.form, read.form);
  if (isUnchanged(changes)) return turn.reply({ text: t(locale, 'staff-form:unchanged') });
  turn.expect(undefined);
  const key = String(turn.inboundId);
  turn.remember({ formDraft: { key, file, sha256: hashOf(bytes), note } satisfies FormDraft });
  const choices = [
    [{ id: `formyes:${key}`, label: t(locale, 'staff-form:button.confirm') }],
    [{ id: `formno:${key}`, label: t(locale, 'staff-form:button.cancel') }],
  ];
  const params = { version: newest.form.version, next: newest.form.version + 1 };
  const parts = [t(locale, 'staff-form:tried', params), describeChanges(turn, changes)];
  await turn.reply({ text: [...parts, t(locale, 'staff-form:ask', params)].join('\n\n'), choices });
}

function readBytes(
  bytes: Uint8Array,
  versions: readonly FormVersion[],
): { readonly form: Form } | { readonly problems: readonly FormProblem[] } {
  if (bytes.length > LARGEST) throw new UserError('staff-form:error.large', { kilobytes: LARGEST / 1000 });
  const text = decodeText(bytes);
  if (text === undefined) throw new UserError('staff-form:error.no-text');
  const earlier = versions.map(({ form }) => form);
  return readForm(text, (form) => editProblems(form, earlier));
}

/** Somebody made a version meanwhile; what they changed must not be undone unseen. */
function isStale(turn: Turn, { zone }: DeclarationDeps, newest: FormVersion, edited: number): UserError {
  const { form, by, at } = newest;
  if (edited > form.version) return new UserError('staff-form:error.no-version', { number: edited });
  const made = { version: form.version, name: by ?? '?', at: at ? shortTime(at, turn.now, zone) : '?' };
  return new UserError('staff-form:error.stale', { edited, ...made });
}

/** What was tried out is what new declarations are filled in by from now on. */
export async function confirmForm(turn: Turn, deps: DeclarationDeps, key: string | undefined): Promise<void> {
  const { tx, now, actor, t, locale } = turn;
  assertCan(actor, 'form.edit');
  deps.desk.assertAmongStaff(turn);
  const draft = draftOf(turn.session.formDraft, key) as FormDraft;
  const bytes = sameBytes(turn, draft);
  const versions = await listForms(tx);
  const newest = versions[0] as FormVersion;
  const read = readBytes(bytes, versions);
  if ('problems' in read) return turn.reply({ text: describeProblems(turn, read.problems) });
  const { form } = read;
  const isFirst =
    form.version === newest.form.version &&
    (await addForm(tx, form.version, { form, note: draft.note || null, by: actor.id, now }));
  if (!isFirst) throw isStale(turn, deps, await readNewestForm(tx), form.version);
  turn.remember({ formDraft: undefined });
  const { added, removed, changed, moved } = compareForms(newest.form, form);
  const ids = (questions: readonly { readonly id: string }[]) => questions.map(({ id }) => id);
  const version = form.version + 1;
  addAudit(tx, {
    actor,
    action: 'form.edit',
    now,
    channel: turn.inbound.account,
    before: { version: form.version },
    after: {
      version,
      added: ids(added),
      removed: ids(removed),
      changed: ids(changed.map(({ question }) => question)),
      moved: ids(moved),
    },
  });
  await turn.reply({ text: t(locale, 'staff-form:done', { version }) });
}

/** Leaves everything as it is. */
export async function dropForm(turn: Turn, deps: DeclarationDeps, key: string | undefined): Promise<void> {
  assertCan(turn.actor, 'form.edit');
  deps.desk.assertAmongStaff(turn);
  draftOf(turn.session.formDraft, key);
  turn.remember({ formDraft: undefined });
  await turn.reply({ text: turn.t(turn.locale, 'staff-form:dropped') });
}
