/** `/appraisal [2026-11] [site|team]`: how sites and teams did in a month. */
import type { Turn } from '../../conversation/feature.ts';
import { assertCan, can } from '../../domain/actor.ts';
import { called } from '../../domain/called.ts';
import type { Content } from '../../domain/message.ts';
import {
  type Appraisal,
  appraisalSheets,
  appraisalText,
  headOf,
  readMonth,
} from '../../domain/report/appraisal.ts';
import { ONE_MESSAGE } from '../../domain/report/written.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { listTeams } from '../../store/desk.ts';
import { listSites } from '../../store/sites.ts';
import type { ReportDeps } from './gather-report.ts';
import { type Appraised, makeAppraisal } from './make-appraisal.ts';
import { type Asking, teamOf, teamsLed } from './who-signs.ts';
import { keepWorkbook } from './workbook.ts';

/** Answers with the sheet as text, or as a file where it is long, and with the table. */
export async function appraise(turn: Turn, deps: ReportDeps, args: string): Promise<void> {
  assertCan(turn.actor, 'report.sign');
  const [first = '', ...rest] = args.split(/\s+/u).filter(Boolean);
  const named = readMonth(first);
  const today = turn.now.toZonedDateTimeISO(deps.zone).toPlainDate();
  const month = named ?? today.toPlainYearMonth().subtract({ months: 1 });
  if (Temporal.PlainYearMonth.compare(month, today.toPlainYearMonth()) > 0)
    throw new UserError('staff-reports:error.future');
  const words = named ? rest.join(' ') : [first, ...rest].join(' ');
  const channel = turn.inbound.account;
  const sheet = await readAppraisal(turn, deps, { month, words: words.trim(), channel });
  for (const content of await contentsOf(turn, sheet)) await turn.reply(content);
}

/** The appraisal of a month: of one site or team, or of all that whoever asks may see (no words); on record. */
export async function readAppraisal(
  asking: Asking,
  deps: Pick<ReportDeps, 'zone'>,
  wish: { readonly month: Temporal.PlainYearMonth; readonly words: string; readonly channel: string },
): Promise<Appraisal> {
  assertCan(asking.actor, 'report.sign');
  const { month, words, channel } = wish;
  const choice = await choose(asking, words);
  const sheet = await makeAppraisal(asking, deps, month, choice);
  if (sheet.sites.length + sheet.teams.length === 0) throw new UserError('staff-reports:error.nothing');
  addAudit(asking.tx, {
    actor: asking.actor,
    action: 'report.appraise',
    now: asking.now,
    channel,
    after: { month: month.toString(), withStaff: choice.withStaff },
  });
  return sheet;
}

/** Whoever oversees sees all; a lead sees their own teams, and the sites that these take. */
async function choose(turn: Asking, words: string): Promise<Appraised> {
  const sees = can(turn.actor, 'report.edit');
  // Colleagues are named only to those who may see their figures, and only in private.
  const withStaff = sees && turn.chat.kind === 'private' && words === '';
  const led = sees ? [] : await teamsLed(turn);
  if (!sees && led.length === 0) throw new UserError('staff-reports:error.no-appraisal');
  const own: string[] = [];
  for (const { id } of sees ? [] : await listSites(turn.tx)) {
    const team = await teamOf(turn, id);
    if (team && led.includes(team)) own.push(id);
  }
  if (!words) return { siteIds: sees ? null : own, teamIds: sees ? null : led, withStaff };
  const all = [
    ...(await listSites(turn.tx)).map(({ id, name }) => ({ id, name, isSite: true })),
    ...(await listTeams(turn.tx)).map(({ id, name }) => ({ id, name, isSite: false })),
  ];
  const found = called(all, words);
  if (found.length > 1) {
    const names = found.map(({ name }) => name).join(', ');
    throw new UserError('staff:error.several', { names, target: words });
  }
  const [one] = found;
  if (!one) throw new UserError('staff-reports:error.no-subject', { words });
  if (!sees && !own.includes(one.id) && !led.includes(one.id))
    throw new UserError('staff-reports:error.no-appraisal');
  return one.isSite
    ? { siteIds: [one.id], teamIds: [], withStaff }
    : { siteIds: [], teamIds: [one.id], withStaff };
}

async function contentsOf(turn: Turn, sheet: Appraisal): Promise<Content[]> {
  const { t, locale } = turn;
  const speech = { t, locale };
  const text = appraisalText(sheet, speech);
  if (!turn.capabilities(turn.inbound.account)?.media.includes('document')) return [{ text }];
  const name = `${t(locale, 'staff-reports:appraisal.file', { month: sheet.month })}.xlsx`;
  const file = await keepWorkbook(turn, name, appraisalSheets(sheet, speech));
  const head = `${headOf(sheet, speech)}\n${t(locale, 'staff-reports:in-file')}`;
  if (text.length > ONE_MESSAGE) return [{ text: head, media: [file] }];
  return [{ text }, { text: headOf(sheet, speech), media: [file] }];
}
