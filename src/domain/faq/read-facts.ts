/** Where an entry comes from, how long it holds and whom it is for, as colleagues write it: one part for each. */
import { UserError } from '../../errors.ts';
import { readDate } from '../roster/dates.ts';

/** What a part sets. */
export type FactName = 'notice' | 'source' | 'from' | 'until' | 'site' | 'home';

/** One part: `until 2026-12-01`; an empty value takes the fact away. */
export interface Fact {
  readonly name: FactName;
  readonly value: string;
}

const NAMES: Readonly<Record<FactName, RegExp>> = {
  notice: /^(?:notice|通知|公告|通告)(?:\s*[:：=])?\s*/iu,
  source: /^(?:source|来源|來源|出处|出處)(?:\s*[:：=])?\s*/iu,
  from: /^(?:valid from|from|自)(?:\s*[:：=])?\s*/iu,
  until: /^(?:valid until|until|till|至|截至|截止)(?:\s*[:：=])?\s*/iu,
  site: /^(?:site|站点|站點|酒店|地点|地點)(?:\s*[:：=])?\s*/iu,
  home: /^(?:home|jurisdiction|属地|屬地)(?:\s*[:：=])?\s*/iu,
};
const NOTHING = /^(?:-|–|none|all|any|always|everywhere|无|無|全部|所有|长期|長期)?$/iu;

/** The parts of a line, in any order; throws the UserError that names the part nobody understands. */
export function readFacts(parts: readonly string[]): Fact[] {
  return parts
    .map((part) => part.trim())
    .filter(Boolean)
    .map(readFact);
}

/** Which fact a part begins with; undefined when it begins with none. */
export const factName = (part: string): FactName | undefined => headOf(part)?.name;

function readFact(part: string): Fact {
  const head = headOf(part);
  if (!head) throw new UserError('staff-faq:error.part', { part });
  const value = part.slice(head.length).trim();
  return { name: head.name, value: NOTHING.test(value) ? '' : value };
}

function headOf(part: string): { readonly name: FactName; readonly length: number } | undefined {
  for (const [name, pattern] of Object.entries(NAMES) as [FactName, RegExp][]) {
    const [head] = pattern.exec(part) ?? [];
    // "Fromage" begins no date, and "noticed" is no notice.
    const isWhole = head !== undefined && (!/[a-z]$/i.test(head) || !/^\p{L}/u.test(part.slice(head.length)));
    if (isWhole) return { name, length: head.length };
  }
  return undefined;
}

/** The bars that part a line, also those of a Chinese keyboard. */
export const partsOf = (line: string): string[] => line.split(/[|｜]/u).map((part) => part.trim());

/** A day as written; throws the UserError that says how days are written. */
export function readDay(text: string): Temporal.PlainDate {
  const day = readDate(text);
  if (typeof day === 'string') throw new UserError('staff-faq:error.date', { words: text });
  return day;
}

const DAY = /^(.*?)[\s,，、;；(（]*(?:of|dated)?\s*(\d{4}[-/年][\d/年月 -]{2,}日?)\s*[)）]?$/u;

/** "Circular 12, 2026-05-12": what it is called, and the day it was given out; throws when there is no day. */
export function readSource(text: string): { readonly source: string; readonly datedOn: Temporal.PlainDate } {
  const [, source = '', day] = DAY.exec(text.trim()) ?? [];
  if (!day || !source.trim()) throw new UserError('staff-faq:error.source', { words: text });
  return { source: source.trim(), datedOn: readDay(day.trim()) };
}

/** "3", "No. 3", "第3号", "Sun Hotel 3": its number, and who gave it out where that is said. */
export function readNotice(text: string): { readonly issuer: string | undefined; readonly number: number } {
  const [, issuer = '', number] =
    /^(.*?)\s*(?:no\.?|nr\.?|#|第)?\s*(\d{1,6})\s*[号號]?$/iu.exec(text.normalize('NFKC').trim()) ?? [];
  if (!number) throw new UserError('staff-faq:error.notice', { words: text });
  return { issuer: issuer.trim() || undefined, number: Number(number) };
}
