/** Special care as registration sheets word it, in English and Chinese. */
import type { CareFlag, CareKind } from '../roster.ts';
import { toSimplified } from '../triage/han-variants.ts';
import { plain } from './cell.ts';
import { readDate } from './dates.ts';

/** By kind: words that may stand anywhere in a part of the cell. */
const WORDS: readonly (readonly [CareKind, RegExp])[] = [
  ['elderly', /elderly|\bold age\b|\baged\b|\bsenior\b|老人|老年|高龄|年老|年迈|长者/],
  ['infant', /\binfants?\b|\bbaby\b|\bbabies\b|newborn|toddler|婴儿|婴幼儿|幼儿|新生儿|宝宝/],
  ['pregnant', /pregnan|expecting a baby|孕妇|怀孕|妊娠|孕期|孕\d+周|待产/],
  ['disabled', /disab|wheelchair|\bblind\b|\bdeaf\b|残疾|残障|身障|轮椅|行动不便|失明|失聪|聋哑|盲人/],
  [
    'chronic',
    /chronic|diabet|hypertension|high blood pressure|asthma|dialysis|insulin|epilep|heart disease|medicine|medication|慢性病|慢病|慢性|基础疾病|基础病|糖尿病|高血压|心脏病|冠心病|哮喘|透析|癫痫|胰岛素|服药|用药|吃药|药到|药至|断药|缺药|常备药/,
  ],
  ['depression', /depress|抑郁|忧郁症/],
  ['student', /\bstudents?\b|\bexams?\b|examination|学生|考试|考生|网考|高考|考研/],
  [
    'diet',
    /\bdiet|halal|kosher|vegetarian|vegan|gluten|food allerg|no pork|清真|素食|吃素|忌口|饮食|食物过敏|不吃|禁食/,
  ],
  [
    'religion',
    /religio|muslim|islam|prayer|buddhis|christian|hindu|jewish|宗教|信仰|穆斯林|伊斯兰|佛教|基督|礼拜/,
  ],
];
const DATED: readonly CareKind[] = ['chronic', 'student'];

const PARTS = /(?<!\d)\/|\/(?!\d)|[,，;；、。|+]/;
const DATE = /\d{4} ?[-/年.] ?\d{1,2} ?[-/月.] ?\d{1,2}(?: ?日)?/g;
/** A day without its year, or in another order: it is not guessed. */
const HALF_A_DATE = /\d{1,2} ?月 ?\d{1,2}|\d{1,2}[/.-]\d{1,2}(?![\d%])|\d{8}/;
const NEGATION = /^(?:没有|不是|无|非|未|否|没|not?(?: an?| any)? |without(?: an?| any)? |non-?)/;
/** That all is well, in a column where something was to be written. */
const WELL = /^(?:n|no|否|正常|健康|良好|普通|一般|无特殊(?:情况|需求)?|无异常|normal|healthy|well|ok|fine)$/;
const SAYS_NO = /[:=]\s*(?:no|n|false|0|否|无|没有)$/;

/** What a cell of flags says. `hasBadDate` when a day is named that cannot be read. */
export interface FlagsReading {
  readonly flags: readonly CareFlag[];
  readonly other: readonly string[];
  readonly hasBadDate: boolean;
}

/** Reads the flags of one cell, separated by commas and the like; what is unknown is kept as written. */
export function readFlags(text: string): FlagsReading {
  const flags = new Map<CareKind, CareFlag>();
  const other: string[] = [];
  let hasBadDate = false;
  for (const part of text.split(PARTS).map((each) => each.trim())) {
    if (part === '') continue;
    const folded = Array.from(plain(part).toLowerCase(), toSimplified).join('');
    if (isDenied(folded)) continue;
    const kinds = kindsIn(folded);
    if (kinds.length === 0) other.push(part);
    const date = dateFor(kinds, folded);
    if (date === 'bad') hasBadDate = true;
    else for (const kind of kinds) addFlag(flags, kind, part, date);
  }
  return { flags: [...flags.values()], other, hasBadDate };
}

function kindsIn(folded: string): CareKind[] {
  return WORDS.filter(([, words]) => words.test(folded)).map(([kind]) => kind);
}

/** `normal`, `no diabetes`, `未怀孕`, `pregnant: no`; but `无法行走的老人` is an old person. */
function isDenied(folded: string): boolean {
  if (WELL.test(folded) || SAYS_NO.test(folded)) return true;
  const rest = folded.replace(NEGATION, '');
  return rest !== folded && WORDS.some(([, words]) => rest.search(words) === 0);
}

/** The one day that a part names; `bad` when it cannot be read or it is unclear what is due then. */
function dateFor(kinds: readonly CareKind[], folded: string): Temporal.PlainDate | null | 'bad' {
  const dated = kinds.filter((kind) => DATED.includes(kind));
  if (dated.length === 0) return null;
  const [written, ...more] = folded.match(DATE) ?? [];
  if (!written) return HALF_A_DATE.test(folded) ? 'bad' : null;
  const date = readDate(written);
  return typeof date === 'string' || more.length > 0 || dated.length > 1 ? 'bad' : date;
}

/** Of two parts of one kind both notes stay, and the earlier date, which is the one to be ready for. */
function addFlag(
  flags: Map<CareKind, CareFlag>,
  kind: CareKind,
  part: string,
  date: Temporal.PlainDate | null,
): void {
  const before = flags.get(kind);
  const note = part.toLowerCase() === kind ? null : part;
  flags.set(kind, {
    kind,
    date: earlier(before?.date ?? null, DATED.includes(kind) ? date : null),
    note: [before?.note, note].filter((each) => each != null).join('; ') || null,
  });
}

const earlier = (
  one: Temporal.PlainDate | null,
  two: Temporal.PlainDate | null,
): Temporal.PlainDate | null =>
  one && two ? (Temporal.PlainDate.compare(one, two) <= 0 ? one : two) : (one ?? two);
