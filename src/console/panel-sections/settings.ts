/** What an installation decides: sites, people who work here, who gets what, when it is due, how long people stay. */
import { FORM_FILE } from '../declaration-file.ts';
import { lineOf, named, type PanelForm, type PanelSection } from '../panels.ts';
import { sectionNamed } from '../sections.ts';
import { cares, everybody, needs, roles, sites, teams, urgencies, words } from './options.ts';

const site = { name: 'site', isOptional: true, options: sites } as const;

const saveSite: PanelForm = {
  name: 'site',
  fields: [
    { name: 'name' },
    { name: 'phone', isOptional: true, hasExample: true },
    { name: 'hotline', isOptional: true, hasExample: true },
    { name: 'zone', isOptional: true, hasExample: true },
    { name: 'checkin', isOptional: true, hasExample: true },
    { name: 'release', isOptional: true, hasExample: true },
  ],
  compose: (value) =>
    lineOf(
      `/site "${value('name').replaceAll('"', "'")}"`,
      ...['phone', 'hotline', 'zone', 'checkin', 'release'].map((name) => named(name, value(name))),
    ),
};

const rule: PanelForm = {
  name: 'rule',
  action: 'rule.edit',
  fields: [
    { name: 'days', hasExample: true },
    { name: 'start', options: words('settings.start', ['entry', 'arrival', 'contact', 'positive']) },
    { name: 'tests', isOptional: true, hasExample: true },
    site,
    { name: 'home', isOptional: true, hasExample: true },
    { name: 'since', kind: 'date', isOptional: true },
    { name: 'until', kind: 'date', isOptional: true },
    { name: 'rule-name', isOptional: true },
  ],
  compose: (value) =>
    lineOf(
      '/stayrules',
      value('days'),
      `start=${value('start')}`,
      value('tests') && `tests=${value('tests').replaceAll(/\s/g, '')}`,
      named('site', value('site')),
      named('home', value('home')),
      value('since') && `from=${value('since')}`,
      value('until') && `to=${value('until')}`,
      named('name', value('rule-name')),
    ),
};

/** The section. */
export const SETTINGS: PanelSection = {
  ...sectionNamed('settings'),
  panels: [
    { name: 'sites', action: 'site.edit', look: '/sites', forms: [saveSite] },
    {
      name: 'staff',
      action: 'staff.list',
      look: '/staff',
      forms: [
        {
          name: 'invite',
          action: 'staff.invite',
          fields: [{ name: 'role', options: roles }],
          compose: (value) => `/invite ${value('role')}`,
        },
        {
          name: 'staff',
          action: 'staff.edit',
          fields: [
            { name: 'colleague', options: everybody },
            {
              name: 'become',
              options: async (deps, say) => [
                ...(await words('settings.become', ['off', 'on'])(deps, say)),
                ...(await roles(deps, say)),
              ],
            },
          ],
          compose: (value) => lineOf('/staff', value('colleague'), value('become')),
        },
      ],
    },
    {
      name: 'routes',
      look: '/route',
      forms: [
        {
          name: 'route',
          action: 'route.edit',
          fields: [
            site,
            { name: 'home', isOptional: true, hasExample: true },
            { name: 'need', isOptional: true, options: needs },
            { name: 'care', isOptional: true, options: cares },
            { name: 'team', options: teams },
          ],
          compose: (value) =>
            lineOf(
              '/route',
              named('site', value('site')),
              named('home', value('home')),
              value('need') && `need=${value('need')}`,
              value('care') && `care=${value('care')}`,
              value('team'),
            ),
        },
        {
          name: 'unroute',
          action: 'route.edit',
          fields: [{ name: 'row', kind: 'number' }],
          compose: (value) => `/route delete ${value('row')}`,
        },
        {
          name: 'try',
          fields: [
            site,
            { name: 'home', isOptional: true, hasExample: true },
            { name: 'need', isOptional: true, options: needs },
          ],
          compose: (value) => lineOf('/route?', value('site'), value('home'), value('need')),
        },
      ],
    },
    {
      name: 'deadlines',
      action: 'deadlines.read',
      look: '/deadlines',
      forms: [
        {
          name: 'deadline',
          action: 'deadlines.edit',
          fields: [
            { name: 'need', isOptional: true, options: needs },
            { name: 'urgency', options: urgencies },
            { name: 'first', hasExample: true },
            { name: 'solution', hasExample: true },
          ],
          compose: (value) =>
            lineOf('/deadlines', value('need'), value('urgency'), value('first'), value('solution')),
        },
        {
          name: 'hours',
          action: 'deadlines.edit',
          fields: [
            { name: 'team', options: teams },
            { name: 'hours', hasExample: true },
          ],
          compose: (value) => lineOf('/deadlines hours', value('team'), value('hours')),
        },
        {
          name: 'holiday',
          action: 'deadlines.edit',
          fields: [
            { name: 'team', options: teams },
            { name: 'holiday', kind: 'date' },
          ],
          compose: (value) => lineOf('/deadlines holiday', value('team'), value('holiday')),
        },
        { name: 'versions', fields: [], compose: () => '/deadlines versions' },
      ],
    },
    { name: 'rules', look: '/stayrules', action: 'rule.edit', forms: [rule] },
    {
      name: 'declaration',
      action: 'form.read',
      look: '/form',
      file: { path: FORM_FILE, action: 'form.edit' },
      forms: [
        {
          name: 'form',
          action: 'form.edit',
          fields: [
            { name: 'file', kind: 'file' },
            { name: 'note', isOptional: true },
          ],
          compose: (value) => lineOf('/form edit', value('note')),
        },
      ],
    },
    {
      name: 'retention',
      action: 'retention.edit',
      look: '/retention',
      forms: [
        {
          name: 'retention',
          fields: [
            {
              name: 'class',
              options: words('settings.class', ['documents', 'phone', 'media', 'transcripts']),
            },
            { name: 'keep', kind: 'number' },
          ],
          compose: (value) => `/retention ${value('class')}=${value('keep')}d`,
        },
      ],
    },
  ],
};
