/** The ways by which a code is handed to the bot: a link where a platform has them, a message where it has none. */
import type { Work } from '../../conversation/feature.ts';
import type { AccountId } from '../../domain/ids.ts';
import { listAccounts } from '../../store/accounts.ts';
import { addBindCodes, hasOpenCode } from '../../store/bind-codes.ts';

/** How long a traveller's own link holds. */
export const LINK_DAYS = 30;

/** A live account, and its link for a code; undefined where the code is written instead. */
export interface WayIn {
  readonly account: AccountId;
  readonly link: string | undefined;
  /** Needs no app and no account: anybody can open it. */
  readonly isOpen: boolean;
}

/** Every account that works now: those that anybody can open first, then those with links. */
export async function waysIn(work: Work, code: string): Promise<WayIn[]> {
  const accounts = (await listAccounts(work.tx)).filter(({ health }) => health === 'online');
  const ways = accounts.flatMap(({ id }): WayIn[] => {
    const can = work.capabilities(id);
    return can ? [{ account: id, link: can.deepLink?.(code), isOpen: can.writeFirst }] : [];
  });
  const rank = ({ link, isOpen }: WayIn): number => (link ? (isOpen ? 0 : 1) : 2);
  return ways.sort((a, b) => rank(a) - rank(b));
}

/** A way in on another account than this one that needs nothing but a browser, else any link; undefined when there is none. */
export async function otherWay(work: Work, account: AccountId): Promise<WayIn | undefined> {
  return (await waysIn(work, 'x')).find((way) => way.link && way.account !== account);
}

/** When a traveller's own link made now ends. */
export const linkEnd = (now: Temporal.Instant): Temporal.Instant => now.add({ hours: 24 * LINK_DAYS });

/**
 * A link by which somebody goes on elsewhere should this account fail; undefined where there is nowhere else, or a code
 * of theirs still holds: a new one would end it.
 */
export async function linkToKeep(
  work: Work,
  personId: string,
  account: AccountId,
): Promise<string | undefined> {
  const way = await otherWay(work, account);
  if (!way || (await hasOpenCode(work.tx, personId, work.now))) return undefined;
  const maker = { createdBy: null, expiresAt: linkEnd(work.now) };
  const made = (await addBindCodes(work.tx, [personId], maker, work.now)).get(personId);
  return made && work.capabilities(way.account)?.deepLink?.(made.code);
}
