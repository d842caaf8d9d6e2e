/** `/danger ACCOUNT`: whoever writes from an account that may stop working gets a link to go on elsewhere, beforehand. */
import type { Turn, Work } from '../../conversation/feature.ts';
import { assertCan } from '../../domain/actor.ts';
import type { AccountId } from '../../domain/ids.ts';
import { matchLocale } from '../../domain/locale.ts';
import { UserError } from '../../errors.ts';
import { enqueueMessage } from '../../outbox/enqueue.ts';
import { listAccounts } from '../../store/accounts.ts';
import { addAudit } from '../../store/audit.ts';
import { addBindCodes } from '../../store/bind-codes.ts';
import {
  countAtRisk,
  endWarning,
  listAtRisk,
  saveWarning,
  takeWarnings,
} from '../../store/person-accounts.ts';
import type { OnboardingDeps } from './deps.ts';
import { linkEnd, otherWay } from './ways-in.ts';

/** Travellers who are written to in one sweep. */
const AT_ONCE = 300;
const NEWS_DAYS = 3;

/** Says how many would be written to, and asks. */
export async function askToWarn(turn: Turn, deps: OnboardingDeps, args: string): Promise<void> {
  assertCan(turn.actor, 'health.read');
  deps.desk.assertAmongStaff(turn);
  const name = args.trim().toLowerCase();
  const { t, locale } = turn;
  const accounts = (await listAccounts(turn.tx)).map(({ id }) => id);
  const account = accounts.find((id) => id.toLowerCase() === name);
  if (!account) throw new UserError('staff-onboarding:usage.danger', { accounts: accounts.join(', ') });
  if (!(await otherWay(turn, account))) throw new UserError('staff-onboarding:error.no-other', { account });
  const count = await countAtRisk(turn.tx, account);
  if (count === 0) return turn.reply({ text: t(locale, 'staff-onboarding:danger.nobody', { account }) });
  await turn.reply({
    text: t(locale, 'staff-onboarding:danger.ask', { account, count }),
    choices: [[{ id: `dangeryes:${account}`, label: t(locale, 'staff-onboarding:button.warn') }]],
  });
}

/** Begins; the messages go out bit by bit, behind everything else. */
export async function startWarning(
  turn: Turn,
  deps: OnboardingDeps,
  name: string | undefined,
): Promise<void> {
  assertCan(turn.actor, 'health.read');
  deps.desk.assertAmongStaff(turn);
  const { tx, now, actor, inbound } = turn;
  const account = (await listAccounts(tx)).find(({ id }) => id === name)?.id;
  if (!account || !(await otherWay(turn, account))) throw new UserError('common:error.old-choice');
  await saveWarning(tx, account, '');
  addAudit(tx, { actor, action: 'account.danger', now, channel: inbound.account, after: { name: account } });
  await turn.reply({ text: turn.t(turn.locale, 'staff-onboarding:danger.begun', { account }) });
}

/** Goes on with the warnings under way. */
export async function warnNext(work: Work, deps: Pick<OnboardingDeps, 'locale'>): Promise<void> {
  for (const { account, upTo } of await takeWarnings(work.tx)) {
    const way = await otherWay(work, account);
    const next = way ? await listAtRisk(work.tx, account, upTo || null, AT_ONCE) : [];
    if (way) await warn(work, deps, account, way.account, next);
    const last = next.at(-1);
    if (last && next.length === AT_ONCE) await saveWarning(work.tx, account, last.id);
    else await endWarning(work.tx, account);
  }
}

async function warn(
  work: Work,
  deps: Pick<OnboardingDeps, 'locale'>,
  account: AccountId,
  other: AccountId,
  people: Awaited<ReturnType<typeof listAtRisk>>,
): Promise<void> {
  if (people.length === 0) return;
  const ids = [...new Set(people.map(({ personId }) => personId))];
  const codes = await addBindCodes(work.tx, ids, { createdBy: null, expiresAt: linkEnd(work.now) }, work.now);
  for (const { personId, chat, locale } of people) {
    const made = codes.get(personId);
    const link = made && work.capabilities(other)?.deepLink?.(made.code);
    if (!link) continue;
    const text = work.t(matchLocale(locale ?? deps.locale) ?? 'en', 'onboarding:danger', { link });
    const queued = {
      key: `danger:${made.id}:${chat}`,
      lane: 'bulk' as const,
      expiresAt: work.now.add({ hours: 24 * NEWS_DAYS }),
    };
    enqueueMessage(work.tx, work.now, { account, chat, kind: 'private' }, { text }, queued);
  }
}
