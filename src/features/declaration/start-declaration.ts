/** `/declare`: begins, goes on where it was left on whatever account, or shows what was signed. */
import type { Turn } from '../../conversation/feature.ts';
import { answerLines } from '../../domain/declaration/describe.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { UserError } from '../../errors.ts';
import { readNewestForm } from '../../store/declaration-forms.ts';
import { beginDraft, type DeclarationRecord, findDraft, listSigned } from '../../store/declarations.ts';
import { findPerson } from '../../store/people.ts';
import type { PersonRecord } from '../../store/records.ts';
import { goOn } from './ask-question.ts';
import { asFilling, declarableBy, localeOf, sayTo } from './filling.ts';
import type { DeclarationDeps } from './index.ts';

/** Asks for whom, where there is somebody besides the writer. */
export async function startDeclaration(turn: Turn, deps: DeclarationDeps): Promise<void> {
  if (turn.staff) throw new UserError('declaration:error.team');
  if (turn.chat.kind === 'group') throw new UserError('declaration:error.private');
  const me = await turn.ensurePerson();
  const people = await declarableBy(turn, deps);
  if (people.length < 2) return open(turn, deps, me);
  const say = sayTo(turn);
  const choices = people.map(({ id, name }): Choice[] => [
    { id: `declfor:${id}`, label: id === me.id ? say('for.me') : (name ?? '?') },
  ]);
  turn.expect(undefined);
  await turn.reply({ text: say('for.which'), choices });
}

/** The person behind a button. */
export const declareFor = async (turn: Turn, deps: DeclarationDeps, id: string | undefined): Promise<void> =>
  open(turn, deps, await declarable(turn, deps, id));

/** Another one; what was signed before is kept. */
export async function declareAnew(turn: Turn, deps: DeclarationDeps, id: string | undefined): Promise<void> {
  const subject = await declarable(turn, deps, id);
  const draft = await findDraft(turn.tx, [subject]);
  if (draft) return open(turn, deps, subject);
  await begin(turn, deps, subject);
}

async function declarable(turn: Turn, deps: DeclarationDeps, id: string | undefined): Promise<PersonRecord> {
  const subject = (await declarableBy(turn, deps)).find((one) => one.id === id);
  if (!subject || turn.chat.kind === 'group') throw new UserError('common:error.old-choice');
  return subject;
}

async function open(turn: Turn, deps: DeclarationDeps, subject: PersonRecord): Promise<void> {
  const draft = await findDraft(turn.tx, [subject]);
  if (draft) {
    const filling = await asFilling(turn, deps, draft, subject);
    return goOn(turn, deps, filling, sayTo(turn)(filling.isNewForm ? 'resume-new-form' : 'resume'));
  }
  const [signed] = await listSigned(turn.tx, subject.id);
  if (signed) return showCopy(turn, deps, subject, signed);
  await begin(turn, deps, subject);
}

async function begin(turn: Turn, deps: DeclarationDeps, subject: PersonRecord): Promise<void> {
  const { form } = await readNewestForm(turn.tx);
  const begun = { formVersion: form.version, locale: localeOf(turn) };
  const draft = await beginDraft(turn.tx, subject, begun, turn.now);
  await goOn(turn, deps, await asFilling(turn, deps, draft, subject), sayTo(turn)('intro'));
}

/** What was signed, numbers masked; it changes by a new declaration only. */
async function showCopy(
  turn: Turn,
  deps: DeclarationDeps,
  subject: PersonRecord,
  signed: DeclarationRecord,
): Promise<void> {
  const say = sayTo(turn);
  const form = signed.form ?? (await readNewestForm(turn.tx)).form;
  const at = signed.signedAt?.toZonedDateTimeISO(deps.zone).toPlainDateTime();
  const time = at?.toString({ smallestUnit: 'minute' }).replace('T', ' ');
  const signer = signed.signedBy && (await findPerson(turn.tx, signed.signedBy));
  const head = [
    say('copy.head', { time, version: signed.formVersion }),
    ...(signer ? [say('copy.by', { name: isolate(signer.name ?? '?') })] : []),
    ...(subject.id === turn.person?.id ? [] : [say('for.name', { name: isolate(subject.name ?? '?') })]),
  ];
  turn.expect(undefined);
  await turn.reply({
    text: [head.join('\n'), ...answerLines(form, signed.answers, say), say('copy.anew')].join('\n\n'),
    choices: [[{ id: `declnew:${subject.id}`, label: say('button.anew') }]],
  });
}
