/** Cards to be laid into rooms: each with a code by which one traveller's account becomes theirs. */
import type { Context, Hono, MiddlewareHandler } from 'hono';
import QRCode from 'qrcode';
import { called } from '../domain/called.ts';
import { matchLocale } from '../domain/locale.ts';
import { CARDS_PAGE, type CardsQuery } from '../domain/onboarding/cards-address.ts';
import { listAccounts } from '../store/accounts.ts';
import { addAudit } from '../store/audit.ts';
import {
  addBindCodes,
  type CardFilter,
  countUnbound,
  listUnbound,
  type Unbound,
} from '../store/bind-codes.ts';
import type { SiteRecord, StaffRecord } from '../store/records.ts';
import { listSites } from '../store/sites.ts';
import { transact } from '../store/transaction.ts';
import { pageHeaders, Refusal } from './answers.ts';
import type { ConsoleDeps } from './index.ts';
import { localeOf } from './language.ts';
import { isOwnPage } from './own-page.ts';
import { readerOf } from './reader.ts';
import { type Card, cardsForm, cardsMade } from './room-cards-page.ts';

/** How long a printed code holds. */
const CARD_DAYS = 14;
/** Cards on one page; the next ones follow by a button. */
const AT_ONCE = 200;
/** Longest part of a form that is looked at; names are shorter. */
const LONGEST = 200;

/** What was asked for, and what there is. */
export interface AskedCards {
  readonly query: CardsQuery;
  readonly sites: readonly SiteRecord[];
  /** Undefined where one of several has to be chosen, or there is none of that name. */
  readonly site: SiteRecord | undefined;
  /** Undefined while the site is. */
  readonly filter: CardFilter | undefined;
}

/** GET /desk/cards says how many there would be; POST makes and shows them. */
export function roomCards(routes: Hono, deps: ConsoleDeps): void {
  routes.use(CARDS_PAGE, mayPostHere);
  routes.use(CARDS_PAGE, pageHeaders(deps.secure));
  routes.get(CARDS_PAGE, (c) => showForm(c, deps));
  routes.post(CARDS_PAGE, (c) => makeCards(c, deps));
}

/** These pages have a form, to be sent to themselves alone. */
const mayPostHere: MiddlewareHandler = async (c, next) => {
  await next();
  const policy = c.res.headers.get('Content-Security-Policy') ?? '';
  c.res.headers.set('Content-Security-Policy', policy.replace("form-action 'none'", "form-action 'self'"));
};

async function showForm(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await readerOf(c, deps, 'person.bind');
  const part = (name: string): string | undefined => c.req.query(name);
  const asked = await readAsked(deps, part);
  const count = asked.filter ? await countUnbound(deps.db, asked.filter) : 0;
  if (asked.query.site && !asked.site) c.status(404);
  const wording = { t: deps.t, locale: localeOf(c, deps, reader) };
  return cardsForm(c, asked, { count, days: CARD_DAYS }, wording);
}

/** What was made before for those who are printed now no longer holds; whoever writes already is left alone. */
async function makeCards(c: Context, deps: ConsoleDeps): Promise<Response> {
  const reader = await readerOf(c, deps, 'person.bind');
  // Codes are made only by a press on our own page, whatever cookie comes along.
  if (!isOwnPage(c)) throw new Refusal(403, 'staff-supplies:page.sign-in');
  const form = await c.req.parseBody();
  const part = (name: string): string | undefined =>
    typeof form[name] === 'string' ? form[name] : undefined;
  const asked = await readAsked(deps, part);
  const { filter } = asked;
  if (!filter) throw new Refusal(404, 'staff-onboarding:page.no-site');
  const after = /^[0-9a-f-]{36}$/.exec(part('after') ?? '')?.[0] ?? null;
  const { people, codes, accounts } = await giveCodes(deps, reader, filter, after);
  const until = deps.clock
    .now()
    .add({ hours: 24 * CARD_DAYS })
    .toZonedDateTimeISO(asked.site?.timeZone ?? deps.zone)
    .toPlainDate()
    .toString();
  const cards = await Promise.all(
    people.map((one) => cardOf(deps, accounts, one, codes.get(one.id)?.code ?? '', until)),
  );
  const next = people.length === AT_ONCE ? people.at(-1)?.id : undefined;
  const wording = { t: deps.t, locale: localeOf(c, deps, reader) };
  return cardsMade(c, asked, { cards, next }, wording);
}

function giveCodes(deps: ConsoleDeps, reader: StaffRecord, filter: CardFilter, after: string | null) {
  const now = deps.clock.now();
  return transact(deps.db, async (tx) => {
    const people = await listUnbound(tx, filter, after, AT_ONCE);
    const maker = { createdBy: reader.id, expiresAt: now.add({ hours: 24 * CARD_DAYS }) };
    const ids = people.map(({ id }) => id);
    const codes = await addBindCodes(tx, ids, maker, now);
    addAudit(tx, {
      actor: { role: reader.role, id: reader.id },
      action: 'person.cards',
      now,
      channel: deps.account,
      after: { siteId: filter.siteId, number: people.length, personIds: ids },
    });
    const accounts = (await listAccounts(tx))
      .filter(({ health }) => health === 'online')
      .map(({ id }) => `${id}`);
    return { people, codes, accounts };
  });
}

async function cardOf(
  deps: ConsoleDeps,
  accounts: readonly string[],
  { name, room, locale }: Unbound,
  code: string,
  until: string,
): Promise<Card> {
  const ways = (deps.waysIn?.(code) ?? []).filter(({ account }) => accounts.includes(account));
  const link = ways.find((way) => way.link)?.link;
  const own = matchLocale(locale) ?? matchLocale(deps.locale) ?? 'en';
  return {
    name,
    room,
    code,
    link,
    until,
    accounts: ways.map(({ account }) => account),
    locales: [own, own === 'en' ? 'zh-CN' : 'en'],
    qr: link ? await QRCode.toString(link, { type: 'svg', errorCorrectionLevel: 'M', margin: 1 }) : undefined,
  };
}

async function readAsked(
  { db }: ConsoleDeps,
  part: (name: string) => string | undefined,
): Promise<AskedCards> {
  const word = (name: string): string | undefined => part(name)?.trim().slice(0, LONGEST) || undefined;
  const query: CardsQuery = { site: word('site'), room: word('room'), lang: word('lang') };
  const sites = await listSites(db);
  const [site, another] = query.site ? called(sites, query.site) : sites;
  const isOpen =
    another !== undefined || (site === undefined && (query.site !== undefined || sites.length > 0));
  if (isOpen) return { query, sites, site: undefined, filter: undefined };
  const filter = { siteId: site?.id ?? null, isOnly: sites.length < 2, room: query.room ?? null };
  return { query, sites, site, filter };
}
