/** Notices as staff see them: the list, one of them with its figures, and who has not read it. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import { isolate } from '../../domain/isolate.ts';
import type { Choice } from '../../domain/message.ts';
import { audienceText } from '../../domain/notice/audience-words.ts';
import { isInForce, textFor } from '../../domain/notice.ts';
import { UserError } from '../../errors.ts';
import { readProgress } from '../../store/notice-progress.ts';
import { countBySite, listUnread, type UnreadPerson } from '../../store/notice-receipts.ts';
import { findNotice, listNotices, listNumbered, type NoticeRecord } from '../../store/notices.ts';
import { listSites } from '../../store/sites.ts';
import { startSuccessor } from './compose-notice.ts';
import { withdraw } from './end-notice.ts';
import type { NoticeDeps } from './index.ts';
import { isConfidential } from './preview.ts';

const MOST = 15;
const MOST_UNREAD = 60;

/** `[issuer] 3 [unread, supersede, withdraw] [words]` */
const ONE = /^(?:(.*?\D)\s*)?(?:no\.?\s*|#|第\s*)?(\d{1,6})\s*[号號]?(?:\s+([\s\S]*))?$/iu;
const UNREAD = /^(?:unread|未读|未讀)\s*(.*)$/iu;
const SUPERSEDE = /^(?:supersede|replace|取代|替换|替換)$/iu;
const WITHDRAW = /^(?:withdraw|撤回|撤销|撤銷)\s*([\s\S]*)$/iu;

/** Carries out `/notice 3 …`; false when the words name no notice. */
export async function noticeCommand(turn: Turn, deps: NoticeDeps, words: string): Promise<boolean> {
  const [, before = '', digits, rest = ''] = ONE.exec(words.trim()) ?? [];
  if (!digits || words.includes('\n') || /[:：=]/.test(before)) return false;
  assertCan(turn.actor, 'notice.write');
  const issuer = before.replace(/(?:no\.?|#|第)\s*$/iu, '').trim();
  const found = await listNumbered(turn.tx, Number(digits), issuer);
  const [notice, another] = found;
  if (!notice) throw new UserError('staff-notices:error.no-such', { number: Number(digits) });
  if (another) {
    const choices = found.map((one): Choice[] => [{ id: `notice:${one.id}`, label: shortly(turn, one) }]);
    await turn.reply({ text: turn.t(turn.locale, 'staff-notices:which'), choices });
    return true;
  }
  await act(turn, deps, notice, rest.trim());
  return true;
}

async function act(turn: Turn, deps: NoticeDeps, notice: NoticeRecord, rest: string): Promise<void> {
  if (!rest) return showNotice(turn, notice);
  const unread = UNREAD.exec(rest);
  if (unread) return listThoseUnread(turn, notice, unread[1] ?? '');
  if (SUPERSEDE.test(rest)) return startSuccessor(turn, notice);
  const reason = WITHDRAW.exec(rest)?.[1];
  if (!reason) throw new UserError('staff-notices:usage.notice');
  await withdraw(turn, deps, notice, reason);
}

const shortly = ({ t, locale }: Turn, { number, issuer, state, successor, texts }: NoticeRecord): string => {
  const outdated = isInForce(state)
    ? ''
    : ` · ${t(locale, `staff-notices:state.${state}`, { by: successor?.number ?? '–' })}`;
  const title = textFor(texts, locale)?.title;
  const head = t(locale, 'staff-notices:short', { number, issuer: isolate(issuer) });
  return `${isInForce(state) ? '' : '⛔ '}${head}${title ? ` · ${isolate(title)}` : ''}${outdated}`;
};

/** The last notices; those that hold no more say so. */
export async function listAll(turn: Turn): Promise<void> {
  assertCan(turn.actor, 'notice.write');
  const notices = await listNotices(turn.tx, MOST);
  const { t, locale } = turn;
  if (notices.length === 0) return turn.reply({ text: t(locale, 'staff-notices:list.none') });
  const text = [t(locale, 'staff-notices:list.head'), ...notices.map((one) => shortly(turn, one))].join('\n');
  const buttons = notices.map((one): Choice => ({ id: `notice:${one.id}`, label: `№ ${one.number}` }));
  const choices = Array.from({ length: Math.ceil(buttons.length / 5) }, (_row, at) =>
    buttons.slice(at * 5, at * 5 + 5),
  );
  await turn.reply({ text, choices, card: true });
}

async function known(turn: Turn, id: string | undefined): Promise<NoticeRecord> {
  assertCan(turn.actor, 'notice.write');
  const notice = await findNotice(turn.tx, id ?? '');
  if (!notice || notice.number === null) throw new UserError('staff:error.old-button');
  return notice;
}

/** The button of a list. */
export async function showById(turn: Turn, id: string | undefined): Promise<void> {
  await showNotice(turn, await known(turn, id));
}

/** The button that begins the next one in its place. */
export async function supersedeById(turn: Turn, id: string | undefined): Promise<void> {
  await startSuccessor(turn, await known(turn, id));
}

/** The button of those who have not read it. */
export async function showUnread(turn: Turn, id: string | undefined): Promise<void> {
  await listThoseUnread(turn, await known(turn, id), '');
}

async function showNotice(turn: Turn, notice: NoticeRecord): Promise<void> {
  const { t, locale, tx } = turn;
  const progress = await readProgress(tx, notice.id);
  const audience = audienceText(notice.audience, await listSites(tx), locale, t);
  const body = textFor(notice.texts, locale)?.body;
  const sites = (await countBySite(tx, notice.id)).map(
    ({ site, read, people }) => `• ${site ?? t(locale, 'staff-notices:no-site')} ${read}/${people}`,
  );
  const text = [
    shortly(turn, notice),
    ...(body ? [isolate(body)] : []),
    '',
    t(locale, 'staff-notices:page.for', { audience }),
    t(locale, 'staff-notices:page.figures', { ...progress, unread: progress.people - progress.read }),
    ...(progress.stopped > 0
      ? [t(locale, 'staff-notices:progress.stopped', { count: progress.stopped })]
      : []),
    ...(sites.length > 0 ? [t(locale, 'staff-notices:page.sites'), ...sites.slice(0, MOST)] : []),
  ].join('\n');
  const button = (name: string, key: string): Choice => ({
    id: `${name}:${notice.id}`,
    label: t(locale, `staff-notices:button.${key}`),
  });
  const choices = [
    [button('noticeunread', 'unread')],
    ...(isInForce(notice.state) ? [[button('noticenew', 'supersede'), button('noticeend', 'withdraw')]] : []),
  ];
  await turn.reply({ text, choices, card: true });
}

/** By site and room; a name means an illness where the notice is for the ill, and is for few eyes then. */
async function listThoseUnread(turn: Turn, notice: NoticeRecord, words: string): Promise<void> {
  assertCan(turn.actor, 'notice.write');
  const { t, locale, tx } = turn;
  const site = words && (await listSites(tx)).find(({ name }) => name.toLowerCase() === words.toLowerCase());
  if (words && !site) throw new UserError('staff-notices:error.audience-site', { word: words });
  const mayName =
    !isConfidential(notice.audience) ||
    (turn.chat.kind === 'private' && can(turn.actor, 'ticket.read-restricted'));
  const counts = (await countBySite(tx, notice.id)).filter((one) => !site || one.siteId === site.id);
  const unread = mayName ? await listUnread(tx, notice.id, site ? site.id : null, MOST_UNREAD + 1) : [];
  const total = counts.reduce((sum, { people, read }) => sum + people - read, 0);
  const lines: string[] = [];
  for (const one of counts) {
    const count = one.people - one.read;
    if (count === 0) continue;
    const name = one.site ?? t(locale, 'staff-notices:no-site');
    lines.push(t(locale, 'staff-notices:unread.site', { site: name, count, unreached: one.unreached }));
    const here = unread.slice(0, MOST_UNREAD).filter((person) => person.site === one.site);
    lines.push(...here.map((person) => personLine(turn, person)));
  }
  if (mayName && total > MOST_UNREAD)
    lines.push(t(locale, 'staff-notices:unread.more', { count: total - MOST_UNREAD }));
  const { number } = notice;
  const head = t(locale, `staff-notices:unread.${total > 0 ? 'head' : 'none'}`, { number, count: total });
  await turn.reply({ text: [head, ...lines].join('\n'), card: true });
}

function personLine({ t, locale }: Turn, { name, room, hasIt }: UnreadPerson): string {
  const who = [room, isolate(name ?? '?')].filter(Boolean).join(' · ');
  return `• ${who}${hasIt ? '' : ` · ${t(locale, 'staff-notices:unread.no-chat')}`}`;
}
