/** (a) Private messages in, ticket card and acknowledgement out: throughput, latency, CPU and memory. */
import { type Child, type StoreKind, startFloor, startHomeward } from './child.ts';
import { quantile } from './figures.ts';
import { enrol, startTeam, stopAll, type Team } from './team.ts';

/** What one run measured: messages a second, milliseconds, CPU milliseconds for 1,000 messages, bytes. */
export interface Inbound {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuPer1000: number;
  readonly peakRss: number;
  readonly idleRss: number;
}

/** What is run: the bare bot, or Homeward on a store with so many tickets in it. */
export type Subject = 'floor' | { readonly store: StoreKind; readonly existing: number };

const WORDS = 'We have no drinking water left in our room, please bring some before tonight';
const LONGEST_MS = 300_000;

/** One run with so many messages from as many people, all at once. */
export async function measureInbound(subject: Subject, messages: number): Promise<Inbound> {
  const team = await startTeam();
  const child = await start(subject, team);
  try {
    const people = Array.from({ length: messages }, (_none, index) =>
      team.telegram.user({ first_name: `Guest ${index}`, language_code: 'en' }),
    );
    const before = await child.ask({ do: 'figures' });
    const cardsBefore = team.group.messages().length;
    const start = Date.now();
    const saidAt = people.map((person) => {
      void person.say(WORDS);
      return Date.now();
    });
    const everybody = () =>
      team.group.messages().length - cardsBefore >= messages &&
      people.every((person) => person.inbox().length > 0);
    await until(everybody, start + LONGEST_MS);
    const last = Math.max(
      ...people.map((person) => person.inbox()[0]?.sentAt ?? 0),
      team.group.last()?.sentAt ?? 0,
    );
    const after = await child.ask({ do: 'figures' });
    const waits = people.map((person, index) => (person.inbox()[0]?.sentAt ?? 0) - (saidAt[index] ?? 0));
    const cpu = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system;
    return {
      perSecond: (messages * 1000) / (last - start),
      p50: quantile(waits, 0.5),
      p99: quantile(waits, 0.99),
      cpuPer1000: cpu / messages,
      peakRss: after.peakRss,
      idleRss: before.rss,
    };
  } finally {
    await stopAll(team, child);
  }
}

async function start(subject: Subject, team: Team): Promise<Child> {
  if (subject === 'floor') return startFloor(team.telegram.url, team.group.id);
  const child = await startHomeward(team.telegram.url, subject.store, true);
  await enrol(team);
  if (subject.existing > 0) await child.ask({ do: 'fill', tickets: subject.existing });
  return child;
}

async function until(done: () => boolean, deadline: number): Promise<void> {
  while (!done()) {
    if (Date.now() > deadline)
      throw new Error('not everybody was answered in time: something is lost or very slow');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
