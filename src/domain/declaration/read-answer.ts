/** Reads what somebody wrote as the answer to a question. */
import { fold } from '../called.ts';
import { plain, tidy } from '../roster/cell.ts';
import { readDate } from '../roster/dates.ts';
import { readDocument } from '../roster/documents.ts';
import { readFlight, readSeat } from '../roster/flights.ts';
import { readPhone } from '../roster/phones.ts';
import { type Answer, type AnswerProblem, problemOf } from './answers.ts';
import type { Question } from './form.ts';

/** What reading depends on. */
export interface Reader {
  readonly today: Temporal.PlainDate;
  /** What an option is called in the languages that the writer may use. */
  readonly names: (option: string) => readonly string[];
  /** A short yes or no, in the writer's language. */
  readonly yesNo: (text: string) => 'yes' | 'no' | undefined;
}

/** The answer, or what is the matter with it. */
export type Reading = { readonly answer: Answer } | { readonly problem: AnswerProblem };

/** What the words say as an answer to this question. */
export function readAnswer(question: Question, text: string, reader: Reader): Reading {
  const found = understood(question, tidy(text), reader);
  if (typeof found === 'object' && found !== null && 'kind' in found) return { problem: found };
  const problem = problemOf(question, found as Answer, reader.today);
  return problem ? { problem } : { answer: found as Answer };
}

function understood(question: Question, text: string, reader: Reader): Answer | AnswerProblem {
  switch (question.kind) {
    case 'text':
      return textOf(question, text);
    case 'date':
      return dateOf(text);
    case 'choice':
      return optionOf(question, text, reader) ?? { kind: 'option' };
    case 'yes-no':
      return reader.yesNo(text) ?? { kind: 'yes-no' };
    case 'number': {
      const digits = /^\d{1,4}$/.exec(plain(text).trim())?.[0];
      return digits
        ? Number(digits)
        : { kind: 'number', params: { least: question.least, most: question.most } };
    }
    case 'multi':
      return optionsOf(question, text, reader);
  }
}

/** As the roster would write it; what has another form stays as written, and is refused by its check. */
function textOf({ format }: Question, text: string): string {
  if (format === 'document') return readDocument(text) ?? text;
  if (format === 'flight') return readFlight(text).flight;
  if (format === 'seat') return readSeat(text);
  if (format !== 'phone') return text;
  const read = readPhone(text);
  return 'phone' in read ? read.phone : text;
}

function dateOf(text: string): string | AnswerProblem {
  const date = readDate(text);
  if (typeof date !== 'string') return date.toString();
  return date === 'date-impossible' || date === 'date-range' ? { kind: 'date-impossible' } : { kind: 'date' };
}

const optionOf = ({ options }: Question, text: string, { names }: Reader): string | undefined =>
  options.find((option) => names(option).some((name) => fold(name) === fold(text)));

/** Several by name, or by number in the order in which they are listed. */
function optionsOf(question: Question, text: string, reader: Reader): readonly string[] | AnswerProblem {
  const whole = optionOf(question, text, reader);
  if (whole) return [whole];
  const parts = text.split(/[,，、،;；\n]|\s\+\s/u).filter((part) => part.trim() !== '');
  const found = parts.map((part) => {
    const at = /^\d{1,2}$/.exec(plain(part).trim())?.[0];
    return at ? question.options[Number(at) - 1] : optionOf(question, part, reader);
  });
  const known = [...new Set(found)].filter((one) => one !== undefined);
  return known.length > 0 && !found.includes(undefined) ? known : { kind: 'option' };
}
