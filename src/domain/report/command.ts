/** Reads what is written behind `/report`. */

/** What is wanted. */
export type ReportWish =
  | { readonly do: 'newest' }
  | { readonly do: 'list' }
  | { readonly do: 'hours' }
  /** By number. */
  | { readonly do: 'show'; readonly number: number }
  /** By day; no day is today. `words` name a site. */
  | { readonly do: 'day'; readonly day: string | null; readonly words: string }
  | { readonly do: 'at'; readonly time: string; readonly site: string | null; readonly to: string | null }
  | { readonly do: 'off'; readonly site: string | null; readonly to: string | null }
  | { readonly do: 'revise'; readonly number: number; readonly keeps: boolean; readonly reason: string }
  | { readonly do: 'remark'; readonly number: number; readonly words: string };

const NUMBER = '[#＃]?([0-9０-９]{1,9})';
const ANY_NUMBER = new RegExp(`^${NUMBER}$`, 'u');
const LIST = /^(?:list|all|列表|清单|清單)$/iu;
const HOURS = /^(?:hours|times|plan|时间|時間|设置|設定)$/iu;
const AT =
  /^(?:at|daily|每天|每日|定时|定時|时间|時間)?\s*([0-9０-９]{1,2})(?:[:：]([0-9０-９]{2})|[点點时時])(?=\s|$)/iu;
const OFF = /^(?:off|stop|取消|关闭|關閉|停)(?=\s|$)/iu;
const REVISE = new RegExp(
  `^(?:revise|correct|修订|修訂|更正)\\s*${NUMBER}(?:\\s+(keep|保留))?(?:\\s+(.+))?$`,
  'isu',
);
const REMARK = new RegExp(`^(?:remark|note|备注|備註)\\s*${NUMBER}(?:[\\s:：]+(.+))?$`, 'isu');
const TODAY = /^(?:today|今天|今日)(?=\s|$)/iu;
const YESTERDAY = /^(?:yesterday|昨天|昨日)(?=\s|$)/iu;
const DATE = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?=\s|$)/u;
const OPTION = /(site|to|场所|場所|酒店|给|給|发给|發給)\s*[=＝]\s*(?:"([^"]*)"|“([^”]*)”|(\S+))/giu;
const TO = /^(?:to|给|給|发给|發給)$/iu;

/** What was asked for; undefined when it cannot be understood. `today` is the calendar day there. */
export function readReportWish(text: string, today: Temporal.PlainDate): ReportWish | undefined {
  const words = text.trim();
  if (!words) return { do: 'newest' };
  if (LIST.test(words)) return { do: 'list' };
  if (HOURS.test(words)) return { do: 'hours' };
  const number = ANY_NUMBER.exec(words)?.[1];
  if (number) return { do: 'show', number: toNumber(number) };
  return readPlan(words) ?? readCorrection(words) ?? readDay(words, today);
}

/** The number that digits write; 0, which no report has, where they write none. */
export function toNumber(digits: string | undefined): number {
  const number = Number(digits?.normalize('NFKC'));
  return Number.isSafeInteger(number) && number > 0 && number < 2 ** 31 ? number : 0;
}

function readPlan(words: string): ReportWish | undefined {
  const at = AT.exec(words);
  const off = OFF.exec(words);
  const head = at ?? off;
  if (!head) return undefined;
  const { site, to, rest } = readOptions(words.slice(head[0].length));
  if (rest) return undefined;
  if (!at) return { do: 'off', site, to };
  const time = readTime(at[1], at[2]);
  return time === undefined ? undefined : { do: 'at', time, site, to };
}

function readTime(hours = '', minutes = '0'): string | undefined {
  const [hour, minute] = [toNumber(hours), toNumber(minutes)];
  if (hour > 23 || minute > 59) return undefined;
  return new Temporal.PlainTime(hour, minute).toString({ smallestUnit: 'minute' });
}

function readOptions(words: string): { site: string | null; to: string | null; rest: string } {
  let [site, to] = [null as string | null, null as string | null];
  const rest = words.replace(OPTION, (_all, key: string, quoted, curly, plain) => {
    const value = String(quoted ?? curly ?? plain).trim();
    if (TO.test(key)) to = value;
    else site = value;
    return '';
  });
  return { site, to, rest: rest.trim() };
}

function readCorrection(words: string): ReportWish | undefined {
  const [, revised, keep, reason = ''] = REVISE.exec(words) ?? [];
  if (revised)
    return { do: 'revise', number: toNumber(revised), keeps: keep !== undefined, reason: reason.trim() };
  const [, remarked, said = ''] = REMARK.exec(words) ?? [];
  return remarked ? { do: 'remark', number: toNumber(remarked), words: said.trim() } : undefined;
}

function readDay(words: string, today: Temporal.PlainDate): ReportWish | undefined {
  const near = TODAY.exec(words) ?? YESTERDAY.exec(words);
  if (near) {
    const day = TODAY.test(words) ? null : today.subtract({ days: 1 }).toString();
    return { do: 'day', day, words: words.slice(near[0].length).trim() };
  }
  const date = DATE.exec(words.normalize('NFKC'));
  const day = date && readDate(date[1], date[2], date[3]);
  return day ? { do: 'day', day, words: words.normalize('NFKC').slice(date[0].length).trim() } : undefined;
}

function readDate(year = '', month = '', day = ''): string | undefined {
  try {
    const fields = { year: Number(year), month: Number(month), day: Number(day) };
    return Temporal.PlainDate.from(fields, { overflow: 'reject' }).toString();
  } catch {
    return undefined;
  }
}
