/** Whom a draft is for: typed in one line, or picked part by part. */
import type { Turn } from '../../conversation/feature.ts';
import { can } from '../../domain/actor.ts';
import { languageName } from '../../domain/language-name.ts';
import { LOCALES } from '../../domain/locale.ts';
import type { Choice } from '../../domain/message.ts';
import { audienceText } from '../../domain/notice/audience-words.ts';
import { EVERYBODY, NOTICE_STATES, type NoticeAudience } from '../../domain/notice.ts';
import { CARE_KINDS } from '../../domain/roster.ts';
import { UserError } from '../../errors.ts';
import { countAudience } from '../../store/notice-audience.ts';
import { changeNotice, type NoticeRecord } from '../../store/notices.ts';
import { listSites } from '../../store/sites.ts';
import { draftChoice } from './draft-card.ts';
import type { NoticeDeps } from './index.ts';

/** Parts that are picked from a list; the others are typed. */
const LISTED = ['sites', 'states', 'languages', 'care'] as const;
type Listed = (typeof LISTED)[number];

/** Sites offered as buttons; the others are typed. */
const MOST_SITES = 24;

/** Shows whom it is for now and how many that is, with one part's list where one was asked for. */
export async function showAudience(
  turn: Turn,
  deps: NoticeDeps,
  draft: NoticeRecord,
  part: string | undefined,
): Promise<void> {
  const { t, locale, tx } = turn;
  const sites = await listSites(tx);
  const { people, reached } = await countAudience(tx, draft.id, deps.zone);
  const now = t(locale, 'staff-notices:audience.now', {
    audience: audienceText(draft.audience, sites, locale, t),
    count: people,
    reached,
  });
  const listed = LISTED.find((one) => one === part);
  const choices = listed ? await valuesOf(turn, draft, listed) : partsOf(turn, draft);
  const how = t(locale, `staff-notices:audience.${listed ? 'pick' : 'how'}`);
  await turn.reply({ text: `${now}\n\n${how}`, choices });
}

function partsOf({ t, locale }: Turn, draft: NoticeRecord): Choice[][] {
  const label = (key: string): string => t(locale, `staff-notices:button.${key}`);
  return [
    LISTED.slice(0, 2).map((part) => draftChoice(draft, `for:${part}`, label(part))),
    LISTED.slice(2).map((part) => draftChoice(draft, `for:${part}`, label(part))),
    [draftChoice(draft, 'all', label('everybody')), draftChoice(draft, 'show', label('done'))],
  ];
}

async function valuesOf(turn: Turn, draft: NoticeRecord, part: Listed): Promise<Choice[][]> {
  const { t, locale } = turn;
  const values = await offered(turn, part);
  const chosen: readonly string[] = draft.audience[part];
  const buttons = values.map(({ value, label }) =>
    draftChoice(draft, `${part}:${value}`, chosen.includes(value) ? `✓ ${label}` : label),
  );
  const rows = Array.from({ length: Math.ceil(buttons.length / 2) }, (_row, at) =>
    buttons.slice(at * 2, at * 2 + 2),
  );
  return [...rows, [draftChoice(draft, 'for', t(locale, 'staff-notices:button.other-parts'))]];
}

async function offered(turn: Turn, part: Listed): Promise<{ value: string; label: string }[]> {
  const { t, locale } = turn;
  if (part === 'sites')
    return (await listSites(turn.tx))
      .slice(0, MOST_SITES)
      .map(({ id, name }) => ({ value: id, label: name }));
  if (part === 'languages') return LOCALES.map((value) => ({ value, label: languageName(value, locale) }));
  if (part === 'states')
    return NOTICE_STATES.map((value) => ({ value, label: t(locale, `staff-notices:stay.${value}`) }));
  return CARE_KINDS.filter((kind) => kind !== 'depression' || can(turn.actor, 'ticket.read-restricted')).map(
    (value) => ({ value, label: t(locale, `staff-special:kind.${value}`) }),
  );
}

/** Takes a value in, or out again; `all` is everybody. */
export async function changeAudience(
  turn: Turn,
  deps: NoticeDeps,
  draft: NoticeRecord,
  part: string,
  value: string,
): Promise<void> {
  const listed = LISTED.find((one) => one === part);
  const isOffered = listed && (await offered(turn, listed)).some((one) => one.value === value);
  if (part !== 'all' && !isOffered) throw new UserError('staff:error.old-button');
  const audience = listed ? toggled(draft.audience, listed, value) : EVERYBODY;
  const saved = await changeNotice(turn.tx, draft, { audience });
  if (!saved) throw new UserError('staff:error.old-button');
  await showAudience(turn, deps, saved, listed);
}

function toggled(audience: NoticeAudience, part: Listed, value: string): NoticeAudience {
  const values: readonly string[] = audience[part];
  const changed = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return { ...audience, [part]: changed };
}
