/** (k) What `/stats` and the console's page ask of very many tickets, beside a bare count of the same tickets. */
import { type FiguresQuestion, GROUPS, type Group } from '../src/domain/figures/question.ts';
import { readCompared } from '../src/store/figures.ts';
import { readSteps } from '../src/store/figures-steps.ts';
import type { Store } from '../src/store/open.ts';
import { type Reader, transact } from '../src/store/transaction.ts';
import type { StoreKind } from './child.ts';
import { benchStore } from './desk.ts';
import { quantile } from './figures.ts';
import { fillYear } from './year.ts';

/** One period and the one before, milliseconds. */
export interface StatsTimes {
  readonly period: string;
  readonly by: Group | undefined;
  readonly opened: number;
  /** `/stats`, in a transaction, with the chart's steps where nothing is divided. */
  readonly chat: { readonly p50: number; readonly p99: number };
  /** The page; its chart is a request of its own. */
  readonly page: { readonly p50: number; readonly p99: number };
  /** `/stats` to `select count(*)` over the tickets opened in the period. */
  readonly ofCount: number;
}

/** Hours of a period, and of a step of its chart. */
const PERIODS = [
  ['1 day', 24, 1],
  ['7 days', 7 * 24, 24],
  ['30 days', 30 * 24, 24],
] as const;

/** Asks every question so often; tickets are spread over a year, each with as many entries. */
export async function measureStats(
  kind: StoreKind,
  { tickets, entries, times }: { tickets: number; entries: number; times: number },
): Promise<{ readonly filledMs: number; readonly times: StatsTimes[] }> {
  const { store, close } = await benchStore(kind);
  const now = Temporal.Now.instant();
  const start = performance.now();
  await fillYear(store, tickets, entries, now);
  const filledMs = performance.now() - start;
  const results: StatsTimes[] = [];
  for (const [period, hours, step] of PERIODS) {
    for (const by of [undefined, ...GROUPS])
      results.push({ period, by, ...(await measure(store, { hours, step, by, now, times })) });
  }
  await close();
  return { filledMs, times: results };
}

interface Asked {
  readonly hours: number;
  readonly step: number;
  readonly by: Group | undefined;
  readonly now: Temporal.Instant;
  readonly times: number;
}

async function measure(store: Store, asked: Asked): Promise<Omit<StatsTimes, 'period' | 'by'>> {
  const { hours, step, by, now, times } = asked;
  const from = now.subtract({ hours });
  const question: FiguresQuestion = { from, to: now, ...(by ? { by } : {}) };
  const before: FiguresQuestion = { from: from.subtract({ hours }), to: from };
  const borders = Array.from({ length: hours / step + 1 }, (_, n) => from.add({ hours: n * step }));
  const chat = async (db: Reader) => {
    const [{ total }] = await readCompared(db, [question, before], now);
    if (!by) await readSteps(db, borders, undefined);
    return total.opened;
  };
  const page = () => readCompared(store.db, [question, before], now);
  const bare = () => store.db.$queryRaw`select count(*) from ticket
    where opened_at >= ${from.toString()}::timestamptz and opened_at < ${now.toString()}::timestamptz`;
  const waits = { chat: [] as number[], page: [] as number[], bare: [] as number[] };
  let opened = 0;
  for (let time = -3; time < times; time += 1) {
    const took = [
      await timed(async () => {
        opened = await transact(store.db, chat);
      }),
      await timed(page),
      await timed(bare),
    ] as const;
    if (time < 0) continue;
    waits.chat.push(took[0]);
    waits.page.push(took[1]);
    waits.bare.push(took[2]);
  }
  if (opened === 0) throw new Error('nothing was counted');
  const of = (values: number[]) => ({ p50: quantile(values, 0.5), p99: quantile(values, 0.99) });
  const [inChat, bareCount] = [of(waits.chat), of(waits.bare)];
  return { opened, chat: inChat, page: of(waits.page), ofCount: inChat.p50 / bareCount.p50 };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
