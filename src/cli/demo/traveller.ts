/** One simulated traveller: writes, answers what is asked, reacts to the team, and rates. */
import type { Case, Cases } from './cases.ts';
import { pause } from './pace.ts';
import { drawPicture } from './pictures.ts';
import type { Story } from './story.ts';
import { type SeenMessage, WebVisitor } from './web-visitor.ts';

/** After so long (in milliseconds) a traveller puts the telephone away, whatever is still open. */
const PATIENCE_MS = 12 * 60_000;

/** Lives through one story on the server at `base`; `sites` are the names of the demo's sites. */
export async function liveStory(
  base: string,
  story: Story,
  { sites, cases, signal }: { sites: readonly string[]; cases: Cases; signal: AbortSignal },
): Promise<void> {
  const leaving = new AbortController();
  const left = AbortSignal.any([signal, leaving.signal, AbortSignal.timeout(PATIENCE_MS)]);
  const visitor = new WebVisitor(base, { locale: story.language, name: story.who });
  const leave = (): void => leaving.abort();
  const traveller = new Traveller(visitor, story, { site: sites[story.site] ?? '', cases, left, leave });
  await visitor.open();
  const listening = visitor
    .listen((message) => traveller.hear(message), { signal: left })
    .catch((error: unknown) => {
      if (!left.aborted) throw error;
    });
  try {
    await Promise.all([visitor.say(story.says), listening]);
  } finally {
    leave();
    await Promise.allSettled([listening, traveller.end()]);
  }
  if (traveller.failure) throw traveller.failure;
}

interface Situation {
  readonly site: string;
  readonly cases: Cases;
  readonly left: AbortSignal;
  readonly leave: () => void;
}

class Traveller {
  readonly #visitor: WebVisitor;
  readonly #story: Story;
  readonly #situation: Situation;
  #case: Case | undefined;
  #number = 0;
  #heard = 0;
  #hasSaidRoom = false;
  #hasReplied = false;
  /** What they are doing; one thing after the other, as people do. */
  #doing: Promise<void> = Promise.resolve();
  /** Why they could not go on, if something went wrong. */
  failure: unknown;

  constructor(visitor: WebVisitor, story: Story, situation: Situation) {
    this.#visitor = visitor;
    this.#story = story;
    this.#situation = situation;
  }

  hear(message: SeenMessage): void {
    if (message.author !== 'bot' || message.seq <= this.#heard) return;
    this.#heard = message.seq;
    this.#noteNumber(message.text ?? '');
    const { left, leave } = this.#situation;
    const react = async (): Promise<void> => {
      try {
        await this.#react(message);
      } catch (error) {
        if (!left.aborted) this.failure = error;
        leave();
      }
    };
    this.#doing = this.#doing.then(react);
  }

  /** Resolves when nothing is under way any more; nobody waits for this traveller from then on. */
  async end(): Promise<void> {
    await this.#doing;
    this.#situation.cases.end(this.#number);
  }

  #noteNumber(text: string): void {
    const number = Number(/#(\d+)/.exec(text)?.[1]);
    if (this.#case || !number) return;
    this.#number = number;
    this.#case = this.#situation.cases.begin(number, this.#story);
  }

  async #react(message: SeenMessage): Promise<void> {
    const ids = message.choices?.flat().map(({ id }) => id) ?? [];
    const begins = (start: string): string | undefined => ids.find((id) => id.startsWith(start));
    if (ids.includes('profile:skip')) return this.#introduce(message);
    const rate = `rate:${this.#number}:${this.#story.stars ?? 5}`;
    if (ids.includes(rate)) return this.#press(message, rate);
    const safe = begins('safe:');
    if (safe) return this.#press(message, safe);
    const noComment = begins('nocomment:');
    if (noComment) return this.#comment(message, noComment);
    const { answer } = this.#story;
    if (answer && !this.#hasReplied && message.text?.includes(answer)) return this.#reply();
    const isOver = begins('notsolved:') || (!answer && this.#case);
    if (isOver) this.#situation.leave();
  }

  /** Room, then site by its button, then name. */
  async #introduce(message: SeenMessage): Promise<void> {
    await pause(2500, 7000, this.#situation.left);
    const here = message.choices?.flat().find(({ label }) => label === this.#situation.site);
    if (here) return this.#visitor.press(message, here.id);
    const words = this.#hasSaidRoom ? this.#story.who : this.#story.room;
    this.#hasSaidRoom = true;
    await this.#visitor.say(words);
  }

  async #press(message: SeenMessage, choice: string): Promise<void> {
    await pause(3000, 9000, this.#situation.left);
    await this.#visitor.press(message, choice);
  }

  async #comment(message: SeenMessage, skip: string): Promise<void> {
    await pause(3000, 8000, this.#situation.left);
    const { comment } = this.#story;
    await (comment ? this.#visitor.say(comment) : this.#visitor.press(message, skip));
    this.#situation.leave();
  }

  async #reply(): Promise<void> {
    this.#hasReplied = true;
    const { then, photo } = this.#story;
    if (!then) return;
    await pause(4000, 10_000, this.#situation.left);
    const files = photo ? [await this.#visitor.upload(drawPicture(photo), `${photo}.png`)] : [];
    await this.#visitor.say(then, { files });
    if (this.#case) this.#case.hasReplied = true;
  }
}
