/** The words that forms offer: sites, colleagues, roles, needs and the like. */
import { STAFF_ROLES } from '../../domain/actor.ts';
import { languageName } from '../../domain/language-name.ts';
import { LOCALES } from '../../domain/locale.ts';
import { NEEDS, URGENCIES } from '../../domain/need.ts';
import { CARE_KINDS } from '../../domain/roster.ts';
import { listTeams } from '../../store/desk.ts';
import { listSites } from '../../store/sites.ts';
import { listStaff } from '../../store/staff.ts';
import type { PanelField } from '../panels.ts';
import type { Option } from '../select-field.ts';

type Options = NonNullable<PanelField['options']>;

const same = (names: readonly string[]): Option[] => names.map((name) => [name, name]);

/** By name. */
export const sites: Options = async ({ db }) => same((await listSites(db)).map(({ name }) => name));

/** By name. */
export const teams: Options = async ({ db }) => same((await listTeams(db)).map(({ name }) => name));

/** Active colleagues, by name. */
export const colleagues: Options = async ({ db }) =>
  same((await listStaff(db)).filter(({ active }) => active).map(({ name }) => name));

/** Everybody who works or worked here, by name. */
export const everybody: Options = async ({ db }) => same((await listStaff(db)).map(({ name }) => name));

/** What somebody on the team may be. */
export const roles: Options = (_deps, say) =>
  STAFF_ROLES.map((role): Option => [role, say(`common:role.${role}`)]);

/** What a ticket may be about. */
export const needs: Options = (_deps, say) => NEEDS.map((need): Option => [need, say(`common:need.${need}`)]);

/** How urgent. */
export const urgencies: Options = (_deps, say) =>
  URGENCIES.map((urgency): Option => [urgency, say(`common:urgency.${urgency}`)]);

/** Kinds of special care. */
export const cares: Options = (_deps, say) =>
  CARE_KINDS.map((kind): Option => [kind, say(`staff-special:kind.${kind}`)]);

/** Languages of travellers, in their own words. */
export const languages: Options = () => LOCALES.map((tag): Option => [tag, languageName(tag, tag)]);

/** Words of a command with texts of their own, `<prefix>.<word>`. */
export const words =
  (prefix: string, list: readonly string[]): Options =>
  (_deps, say) =>
    list.map((word): Option => [word, say(`${prefix}.${word}`)]);
