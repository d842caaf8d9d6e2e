/** Whose figures somebody may read, and what is asked for them. */
import { type Actor, assertCan, can } from '../actor.ts';
import type { Period } from './period.ts';
import type { FiguresFilter, FiguresQuestion, Group } from './question.ts';

/** What somebody wants to read. */
export interface FiguresWish {
  readonly period: Period;
  readonly by?: Group | undefined;
  readonly filter?: FiguresFilter;
  /** Only they read the answer. */
  readonly isPrivate: boolean;
}

/**
 * The question that answers the wish: everybody's figures for those who may read them, else what the actor looked after
 * (`isOwn`). Needs are named to those who may read confidential tickets. Throws the refusal for whoever may read none, and for
 * figures by colleague that are not theirs to read.
 */
export function questionFor(
  actor: Actor,
  { period: { from, to }, by, filter = {}, isPrivate }: FiguresWish,
): { readonly question: FiguresQuestion; readonly isOwn: boolean } {
  assertCan(actor, 'figures.read-own');
  const isOwn = !can(actor, 'figures.read');
  if (by === 'staff') assertCan(actor, 'figures.read');
  const mayName = isPrivate && (isOwn || can(actor, 'ticket.read-restricted'));
  const whose = isOwn ? { ...filter, staffId: actor.id } : filter;
  const question = {
    from,
    to,
    ...(by ? { by } : {}),
    ...(Object.keys(whose).length > 0 ? { filter: whose } : {}),
    foldsRestricted: !mayName,
  };
  return { question, isOwn };
}
