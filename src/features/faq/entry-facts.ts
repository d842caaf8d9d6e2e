/** What colleagues wrote about an entry, held against the sites and notices that there are. */
import type { Turn } from '../../conversation/feature.ts';
import { called } from '../../domain/called.ts';
import { type Fact, readDay, readNotice, readSource } from '../../domain/faq/read-facts.ts';
import { LONGEST, tidy } from '../../domain/faq.ts';
import { dayText } from '../../domain/stay/sentence.ts';
import { UserError } from '../../errors.ts';
import { type FaqFacts, findNotices } from '../../store/faq.ts';
import { listSites } from '../../store/sites.ts';
import type { FaqDeps } from './index.ts';

/** Facts of an entry that is being written: the source may be missing yet. */
export type Draft = Omit<FaqFacts, 'datedOn'> & { readonly datedOn: Temporal.PlainDate | null };

/** Nothing known yet: for everybody, for ever, from nowhere. */
export const EMPTY: Draft = {
  siteId: null,
  jurisdiction: null,
  noticeId: null,
  source: null,
  datedOn: null,
  validFrom: null,
  validTo: null,
};

/** The day it is for whoever decides. */
export const todayOf = ({ now }: Turn, { zone }: Pick<FaqDeps, 'zone'>): Temporal.PlainDate =>
  now.toZonedDateTimeISO(zone).toPlainDate();

/** The draft with these facts set; throws the UserError that names the first that cannot be. */
export async function withFacts(
  turn: Turn,
  deps: Pick<FaqDeps, 'zone'>,
  draft: Draft,
  facts: readonly Fact[],
): Promise<Draft> {
  let next = draft;
  for (const fact of facts) next = { ...next, ...(await resolve(turn, deps, fact)) };
  const { validFrom, validTo } = next;
  if (validFrom && validTo && Temporal.PlainDate.compare(validFrom, validTo) > 0)
    throw new UserError('staff-faq:error.order', { from: validFrom.toString(), until: validTo.toString() });
  return next;
}

async function resolve(turn: Turn, deps: Pick<FaqDeps, 'zone'>, fact: Fact): Promise<Partial<Draft>> {
  const { name, value } = fact;
  switch (name) {
    case 'notice':
      return fromNotice(turn, deps, value);
    case 'source':
      return fromSource(turn, deps, value);
    case 'from':
      return { validFrom: value ? readDay(value) : null };
    case 'until':
      return { validTo: value ? lastDay(turn, deps, value) : null };
    case 'site':
      return { siteId: value ? await siteNamed(turn, value) : null };
    case 'home':
      return { jurisdiction: value ? value.slice(0, LONGEST.source) : null };
  }
}

function lastDay(turn: Turn, deps: Pick<FaqDeps, 'zone'>, value: string): Temporal.PlainDate {
  const day = readDay(value);
  if (Temporal.PlainDate.compare(day, todayOf(turn, deps)) < 0)
    throw new UserError('staff-faq:error.past', { date: dayText(day, turn.locale, true) });
  return day;
}

function fromSource(turn: Turn, deps: Pick<FaqDeps, 'zone'>, value: string): Partial<Draft> {
  const { source, datedOn } = readSource(value);
  if (Temporal.PlainDate.compare(datedOn, todayOf(turn, deps)) > 0)
    throw new UserError('staff-faq:error.future', { date: dayText(datedOn, turn.locale, true) });
  return { source: tidy(source, 'source'), datedOn, noticeId: null };
}

/** A notice of ours that was sent and still holds. */
async function fromNotice(
  turn: Turn,
  { zone }: Pick<FaqDeps, 'zone'>,
  value: string,
): Promise<Partial<Draft>> {
  const { number, issuer } = readNotice(value);
  const all = await findNotices(turn.tx, number, issuer);
  const [notice, another] = all;
  if (!notice) throw new UserError('staff-faq:error.no-notice', { words: value });
  if (another) {
    const issuers = all.map((one) => one.issuer).join(', ');
    throw new UserError('staff-faq:error.which-notice', { number, issuers });
  }
  if (notice.state !== 'sent' && notice.state !== 'sending') {
    const kind = notice.state === 'superseded' || notice.state === 'withdrawn' ? notice.state : 'unsent';
    throw new UserError(`staff-faq:error.notice-${kind}`, { number, issuer: notice.issuer });
  }
  const datedOn = notice.givenOutAt.toZonedDateTimeISO(zone).toPlainDate();
  return { noticeId: notice.id, source: null, datedOn };
}

async function siteNamed(turn: Turn, name: string): Promise<string> {
  const sites = await listSites(turn.tx);
  const found = called(sites, name);
  if (found[0] && found.length === 1) return found[0].id;
  const names = (found.length > 1 ? found : sites).map((one) => one.name).join(', ') || '–';
  throw new UserError('staff-faq:error.site', { name, names });
}
