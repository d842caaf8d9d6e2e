/** `/form`: the versions of the declaration's form, one of them, or the file in which a new one is written. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import { shortTime } from '../../domain/short-time.ts';
import { UserError } from '../../errors.ts';
import { type FormVersion, listForms } from '../../store/declaration-forms.ts';
import { describeBriefly, describeForm } from './describe-form.ts';
import { editForm } from './edit-form.ts';
import type { DeclarationDeps } from './index.ts';

/** Key of the usage line. */
export const FORM_USAGE = 'staff-form:usage.form';

/** Versions in one answer. */
const MOST = 15;
const EDIT = /^(?:edit|修改|编辑|編輯)(?:\s+|$)/iu;

/** A number is one version, `edit` makes the next one; nothing lists them all. */
export async function forms(turn: Turn, deps: DeclarationDeps, args: string): Promise<void> {
  assertCan(turn.actor, 'form.read');
  deps.desk.assertAmongStaff(turn);
  if (EDIT.test(args)) return editForm(turn, deps, args.replace(EDIT, '').trim());
  const number = /^[#＃v]?(\d{1,6})$/iu.exec(args)?.[1];
  if (args && !number) throw new UserError('staff:error.usage', { usage: FORM_USAGE });
  const versions = await listForms(turn.tx);
  const text = number ? showOne(turn, deps, versions, Number(number)) : showAll(turn, deps, versions);
  await turn.reply({ text });
}

function showAll(turn: Turn, deps: DeclarationDeps, versions: readonly FormVersion[]): string {
  const { t, locale } = turn;
  const [newest] = versions;
  const head = t(locale, 'staff-form:head', {
    version: newest?.form.version,
    count: newest?.form.questions.length,
  });
  const lines = versions.slice(0, MOST).map((version, at) => {
    const before = versions[at + 1];
    const changes = before ? describeBriefly(before.form, version.form) : '';
    return [`• ${headOf(turn, deps, version)}`, ...(changes ? [`   ${changes}`] : [])].join('\n');
  });
  const more = versions.length - lines.length;
  if (more > 0) lines.push(t(locale, 'staff-form:more', { count: more }));
  return [head, lines.join('\n'), t(locale, 'staff-form:how')].join('\n\n');
}

function showOne(
  turn: Turn,
  deps: DeclarationDeps,
  versions: readonly FormVersion[],
  number: number,
): string {
  const found = versions.find(({ form }) => form.version === number);
  if (!found) throw new UserError('staff-form:error.no-version', { number });
  return `${headOf(turn, deps, found)}\n\n${describeForm(turn, found.form)}`;
}

/** "Version 3 · 2026-11-22 10:00 · Wang · what it is for". */
function headOf(
  { t, locale, now }: Turn,
  { zone }: DeclarationDeps,
  { form, at, by, note }: FormVersion,
): string {
  const version = t(locale, 'staff-form:version', { version: form.version });
  if (!at) return `${version} · ${t(locale, 'staff-form:built-in')}`;
  return [version, shortTime(at, now, zone), isolate(by ?? '?'), note && isolate(note)]
    .filter(Boolean)
    .join(' · ');
}
