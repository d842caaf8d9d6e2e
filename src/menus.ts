/** The platforms' command menus: what travellers can send in every language, and what staff can in their chats. */
import type { Channel, CommandMenu } from './channels/channel.ts';
import type { Command, Feature } from './conversation/feature.ts';
import { LOCALES, matchLocale, STAFF_LOCALES, type Translate } from './domain/locale.ts';
import type { Log } from './log.ts';
import type { Db } from './store/db.ts';
import { listStaffPlaces, type StaffPlace } from './store/staff-places.ts';

/** What making menus needs. */
export interface MenuParts {
  readonly db: Db;
  /** Those at work in this process. */
  readonly channels: () => readonly Channel[];
  readonly features: readonly Feature[];
  readonly t: Translate;
  readonly locale: string;
  readonly log: Log;
}

/** Commands that are typed once in an installation's life, and would only puzzle everybody else. */
const UNLISTED = new Set(['setup']);

/** Keeps menus up to date: call it now and then, it does something only when a menu changed. */
export function createMenus(parts: MenuParts): () => Promise<void> {
  const set = new Map<string, string>();
  return async () => {
    const places = await listStaffPlaces(parts.db);
    for (const channel of parts.channels()) {
      if (!channel.setCommands) continue;
      const menus = menusOf(
        parts,
        places.filter((place) => place.account === channel.id),
      );
      const wanted = JSON.stringify(menus);
      if (set.get(channel.id) === wanted) continue;
      try {
        await channel.setCommands(menus);
      } catch (error) {
        parts.log.warn({ err: error, account: channel.id }, 'the command menu could not be set');
      }
      set.set(channel.id, wanted);
    }
  };
}

function menusOf({ features, t, locale }: MenuParts, places: readonly StaffPlace[]): CommandMenu[] {
  const commands = features
    .flatMap((feature) => feature.commands ?? [])
    .filter(({ name }) => !UNLISTED.has(name));
  const list = (audience: Command['audience'], language: string) =>
    commands
      .filter((command) => command.audience === audience || command.audience === 'anyone')
      .map(({ name, description }) => ({ name, description: t(language, description) }));
  return [
    { audience: 'private', commands: list('traveller', locale) },
    ...LOCALES.map(
      (one): CommandMenu => ({ audience: 'private', locale: one, commands: list('traveller', one) }),
    ),
    ...places.map(({ chat, kind, locale: own }): CommandMenu => {
      const language = matchLocale(own ?? locale, STAFF_LOCALES) ?? 'en';
      return { audience: kind, chat, commands: list('staff', language) };
    }),
  ];
}
