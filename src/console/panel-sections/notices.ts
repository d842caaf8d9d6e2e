/** Notices: written language by language, previewed with whom they reach, approved by a second person. */
import { readLanguages } from '../../domain/roster/words.ts';
import type { PanelField, PanelSection } from '../panels.ts';
import { sectionNamed } from '../sections.ts';
import type { Option } from '../select-field.ts';
import { cares, languages, sites } from './options.ts';

const LANGUAGES_AT_ONCE = [1, 2, 3] as const;

const text = (at: number): readonly PanelField[] => [
  { name: `language-${at}`, options: languages, isOptional: at > 1 },
  { name: `title-${at}`, isOptional: at > 1 },
  { name: `text-${at}`, kind: 'long', isOptional: at > 1 },
];

/** Lines as the composer of the chat reads them; a line that would begin another language keeps its place by a space. */
const body = (words: string): string =>
  words
    .split('\n')
    .map((line) => (opensLanguage(line) ? `\u200b${line}` : line))
    .join('\n');

const opensLanguage = (line: string): boolean => {
  const word = /^\s*([\p{L}\p{M}-]{2,12})\s*[:：]/u.exec(line)?.[1];
  return word !== undefined && readLanguages(word).known.length > 0;
};

/** The section. */
export const NOTICES: PanelSection = {
  ...sectionNamed('notices'),
  panels: [
    {
      name: 'write',
      forms: [
        {
          name: 'write',
          fields: [
            { name: 'issuer', hasExample: true },
            ...LANGUAGES_AT_ONCE.flatMap(text),
            { name: 'site', isOptional: true, options: sites },
            { name: 'flight', isOptional: true, hasExample: true },
            { name: 'home', isOptional: true },
            {
              name: 'state',
              isOptional: true,
              options: (_deps, say) =>
                ['expected', 'here', 'hospital', 'released'].map(
                  (one): Option => [one, say(`staff-import:stay.${one}`)],
                ),
            },
            { name: 'care', isOptional: true, options: cares },
            { name: 'replaces', kind: 'number', isOptional: true },
            { name: 'file', kind: 'file', isOptional: true },
          ],
          compose(value) {
            const audience = [
              value('site') && `site=${value('site')}`,
              value('flight') && `flight=${value('flight')}`,
              value('home') && `home=${value('home')}`,
              value('state') && `state=${value('state')}`,
              value('care') && `care=${value('care')}`,
            ].filter(Boolean);
            const texts = LANGUAGES_AT_ONCE.filter((at) => value(`title-${at}`)).map(
              (at) => `${value(`language-${at}`)}: ${value(`title-${at}`)}\n${body(value(`text-${at}`))}`,
            );
            return [
              `/notice issuer: ${value('issuer')}`,
              ...(value('replaces') ? [`replaces: ${value('replaces')}`] : []),
              ...(audience.length > 0 ? [`for: ${audience.join('; ')}`] : []),
              ...texts,
            ].join('\n');
          },
        },
        { name: 'draft', fields: [], compose: () => '/notice' },
      ],
    },
    { name: 'waiting', action: 'notice.approve', look: '/notice waiting' },
    {
      name: 'sent',
      look: '/notices',
      forms: [
        {
          name: 'show',
          fields: [{ name: 'number', kind: 'number' }],
          compose: (value) => `/notice ${value('number')}`,
        },
        {
          name: 'unread',
          fields: [{ name: 'number', kind: 'number' }],
          compose: (value) => `/notice ${value('number')} unread`,
        },
        {
          name: 'withdraw',
          action: 'notice.approve',
          fields: [{ name: 'number', kind: 'number' }, { name: 'reason' }],
          compose: (value) => `/notice ${value('number')} withdraw ${value('reason')}`,
        },
      ],
    },
  ],
};
