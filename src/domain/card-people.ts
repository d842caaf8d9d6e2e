/** The people around a ticket, as its card names them: who writes for the traveller, and who travels with them. */
import { isolate } from './isolate.ts';
import type { Translate } from './locale.ts';
import type { Choice } from './message.ts';
import type { ProxyState, Relation } from './proxy.ts';

/** Who else there is; absent on nearly every card. */
export interface PeopleFacts {
  readonly proxy?: {
    readonly speaker: string | null;
    readonly relation: Relation;
    readonly state: ProxyState;
  } | null;
  readonly party?:
    | readonly {
        readonly name: string | null;
        readonly room: string | null;
        readonly tickets: readonly { readonly number: number; readonly restricted: boolean }[] | null;
      }[]
    | null;
}

interface Looks {
  readonly t: Translate;
  readonly locale: string;
  readonly reader: 'group' | 'full';
}

/** A line for who speaks, and a line for the party; a group is not told whose a confidential ticket is. */
export function peopleLines({ proxy, party }: PeopleFacts, { t, locale, reader }: Looks): string[] {
  const lines: string[] = [];
  if (proxy) {
    const name = isolate(proxy.speaker ?? '?');
    const relation = t(locale, `staff-proxy:relation.${proxy.relation}`);
    lines.push(t(locale, `staff-proxy:card.${proxy.state}`, { name, relation }));
  }
  if (party?.length) {
    const shown = party.flatMap(({ tickets }) => tickets ?? []);
    const numbers = shown
      .filter((one) => reader === 'full' || !one.restricted)
      .map((one) => `#${one.number}`);
    const members = party.map((one) => memberText(one)).join(', ');
    lines.push(
      numbers.length > 0
        ? t(locale, 'staff-proxy:card.party-also', { members, numbers: numbers.join(', ') })
        : t(locale, 'staff-proxy:card.party', { members }),
    );
  }
  return lines;
}

/** `Li Wei (1203)`, or what is known of it. */
export function memberText({ name, room }: { name: string | null; room: string | null }): string {
  if (!name) return room ?? '?';
  return room ? `${isolate(name)} (${room})` : isolate(name);
}

/** Confirm and refuse, as long as nobody has. */
export function proxyChoices(number: number, { proxy }: PeopleFacts, { t, locale }: Looks): Choice[][] {
  if (proxy?.state !== 'claimed') return [];
  const choice = (id: string, key: string): Choice => ({ id: `${id}:${number}`, label: t(locale, key) });
  return [[choice('proxyok', 'staff-proxy:button.verify'), choice('proxyno', 'staff-proxy:button.refuse')]];
}
