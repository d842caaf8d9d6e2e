import { boot, t } from './boot.js';

/** The reader's own habits (12 or 24 hours) where their browser speaks the page's language. */
const habit =
  navigator.languages.find((tag) => tag.split('-')[0] === boot.locale.split('-')[0]) ?? boot.locale;
const known = Intl.DateTimeFormat.supportedLocalesOf([habit]).length > 0;
const time = new Intl.DateTimeFormat(habit, { hour: known ? 'numeric' : '2-digit', minute: '2-digit' });
// A browser that does not know the language would name the months in another one.
const date = new Intl.DateTimeFormat(
  known ? habit : 'sv',
  known
    ? { weekday: 'long', day: 'numeric', month: 'long' }
    : { year: 'numeric', month: '2-digit', day: '2-digit' },
);

/** The hour of a message, in the reader's language. */
export const clockTime = (at) => time.format(new Date(at));

/** The day of a message: today, yesterday, or its date. */
export function dayName(at) {
  const midnight = (moment) => new Date(moment).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(at) - midnight(Date.now())) / 86_400_000);
  if (days === 0) return t('today');
  return days === -1 ? t('yesterday') : date.format(new Date(at));
}

/** Two messages were written on different days. */
export const otherDay = (a, b) => new Date(a).toDateString() !== new Date(b).toDateString();

/** A file's size, such as 2.4 MB. */
export function fileSize(bytes) {
  if (bytes === undefined) return '';
  const [value, unit] =
    bytes < 1_000_000 ? [Math.ceil(bytes / 1000), 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat(boot.locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}

/** One line that stands for a message where it is quoted. */
export function summary(message) {
  const words = (message.text ?? '').replaceAll(/\s+/g, ' ').trim();
  if (words) return words.length > 140 ? `${words.slice(0, 140)}…` : words;
  const [file] = message.files ?? [];
  if (file) return t(`kind_${file.kind}`);
  return message.place ? t('place') : '…';
}

/** How urgent a bot's card is, by the mark at the head of its text. */
export function urgency(message) {
  if (message.author !== 'bot') return '';
  const [head = ''] = (message.text ?? '').split('\n');
  if (/🚨|🆘|🔴/u.test(head)) return 'emergency';
  return message.card && /🟠|🟡|🔶|⚠|❗/u.test(head) ? 'high' : '';
}
