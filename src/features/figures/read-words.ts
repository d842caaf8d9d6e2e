/** What somebody asks figures of: `7d`, `yesterday staff`, `需求 30天`, `2026-05-01..2026-05-07 site`. */
import { fold } from '../../domain/called.ts';
import { looksLikePeriod, type Period, readPeriod } from '../../domain/figures/period.ts';
import { GROUPS, type Group } from '../../domain/figures/question.ts';
import { UserError } from '../../errors.ts';

const GROUP_WORDS: ReadonlyMap<string, Group> = new Map([
  ...GROUPS.map((group) => [group, group] as const),
  ['sites', 'site'],
  ['needs', 'need'],
  ['colleagues', 'staff'],
  ['shifts', 'shift'],
  ['teams', 'team'],
  ['jurisdictions', 'jurisdiction'],
  ['home', 'jurisdiction'],
  ['languages', 'language'],
  ['场所', 'site'],
  ['場所', 'site'],
  ['酒店', 'site'],
  ['需求', 'need'],
  ['人员', 'staff'],
  ['人員', 'staff'],
  ['同事', 'staff'],
  ['班次', 'shift'],
  ['小组', 'team'],
  ['小組', 'team'],
  ['属地', 'jurisdiction'],
  ['屬地', 'jurisdiction'],
  ['语言', 'language'],
  ['語言', 'language'],
]);

/** The period, today where none is named, and by what to divide; throws the UserError that names what is not understood. */
export function readWords(
  words: string,
  zone: string,
  now: Temporal.Instant,
): { readonly period: Period; readonly by?: Group } {
  let period: string | undefined;
  let by: Group | undefined;
  for (const word of fold(words)
    .replace(/^by\s+|\s+by\s+/u, ' ')
    .replace(/\s*(\.\.+|…|~)\s*/u, '..')
    .split(/\s+/u)
    .filter(Boolean)) {
    const group = GROUP_WORDS.get(word);
    if (group && by === undefined) by = group;
    else if (!group && period === undefined && looksLikePeriod(word)) period = word;
    else throw new UserError('staff-figures:error.word', { word });
  }
  return { period: readPeriod(period ?? 'today', zone, now), ...(by ? { by } : {}) };
}
