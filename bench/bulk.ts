/** (c) Bulk messages at the platform's limit, while people go on asking. */
import { type StoreKind, startHomeward } from './child.ts';
import { quantile } from './figures.ts';
import { enrol, startTeam, stopAll, type Team } from './team.ts';

/** `share` is the rate reached over the rate allowed; milliseconds for answers. */
export interface Bulk {
  readonly share: number;
  readonly refusals: number;
  readonly answerP50: number;
  readonly answerP99: number;
  readonly answers: number;
}

const PER_SECOND = 30;
const ASK_EVERY_MS = 1500;

/** So many bulk messages to as many people, with somebody asking every 1.5 s. */
export async function measureBulk(store: StoreKind, messages: number): Promise<Bulk> {
  const team = await startTeam({ chatPerSecond: 1, globalPerSecond: PER_SECOND });
  const child = await startHomeward(team.telegram.url, store, false);
  try {
    await enrol(team);
    const people = Array.from({ length: messages }, (_none, index) =>
      team.telegram.user({ first_name: `Guest ${index}` }),
    );
    for (const person of people) await person.start();
    await drain(team);
    team.telegram.clearCalls();
    await child.ask({ do: 'bulk', chats: people.map((person) => person.id) });
    const waits: Promise<number>[] = [];
    const asking = setInterval(() => waits.push(ask(team)), ASK_EVERY_MS);
    const sent = () => team.telegram.calls('sendMessage').filter((call) => call.status === 200);
    while (sent().length < messages) await new Promise((resolve) => setTimeout(resolve, 200));
    clearInterval(asking);
    const times = sent()
      .map((call) => call.at)
      .sort((a, b) => a - b);
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    const answered = await Promise.all(waits);
    return {
      share: (times.length - 1) / seconds / PER_SECOND,
      refusals: team.telegram.calls().filter((call) => call.status === 429).length,
      answerP50: quantile(answered, 0.5),
      answerP99: quantile(answered, 0.99),
      answers: answered.length,
    };
  } finally {
    await stopAll(team, child);
  }
}

/** Everybody's greeting, and what comes with it, is out of the way: nothing was sent for three seconds. */
async function drain({ telegram }: Team): Promise<void> {
  let [before, sent] = [-1, 0];
  while (sent > before || sent === 0) {
    await new Promise((resolve) => setTimeout(resolve, 3000));
    [before, sent] = [sent, telegram.calls('sendMessage').length];
  }
}

async function ask({ telegram }: Team): Promise<number> {
  const person = telegram.user({ first_name: 'Somebody', language_code: 'en' });
  const start = Date.now();
  await person.say('We have no drinking water left in our room, please bring some before tonight');
  const answer = await person.waitFor(/#\d+/, { timeoutMs: 60_000 });
  return answer.sentAt - start;
}
