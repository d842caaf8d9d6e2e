/** (b) More tickets than a group may have messages: how long until each can be seen by staff. */
import { type StoreKind, startHomeward } from './child.ts';
import { quantile } from './figures.ts';
import { enrol, startTeam, stopAll } from './team.ts';

/** Milliseconds; refusals are answers 429. */
export interface Flood {
  readonly p50: number;
  readonly p99: number;
  readonly longest: number;
  readonly refusals: number;
  readonly unseen: number;
}

/** So many tickets a minute for so many minutes, while the platform enforces 20 messages a minute in the group. */
export async function measureFlood(store: StoreKind, perMinute: number, minutes: number): Promise<Flood> {
  const team = await startTeam({ groupPerMinute: 20, chatPerSecond: 1, globalPerSecond: 30 });
  const child = await startHomeward(team.telegram.url, store, false);
  try {
    await enrol(team);
    // The group's own minute begins afresh.
    await sleep(61_000);
    const count = perMinute * minutes;
    const people = Array.from({ length: count }, (_none, index) =>
      team.telegram.user({ first_name: `Guest ${index}`, language_code: 'en' }),
    );
    const saidAt: number[] = [];
    const seenAt = new Map<number, number>();
    const look = setInterval(
      () =>
        lookAt(
          team.group.messages().map((message) => message.text ?? ''),
          seenAt,
        ),
      50,
    );
    for (const person of people) {
      void person.say('We have no drinking water left in our room, please bring some before tonight');
      saidAt.push(Date.now());
      await sleep(60_000 / perMinute);
    }
    await sleep(20_000);
    clearInterval(look);
    const numbers = people.map((person) => Number(/#(\d+)/.exec(person.inbox()[0]?.text ?? '')?.[1]));
    const waits = numbers.flatMap((number, index) => {
      const seen = seenAt.get(number);
      return seen === undefined ? [] : [seen - (saidAt[index] ?? 0)];
    });
    const refusals = team.telegram.calls().filter((call) => call.status === 429).length;
    return {
      p50: quantile(waits, 0.5),
      p99: quantile(waits, 0.99),
      longest: Math.max(...waits),
      refusals,
      unseen: count - waits.length,
    };
  } finally {
    await stopAll(team, child);
  }
}

function lookAt(texts: readonly string[], seenAt: Map<number, number>): void {
  const now = Date.now();
  for (const text of texts) {
    for (const [, number] of text.matchAll(/#(\d+)/g)) {
      if (!seenAt.has(Number(number))) seenAt.set(Number(number), now);
    }
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
