/** `/faq add`: a colleague writes an entry, in one line or step by step. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { fold } from '../../domain/called.ts';
import { type Fact, type FactName, factName, partsOf, readFacts } from '../../domain/faq/read-facts.ts';
import { type LONGEST, tidy } from '../../domain/faq.ts';
import { matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { addEntry, type FaqFacts, findEntry } from '../../store/faq.ts';
import { listSites } from '../../store/sites.ts';
import { describeEntry } from './describe-entry.ts';
import { readLanguage } from './edit-entry.ts';
import { type Draft, EMPTY, withFacts } from './entry-facts.ts';
import type { FaqDeps } from './index.ts';
import { findMiss, settle } from './misses.ts';

const STEPS = ['question', 'answer', 'source', 'validity', 'scope'] as const;
type Step = (typeof STEPS)[number];

/** What is known so far, as the conversation remembers it: days as text. */
interface Form {
  readonly locale: string;
  readonly question?: string | undefined;
  readonly answer?: string | undefined;
  /** Facts as written, each checked when it was. */
  readonly facts: readonly Fact[];
  /** The question of travellers that it settles. */
  readonly miss?: string | undefined;
  readonly step: Step;
}

/** `question | answer | notice 3 | until 2026-12-01 | site Sun Hotel`; what is missing is asked for in private. */
export async function startEntry(turn: Turn, deps: FaqDeps, line: string): Promise<void> {
  assertCan(turn.actor, 'faq.edit');
  const named = readLanguage(line);
  const [question = '', answer = '', ...rest] = partsOf(named?.rest ?? line);
  const facts = readFacts(rest);
  const form: Form = {
    locale: named?.locale ?? matchLocale(turn.locale, STAFF_LOCALES) ?? 'en',
    ...(question ? { question: tidy(question, 'question') } : {}),
    ...(answer ? { answer: tidy(answer, 'answer') } : {}),
    facts,
    step: 'question',
  };
  const draft = await withFacts(turn, deps, EMPTY, facts);
  if (form.question && form.answer && draft.datedOn) return save(turn, deps, form, draft);
  if (turn.chat.kind === 'group') throw new UserError('staff-faq:usage.faq');
  await ask(turn, { ...form, step: firstMissing(form, draft) });
}

/** A question that travellers asked, as the first step. */
export async function writeFromMiss(turn: Turn, id: string | undefined): Promise<void> {
  assertCan(turn.actor, 'faq.edit');
  if (turn.chat.kind === 'group') throw new UserError('staff-faq:error.private');
  const miss = await findMiss(turn, id);
  const question = [...miss.question].slice(0, 200 satisfies (typeof LONGEST)['question']).join('');
  await ask(turn, {
    locale: matchLocale(miss.locale) ?? 'en',
    question,
    facts: [],
    miss: miss.id,
    step: 'answer',
  });
}

function firstMissing({ question, answer }: Pick<Form, 'question' | 'answer'>, draft: Draft): Step {
  if (!question) return 'question';
  if (!answer) return 'answer';
  return draft.datedOn ? 'validity' : 'source';
}

/**
 * The words for the step in hand; what is wrong with them is said, and the step is asked again. Words that quote a
 * message, or change one, are for whoever that is about.
 */
export async function answerForm(
  turn: Turn,
  deps: FaqDeps,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  const form = params as unknown as Form;
  const isForOthers = turn.inbound.replyTo !== undefined || turn.inbound.edits !== undefined;
  if (!text || isForOthers || !turn.staff || !STEPS.includes(form.step)) return false;
  assertCan(turn.actor, 'faq.edit');
  if (STAFF_LOCALES.some((locale) => fold(turn.t(locale, 'staff-faq:button.cancel')) === fold(text))) {
    await cancelForm(turn);
    return true;
  }
  const isSkipped = text === '-' && isOptional(form.step);
  await goOn(turn, deps, isSkipped ? form : await filled(turn, deps, form, text));
  return true;
}

const isOptional = (step: Step): boolean => step === 'validity' || step === 'scope';

/** The Skip button. */
export async function skipStep(turn: Turn, deps: FaqDeps): Promise<void> {
  assertCan(turn.actor, 'faq.edit');
  const { expect } = turn.session;
  const form = expect?.params as unknown as Form | undefined;
  if (expect?.answer !== 'faq-form' || !form || !isOptional(form.step))
    throw new UserError('common:error.old-choice');
  await goOn(turn, deps, form);
}

/** The Cancel button: nothing was kept. */
export async function cancelForm(turn: Turn): Promise<void> {
  assertCan(turn.actor, 'faq.edit');
  if (turn.session.expect?.answer !== 'faq-form') throw new UserError('common:error.old-choice');
  turn.expect(undefined);
  await turn.reply({ text: turn.t(turn.locale, 'staff-faq:cancelled') });
}

async function filled(turn: Turn, deps: FaqDeps, form: Form, text: string): Promise<Form> {
  if (form.step === 'question') {
    const named = readLanguage(text);
    return { ...form, locale: named?.locale ?? form.locale, question: tidy(named?.rest ?? text, 'question') };
  }
  if (form.step === 'answer') return { ...form, answer: tidy(text, 'answer') };
  const facts = [...form.facts, ...factsIn(form.step, text)];
  await withFacts(turn, deps, EMPTY, facts);
  return { ...form, facts };
}

/** What a step asks for, the first word of which may be left out. */
const ASKED: Readonly<Record<string, readonly FactName[]>> = {
  source: ['notice', 'source'],
  validity: ['until', 'from'],
  scope: ['site', 'home'],
};

/** In its own step "3" is a notice, a bare day is the last one, a bare name is a site. */
function factsIn(step: Step, text: string): Fact[] {
  const parts = partsOf(text);
  if (parts.length > 1 || beginsWith(ASKED[step] ?? [], text)) return readFacts(parts);
  const isNumber = /^(?:no\.?|#|第)?\s*\d{1,6}\s*[号號]?$/iu.test(text);
  const [notice, source] = ['notice', 'source'] as const;
  if (step === 'source') return [{ name: isNumber ? notice : source, value: text }];
  return [{ name: step === 'validity' ? 'until' : 'site', value: text }];
}

/** Whether the words name one of these facts: "From the ministry, 2026-05-12" is a source where a source is asked for. */
function beginsWith(names: readonly FactName[], text: string): boolean {
  const name = factName(text);
  // "Notice of the ministry, 2026-05-12" is none of ours.
  return name !== undefined && names.includes(name) && !(name === 'notice' && /\d{4}[-/年]/.test(text));
}

async function goOn(turn: Turn, deps: FaqDeps, form: Form): Promise<void> {
  const draft = await withFacts(turn, deps, EMPTY, form.facts);
  const next =
    form.step === 'question' || form.step === 'answer' ? firstMissing(form, draft) : after(form.step);
  if (!next) return save(turn, deps, form, draft);
  await ask(turn, { ...form, step: next });
}

const after = (step: Step): Step | undefined => STEPS[STEPS.indexOf(step) + 1];

async function ask(turn: Turn, form: Form): Promise<void> {
  turn.expect('faq-form', { ...form });
  const { t, locale } = turn;
  const sites = form.step === 'scope' ? (await listSites(turn.tx)).map(({ name }) => name).join(', ') : '';
  const text = t(locale, `staff-faq:ask.${form.step}`, {
    question: form.question ?? '',
    sites: sites || '–',
  });
  const skip = {
    id: 'faqskip',
    label: t(locale, `staff-faq:button.${form.step === 'scope' ? 'everybody' : 'no-end'}`),
  };
  const cancel = { id: 'faqcancel', label: t(locale, 'staff-faq:button.cancel') };
  await turn.reply({ text, choices: isOptional(form.step) ? [[skip], [cancel]] : [[cancel]] });
}

async function save(turn: Turn, deps: FaqDeps, form: Form, { datedOn, ...rest }: Draft): Promise<void> {
  const { question, answer, locale, miss } = form;
  if (!question || !answer || !datedOn) throw new UserError('common:error.old-choice');
  if (turn.session.expect?.answer === 'faq-form') turn.expect(undefined);
  const facts: FaqFacts = { ...rest, datedOn };
  const by = { staffId: turn.actor.id, now: turn.now };
  const { id, number } = await addEntry(turn.tx, facts, { locale, question, answer }, by);
  const { actor, now, inbound } = turn;
  const after = { number, locale, question, answer, siteId: facts.siteId, jurisdiction: facts.jurisdiction };
  addAudit(turn.tx, { actor, action: 'faq.add', channel: inbound.account, now, after });
  if (miss) await settle(turn, miss, { id, number });
  const entry = await findEntry(turn.tx, number);
  const lines = [
    turn.t(turn.locale, 'staff-faq:added', { number }),
    ...(entry ? [describeEntry(turn, deps, entry)] : []),
    turn.t(turn.locale, 'staff-faq:how-to-go-on', { number }),
  ];
  await turn.reply({ text: lines.join('\n\n') });
}
