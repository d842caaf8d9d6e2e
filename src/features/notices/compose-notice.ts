/** Writing a notice, step by step or all at once: issuer, texts by language, files, and whom it is for. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import { languageName } from '../../domain/language-name.ts';
import { LOCALES } from '../../domain/locale.ts';
import { noticeText } from '../../domain/notice/read-draft.ts';
import { EVERYBODY, isInForce } from '../../domain/notice.ts';
import { UserError } from '../../errors.ts';
import {
  addDraft,
  changeNotice,
  dropDraft,
  findDraft,
  listIssuers,
  type NoticeRecord,
  saveTexts,
} from '../../store/notices.ts';
import { askApproval } from './approve-notice.ts';
import { changeAudience, showAudience } from './choose-audience.ts';
import { draftChoice, showDraft } from './draft-card.ts';
import type { NoticeDeps } from './index.ts';
import { previewOf } from './preview.ts';
import { readInto, wrongText } from './read-into-draft.ts';
import { isAnswer } from './second-person.ts';

/** Issuers offered as buttons, the last of them. */
const MOST_ISSUERS = 8;

/** `/notice`: goes on with the draft in hand, or begins one; words behind it are read as a whole notice. */
export async function startNotice(turn: Turn, words: string): Promise<void> {
  assertCan(turn.actor, 'notice.write');
  if (turn.chat.kind === 'group') throw new UserError('staff-notices:error.private');
  const known = await findDraft(turn.tx, turn.actor.id);
  const draft = known ?? (await begin(turn, null));
  turn.expect('notices.compose', { id: draft.id });
  if (words || turn.inbound.media?.length) return take(turn, draft, words);
  await goOn(turn, draft);
}

/** Begins the notice that takes the place of another; it is for the same people until that is changed. */
export async function startSuccessor(turn: Turn, old: NoticeRecord): Promise<void> {
  assertCan(turn.actor, 'notice.write');
  if (turn.chat.kind === 'group') throw new UserError('staff-notices:error.private');
  if (!isInForce(old.state)) throw new UserError('staff-notices:error.not-in-force');
  if (await findDraft(turn.tx, turn.actor.id)) throw new UserError('staff-notices:error.in-hand');
  await goOn(turn, await begin(turn, old));
}

const begin = (turn: Turn, old: NoticeRecord | null): Promise<NoticeRecord> =>
  addDraft(
    turn.tx,
    {
      issuer: old?.issuer ?? '',
      audience: old?.audience ?? EVERYBODY,
      supersedesId: old?.id ?? null,
      createdBy: turn.actor.id,
    },
    turn.now,
  );

/** Asks for what is missing first, or shows the draft. */
async function goOn(turn: Turn, draft: NoticeRecord): Promise<void> {
  turn.expect('notices.compose', { id: draft.id });
  if (draft.issuer) return showDraft(turn, draft);
  const issuers = await listIssuers(turn.tx);
  const from = Math.max(0, issuers.length - MOST_ISSUERS);
  const choices = issuers
    .slice(from)
    .map((label, index) => [draftChoice(draft, `issuer:${from + index}`, label)]);
  const say = (key: string): string => turn.t(turn.locale, `staff-notices:${key}`);
  const drop = [draftChoice(draft, 'drop', say('button.drop'))];
  const key = choices.length > 0 ? 'ask.issuer' : 'ask.issuer.first';
  await turn.reply({ text: say(key), choices: [...choices, drop] });
}

/** Words and files while a notice is being written; quotes go to whatever they quote. */
export async function answerComposer(
  turn: Turn,
  text: string,
  params: Record<string, unknown>,
): Promise<boolean> {
  if (!isAnswer(turn)) return false;
  const draft = await findDraft(turn.tx, turn.actor.id);
  if (!draft || draft.id !== params.id) {
    turn.expect(undefined);
    return false;
  }
  if (!(text || turn.inbound.media?.length)) return false;
  assertCan(turn.actor, 'notice.write');
  await take(turn, draft, text);
  return true;
}

async function take(turn: Turn, draft: NoticeRecord, words: string): Promise<void> {
  const { draft: now, loose } = await readInto(turn, draft, words);
  if (loose) return askLanguage(turn, now, loose);
  await goOn(turn, now);
}

/** Words without a language in front are kept until somebody says which one it is. */
async function askLanguage(turn: Turn, draft: NoticeRecord, words: string): Promise<void> {
  turn.expect('notices.compose', { id: draft.id, words });
  const choices = LOCALES.map((locale) =>
    draftChoice(draft, `lang:${locale}`, languageName(locale, turn.locale)),
  );
  const rows = Array.from({ length: Math.ceil(choices.length / 3) }, (_row, at) =>
    choices.slice(at * 3, at * 3 + 3),
  );
  await turn.reply({ text: turn.t(turn.locale, 'staff-notices:ask.language'), choices: rows });
}

/** The buttons of a draft. */
export async function pressDraft(
  turn: Turn,
  deps: NoticeDeps,
  tag: string | undefined,
  what: string | undefined,
  value: string | undefined,
): Promise<void> {
  assertCan(turn.actor, 'notice.write');
  const draft = await findDraft(turn.tx, turn.actor.id);
  if (!draft || !tag || !draft.id.endsWith(tag)) throw new UserError('staff:error.old-button');
  if (turn.chat.kind === 'group') throw new UserError('staff-notices:error.private');
  if (what === 'issuer') return pickIssuer(turn, draft, Number(value));
  if (what === 'lang') return pickLanguage(turn, draft, value);
  if (what === 'show') return goOn(turn, draft);
  if (what === 'for') return showAudience(turn, deps, draft, value);
  if (what === 'preview') return preview(turn, deps, draft);
  if (what === 'ask') return ready(turn, deps, draft, value);
  if (what === 'drop') return drop(turn, draft);
  await changeAudience(turn, deps, draft, what ?? '', value ?? '');
}

async function pickIssuer(turn: Turn, draft: NoticeRecord, index: number): Promise<void> {
  const issuer = (await listIssuers(turn.tx))[index];
  const saved = issuer && !draft.supersedesId && (await changeNotice(turn.tx, draft, { issuer }));
  if (!saved) throw new UserError('staff:error.old-button');
  await goOn(turn, saved);
}

async function pickLanguage(turn: Turn, draft: NoticeRecord, locale: string | undefined): Promise<void> {
  const words = turn.session.expect?.params.words;
  const isKnown = LOCALES.some((one) => one === locale);
  if (typeof words !== 'string' || !isKnown || !locale) throw new UserError('staff:error.old-button');
  const text = noticeText(locale, words);
  if ('why' in text) throw wrongText(turn, locale, text.why);
  await saveTexts(turn.tx, draft.id, [text]);
  await goOn(turn, (await changeNotice(turn.tx, draft, {})) ?? draft);
}

function assertWhole(draft: NoticeRecord): void {
  if (!draft.issuer) throw new UserError('staff-notices:error.no-issuer');
  if (draft.texts.length === 0) throw new UserError('staff-notices:error.no-text');
}

async function preview(turn: Turn, deps: NoticeDeps, draft: NoticeRecord): Promise<void> {
  assertWhole(draft);
  const { texts, summary } = await previewOf(turn, deps, draft, turn);
  for (const text of texts) await turn.reply({ text });
  const { t, locale } = turn;
  const choices = [
    [draftChoice(draft, `ask:${draft.version}`, t(locale, 'staff-notices:button.ask'))],
    [draftChoice(draft, 'show', t(locale, 'staff-notices:button.change'))],
  ];
  await turn.reply({ text: summary, choices });
}

/** What was changed since it was shown is shown again first. */
async function ready(
  turn: Turn,
  deps: NoticeDeps,
  draft: NoticeRecord,
  version: string | undefined,
): Promise<void> {
  assertWhole(draft);
  if (version !== String(draft.version)) return preview(turn, deps, draft);
  await askApproval(turn, deps, draft);
}

async function drop(turn: Turn, draft: NoticeRecord): Promise<void> {
  if (!(await dropDraft(turn.tx, draft.id))) throw new UserError('staff:error.old-button');
  turn.expect(undefined);
  await turn.reply({ text: turn.t(turn.locale, 'staff-notices:dropped') });
}
