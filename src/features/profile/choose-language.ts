/** The language the bot speaks with somebody. */
import type { Turn } from '../../conversation/feature.ts';
import { LOCALES, matchLocale, STAFF_LOCALES } from '../../domain/locale.ts';
import { UserError } from '../../errors.ts';
import { updatePerson, updateStaffLocale } from '../../store/people.ts';

/** Every language in its own words: a reader finds theirs whatever this chat is set to. */
const NAMES: Record<(typeof LOCALES)[number], string> = {
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
  en: 'English',
  ja: '日本語',
  ko: '한국어',
  ru: 'Русский',
  fr: 'Français',
  es: 'Español',
  ar: 'العربية',
  vi: 'Tiếng Việt',
  my: 'မြန်မာ',
  lo: 'ລາວ',
};

const spoken = (turn: Turn): readonly (typeof LOCALES)[number][] => (turn.staff ? STAFF_LOCALES : LOCALES);

/** Offers the languages as choices. */
export async function offerLanguages(turn: Turn): Promise<void> {
  const choices = spoken(turn).map((locale) => ({ id: `lang:${locale}`, label: NAMES[locale] }));
  const rows = Array.from({ length: Math.ceil(choices.length / 3) }, (_row, index) =>
    choices.slice(index * 3, index * 3 + 3),
  );
  await turn.reply({ text: turn.t(turn.locale, 'profile:which-language'), choices: rows });
}

/** Sets the language by its code or by its own name. */
export async function chooseLanguage(turn: Turn, wanted: string): Promise<void> {
  if (wanted === '?') return offerLanguages(turn);
  const word = wanted.trim().toLowerCase();
  const byName = spoken(turn).find((locale) => NAMES[locale].toLowerCase() === word);
  const locale = byName ?? matchLocale(wanted.trim(), spoken(turn));
  if (!locale)
    throw new UserError('profile:error.language', {
      languages: spoken(turn)
        .map((one) => NAMES[one])
        .join(', '),
    });
  if (turn.staff) await updateStaffLocale(turn.tx, turn.staff.id, locale);
  else {
    const person = await turn.ensurePerson();
    person.locale = locale;
    await updatePerson(turn.tx, person.id, { locale });
  }
  turn.locale = locale;
  await turn.reply({
    text: turn.t(locale, 'profile:language-set', { language: NAMES[locale as keyof typeof NAMES] }),
  });
}
