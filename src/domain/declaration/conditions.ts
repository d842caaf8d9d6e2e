/** Whether there are answers that lead to a question. */
import type { Question } from './form.ts';

type Condition = Question['when'][number];

/** Whether a condition may speak of this answer at all. */
export function meets({ kind, options, least, most }: Question, value: string): boolean {
  if (kind === 'yes-no') return value === 'yes' || value === 'no';
  if (kind === 'number')
    return /^(?:0|[1-9]\d*)$/.test(value) && Number(value) >= least && Number(value) <= most;
  return options.includes(value);
}

/**
 * Whether some answers lead to the question. Every condition is about one earlier question, and all of them must hold,
 * together with those of the questions they are about: so each earlier question is looked at by itself.
 */
export function isReachable(question: Question, earlier: readonly Question[]): boolean {
  const conditions = allConditions(question, earlier);
  return earlier.every((one) => {
    const own = conditions.filter((condition) => condition.question === one.id);
    return own.length === 0 || canMeet(one, own);
  });
}

/** Its own, and those of every question that these are about, each question's once. */
function allConditions(question: Question, earlier: readonly Question[]): Condition[] {
  const found = new Set([question]);
  for (const { when } of found) {
    for (const { question: id } of when) {
      const other = earlier.find((one) => one.id === id);
      if (other) found.add(other);
    }
  }
  return [...found].flatMap(({ when }) => when);
}

function canMeet(question: Question, conditions: readonly Condition[]): boolean {
  const { kind, options, least, most, none } = question;
  const isMet = (answer: readonly string[]): boolean =>
    conditions.every(
      ({ is, not }) =>
        (!is || answer.some((one) => is.includes(one))) && !answer.some((one) => not?.includes(one)),
    );
  if (kind === 'text' || kind === 'date') return true;
  if (kind === 'yes-no') return isMet(['yes']) || isMet(['no']);
  if (kind === 'choice') return options.some((option) => isMet([option]));
  if (kind === 'number') {
    const numbers = Array.from({ length: most - least + 1 }, (_, index) => String(least + index));
    return numbers.some((number) => isMet([number]));
  }
  // Of several: everything that no condition forbids, at once; or what stands alone.
  const allowed = options.filter(
    (option) => option !== none && !conditions.some(({ not }) => not?.includes(option)),
  );
  return (allowed.length > 0 && isMet(allowed)) || (none !== undefined && isMet([none]));
}
