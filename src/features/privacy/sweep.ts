/** Everything whose time is over goes by itself, in small batches; what is missed while nothing runs is done later. */
import type { Work } from '../../conversation/feature.ts';
import { DATA_CLASSES } from '../../domain/privacy/data-class.ts';
import { removeData } from '../../store/erasure.ts';
import { cutLastMessages, listWaitingErasures } from '../../store/erasure-requests.ts';
import { listDue, listHolds, readRetentionRules } from '../../store/retention.ts';
import { dropExpiredFiles, emptyCopies, forgetStrangers } from '../../store/retention-copies.ts';
import { carryOut } from './carry-out.ts';
import type { PrivacyDeps } from './deps.ts';
import { redrawCards } from './redraw-cards.ts';

const SYSTEM = { role: 'system', id: 'system' } as const;
/** Days after which a request that nobody decided is carried out. */
const DECIDE_DAYS = 14;
/** A last message waits no longer than this to be sent, in days. */
const LAST_MESSAGE_DAYS = 7;
const LOOK_MINUTES = 1;
/** Everybody is looked at so often, a page each second. */
const ROUND_HOURS = 6;
const PAGE = 500;
/** People and messages in one go. */
const MOST = { requests: 200, people: 50, copies: 500 };

/** The sweep, which remembers how far its round has come; a new process begins at the beginning. */
export function createSweep(deps: PrivacyDeps): (work: Work) => Promise<void> {
  let nextLook: Temporal.Instant | undefined;
  let nextRound: Temporal.Instant | undefined;
  let after: string | null = null;
  let hasCopies = true;
  return async (work) => {
    const { now } = work;
    if (isDue(nextLook, now)) {
      nextLook = now.add({ minutes: LOOK_MINUTES });
      await settleRequests(work, deps);
      await dropExpiredFiles(work.tx, now);
    }
    if (!isDue(nextRound, now)) return;
    // First the copies: what is looked through for each person is then short.
    if (hasCopies) hasCopies = await emptyOldCopies(work);
    if (hasCopies) return;
    after = await sweepPage(work, after);
    if (after !== null) return;
    await forgetOldStrangers(work);
    nextRound = now.add({ hours: ROUND_HOURS });
    hasCopies = true;
  };
}

async function forgetOldStrangers({ tx, now }: Work): Promise<void> {
  const { days } = await readRetentionRules(tx);
  await forgetStrangers(tx, now.subtract({ hours: days.identity * 24 }), MOST.copies);
}

async function emptyOldCopies({ tx, now }: Work): Promise<boolean> {
  const { days } = await readRetentionRules(tx);
  return emptyCopies(tx, now.subtract({ hours: days.copies * 24 }), MOST.copies);
}

const isDue = (at: Temporal.Instant | undefined, now: Temporal.Instant): boolean =>
  at === undefined || Temporal.Instant.compare(now, at) >= 0;

/** Requests that nothing keeps back any more, and those that nobody decided. */
async function settleRequests(work: Work, deps: PrivacyDeps): Promise<void> {
  const { tx, now } = work;
  const waiting = await listWaitingErasures(tx, now.subtract({ hours: DECIDE_DAYS * 24 }), MOST.requests);
  for (const request of waiting) {
    const holds = await listHolds(tx, request.personId);
    if (holds.length === 0) await carryOut(work, deps, request, SYSTEM);
  }
  await cutLastMessages(tx, now.subtract({ hours: LAST_MESSAGE_DAYS * 24 }));
}

/** One page of people; those with the same kinds due are done together. Up to whom it looked; null at the end. */
async function sweepPage(work: Work, after: string | null): Promise<string | null> {
  const { tx, now } = work;
  const { due, upTo } = await listDue(tx, after, PAGE, now);
  const few = due.slice(0, MOST.people);
  for (const group of Map.groupBy(few, ({ classes }) => [...classes].sort().join(' ')).values()) {
    const kinds = DATA_CLASSES.filter((one) => group[0]?.classes.includes(one));
    const ids = group.map(({ id }) => id);
    await removeData(tx, ids, kinds, now);
    if (kinds.includes('transcripts') || kinds.includes('identity')) await redrawCards(work, ids);
  }
  // The rest of the page is looked at next.
  return few.length < due.length ? (few.at(-1)?.id ?? null) : upTo;
}
