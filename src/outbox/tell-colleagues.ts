/** Things to tell colleagues about tickets, gathered: whoever has several to hear of at once gets one message. */
import type { TicketDesk, Work } from '../conversation/feature.ts';
import { canReadTicket } from '../domain/actor.ts';
import { renderListLine } from '../domain/card-text.ts';
import type { Choice } from '../domain/message.ts';
import { type CardView, loadCardViews } from '../store/cards.ts';
import { listReachable } from '../store/oversight.ts';
import type { Lane } from './enqueue.ts';

/** That one colleague should hear of some tickets. */
export interface Notice {
  readonly staffId: string;
  /** The first of them, most pressing first. */
  readonly ticketIds: readonly string[];
  /** How many there are. */
  readonly count: number;
}

/** One ticket as a reader sees it. */
export interface Seen {
  readonly view: CardView;
  readonly locale: string;
  readonly zone: string;
  readonly mayRead: boolean;
}

/** How it is said. */
export interface Telling {
  /** Begins the keys of the messages: the same kind of thing. */
  readonly kind: string;
  /** Time zone of sites that name none. */
  readonly zone: string;
  /** The sentence about a single ticket, above its line. */
  one(seen: Seen): string;
  /** What is said behind a ticket's line in a list. */
  short(seen: Seen): string | undefined;
  /** The head of a list of so many. */
  head(locale: string, count: number): string;
  /** The end of a list that names only some of them. */
  more(locale: string, count: number): string;
  choices(seen: Seen): readonly Choice[];
}

/** Tickets named in one message. */
const NAMED = 20;
/** Hours after which it is no news any more. */
const NEWS_HOURS = 12;

/** Tells each colleague once, in their language; those without a private chat are passed over. */
export async function tellColleagues(
  work: Work,
  desk: TicketDesk,
  notices: readonly Notice[],
  telling: Telling,
): Promise<void> {
  const views = await viewsOf(work, notices);
  const told: Told[] = [];
  for (const [staffId, own] of Map.groupBy(notices, (one) => one.staffId)) {
    const named = [...new Set(own.flatMap((one) => one.ticketIds))].slice(0, NAMED);
    const shown = named.flatMap((id) => views.get(id) ?? []);
    const count = own.reduce((sum, one) => sum + one.count, 0);
    const reach = shown[0] && (await desk.reachStaff(work, staffId, shown[0].ticket.id));
    if (reach) told.push({ staffId, shown, count, reach });
  }
  // Everything is read before anything is said: what is said is then written in one go.
  for (const one of told) await tell(work, one, telling);
}

async function viewsOf(work: Work, notices: readonly Notice[]): Promise<Map<string, CardView>> {
  const ids = [...new Set(notices.flatMap((one) => one.ticketIds))];
  const views = ids.length > 0 ? await loadCardViews(work.tx, ids) : [];
  return new Map(views.map((view) => [view.ticket.id, view]));
}

interface Told {
  readonly staffId: string;
  readonly shown: readonly CardView[];
  readonly count: number;
  readonly reach: NonNullable<Awaited<ReturnType<TicketDesk['reachStaff']>>>;
}

async function tell(work: Work, { staffId, shown, count, reach }: Told, telling: Telling): Promise<void> {
  const [first] = shown;
  if (!first) return;
  const role = (await listReachable(work.tx)).get(staffId)?.role ?? 'liaison';
  const seen = shown.map((view): Seen => {
    const mayRead = canReadTicket({ role, id: staffId }, view.ticket);
    return { view, locale: reach.locale, zone: view.siteZone ?? telling.zone, mayRead };
  });
  const lane: Lane = shown.some(({ ticket }) => ticket.urgency === 'emergency') ? 'emergency' : 'interactive';
  const content = count === 1 ? single(work, seen, telling) : list(work, seen, count, telling);
  await work.say(reach.target, content, {
    key: `${telling.kind}:${first.ticket.id}:${work.now.epochMilliseconds}:${staffId}`,
    lane,
    expiresAt: work.now.add({ hours: NEWS_HOURS }),
    ...(count === 1 ? { ticketId: first.ticket.id } : {}),
  });
}

function single(work: Work, [seen]: readonly Seen[], telling: Telling) {
  if (!seen) return {};
  return { text: `${telling.one(seen)}\n${lineOf(work, seen)}`, choices: [telling.choices(seen)] };
}

function list(work: Work, seen: readonly Seen[], count: number, telling: Telling) {
  const locale = seen[0]?.locale ?? 'en';
  const lines = seen.map((one) => [lineOf(work, one), telling.short(one)].filter(Boolean).join(' · '));
  const rest = count - seen.length;
  const text = [telling.head(locale, count), ...lines, ...(rest > 0 ? [telling.more(locale, rest)] : [])];
  const open = seen.map(({ view }): Choice => {
    const { number } = view.ticket;
    return { id: `open:${number}`, label: `#${number}` };
  });
  const rows = Array.from({ length: Math.ceil(open.length / 5) }, (_row, at) =>
    open.slice(at * 5, at * 5 + 5),
  );
  return { text: text.join('\n'), choices: rows, card: true };
}

const lineOf = (work: Work, { view, locale, zone, mayRead }: Seen): string =>
  renderListLine(view, {
    t: work.t,
    locale,
    now: work.now,
    zone,
    reader: mayRead ? 'full' : 'group',
    canEdit: false,
  });
