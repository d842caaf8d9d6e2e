/** Reads words and files into a draft. */
import type { Turn } from '../../conversation/feature.ts';
import { can } from '../../domain/actor.ts';
import { languageName } from '../../domain/language-name.ts';
import type { Media } from '../../domain/message.ts';
import { isAudience, readAudience } from '../../domain/notice/audience-words.ts';
import { readDraft } from '../../domain/notice/read-draft.ts';
import { isInForce, MOST_LETTERS, MOST_TITLE } from '../../domain/notice.ts';
import { decodeText } from '../../domain/table-text.ts';
import { UserError } from '../../errors.ts';
import {
  changeNotice,
  listNumbered,
  type NoticeChange,
  type NoticeRecord,
  saveTexts,
} from '../../store/notices.ts';
import { listSites } from '../../store/sites.ts';
import { isConfidential } from './preview.ts';

const MOST_FILES = 10;

/**
 * Reads what came: a file of text as if it were typed, other files as attachments. Words in no language are left over.
 */
export async function readInto(
  turn: Turn,
  draft: NoticeRecord,
  words: string,
): Promise<{ readonly draft: NoticeRecord; readonly loose: string }> {
  const { written, files } = readFiles(turn);
  const text = [words, ...written].filter(Boolean).join('\n');
  const change: { -readonly [name in keyof NoticeChange]: NoticeChange[name] } = {};
  if (files.length > 0) change.attachments = addFiles(draft, files);
  const read = readDraft(text);
  const wrong = read.wrong[0];
  if (wrong) throw wrongText(turn, wrong.locale, wrong.why);
  const audience = read.audience ?? (isAudience(read.loose) ? read.loose : undefined);
  const loose = audience === read.loose ? '' : read.loose;
  if (read.replaces) Object.assign(change, await replacing(turn, read.replaces, read.issuer ?? draft.issuer));
  const issuer = read.issuer ?? (!draft.issuer && loose && !loose.includes('\n') ? loose : undefined);
  if (issuer && !draft.supersedesId && !change.supersedesId) change.issuer = checkedIssuer(issuer);
  if (audience) change.audience = await audienceOf(turn, draft, audience);
  if (read.texts.length > 0) await saveTexts(turn.tx, draft.id, read.texts);
  const saved = await changeNotice(turn.tx, draft, change);
  if (!saved) throw new UserError('staff:error.old-button');
  return { draft: saved, loose: issuer === loose ? '' : loose };
}

/** Why a text in this language cannot be taken. */
export const wrongText = (turn: Turn, locale: string, why: 'empty' | 'long'): UserError =>
  new UserError(`staff-notices:error.text-${why}`, {
    language: languageName(locale, turn.locale),
    most: MOST_LETTERS,
    title: MOST_TITLE,
  });

function checkedIssuer(words: string): string {
  const issuer = words.replaceAll(/\s+/g, ' ').trim();
  if ([...issuer].length > MOST_TITLE / 2) throw new UserError('staff-notices:error.issuer');
  return issuer;
}

async function replacing(
  turn: Turn,
  number: number,
  issuer: string,
): Promise<Pick<NoticeRecord, 'supersedesId' | 'issuer'>> {
  const found = (await listNumbered(turn.tx, number, issuer)).filter(({ state }) => isInForce(state));
  const [old, another] = found;
  if (!old || another) throw new UserError('staff-notices:error.no-such', { number });
  return { supersedesId: old.id, issuer: old.issuer };
}

async function audienceOf(turn: Turn, draft: NoticeRecord, words: string) {
  const read = readAudience(words, draft.audience, await listSites(turn.tx));
  if ('problem' in read)
    throw new UserError(`staff-notices:error.audience-${read.problem}`, { word: read.word });
  if (isConfidential(read.audience) && !can(turn.actor, 'ticket.read-restricted'))
    throw new UserError('staff-notices:error.confidential');
  return read.audience;
}

/** Texts that came as files, and the files that are attachments. */
function readFiles(turn: Turn): { written: string[]; files: Media[] } {
  const [written, files]: [string[], Media[]] = [[], []];
  for (const media of turn.inbound.media ?? []) {
    if (media.problem) throw new UserError('staff-notices:error.file');
    const isText = media.type?.startsWith('text/') || /\.(?:txt|md)$/i.test(media.name ?? '');
    const bytes = media.kind === 'document' && isText ? turn.readFile(media) : undefined;
    const text = bytes && decodeText(bytes);
    if (text !== undefined && readDraft(text.replace(/^\uFEFF/, '')).texts.length > 0)
      written.push(text.replace(/^\uFEFF/, ''));
    else files.push(media);
  }
  return { written, files };
}

function addFiles(draft: NoticeRecord, files: readonly Media[]): Media[] {
  const all = [...draft.attachments, ...files];
  if (all.length > MOST_FILES) throw new UserError('staff-notices:error.files', { most: MOST_FILES });
  return all;
}
