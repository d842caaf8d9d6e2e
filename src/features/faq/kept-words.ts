/** What somebody asked the FAQ is kept, so that a person can be asked the same with one tap. */
import type { Turn } from '../../conversation/feature.ts';

/** A question, by the message it came with. */
export interface Kept {
  readonly key: string;
  readonly words: string;
  /** The ticket it became. */
  readonly ticket?: number;
}

const MOST = 5;

/** The questions of this conversation, the newest first. */
export const keptWords = ({ session }: Turn): readonly Kept[] =>
  (session.faqAsked as Kept[] | undefined) ?? [];

/** Keeps one, by the key that a button names it by. */
export function keepWords(turn: Turn, kept: Kept): void {
  const others = keptWords(turn).filter(({ key }) => key !== kept.key);
  turn.remember({ faqAsked: [kept, ...others].slice(0, MOST) });
}
