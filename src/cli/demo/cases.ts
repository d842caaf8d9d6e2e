/** What the two sides of the demo know of each other: which story a ticket belongs to, and how far it has come. */
import type { Story } from './story.ts';

/** A story under way. */
export interface Case {
  readonly story: Story;
  /** The traveller has written everything that the story lets them write before the end. */
  hasReplied: boolean;
}

/** Cases by ticket number; those of an earlier run, or of a human visitor, are not among them. */
export class Cases {
  readonly #byNumber = new Map<number, Case>();

  /** The case of a ticket, begun with the story when it is new. */
  begin(number: number, story: Story): Case {
    const known = this.#byNumber.get(number) ?? { story, hasReplied: story.then === undefined };
    this.#byNumber.set(number, known);
    return known;
  }

  find(number: number): Case | undefined {
    return this.#byNumber.get(number);
  }

  /** Forgets a ticket that nobody will touch again. */
  end(number: number): void {
    this.#byNumber.delete(number);
  }
}
