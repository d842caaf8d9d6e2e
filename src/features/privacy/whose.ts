/** Whose data somebody may ask for: their own, and those of children whom the team knows they speak for. */
import type { Turn } from '../../conversation/feature.ts';
import { isolate } from '../../domain/isolate.ts';
import { UserError } from '../../errors.ts';
import { listWards } from '../../store/my-data.ts';
import type { PersonRecord } from '../../store/records.ts';

/** Somebody whose data are meant. */
export interface Owner {
  readonly id: string;
  /** Null for whoever asks. */
  readonly name: string | null;
  readonly isSelf: boolean;
}

/**
 * The one that is meant: `id` is what a button names, and without it the only one there is. Where there are several they
 * are offered as buttons `<choice>:<person id>`, and undefined is returned: the turn is over.
 */
export async function pickOwner(turn: Turn, choice: string, id?: string): Promise<Owner | undefined> {
  if (turn.staff) throw new UserError('privacy:error.staff');
  if (turn.chat.kind !== 'private') throw new UserError('privacy:error.private');
  const { person, t, locale } = turn;
  if (!person) throw new UserError('privacy:error.nothing');
  const wards = await listWards(turn.tx, person.id);
  const owners = [self(person), ...wards.map((ward): Owner => ({ ...ward, isSelf: false }))];
  if (id !== undefined || owners.length === 1) {
    const found = owners.find((one) => one.id === (id ?? person.id));
    if (!found) throw new UserError('common:error.old-choice');
    return found;
  }
  const label = (one: Owner) => (one.isSelf ? t(locale, 'privacy:button.me') : (one.name ?? '?'));
  const choices = owners.map((one) => [{ id: `${choice}:${one.id}`, label: label(one) }]);
  await turn.reply({ text: t(locale, 'privacy:whose'), choices });
  return undefined;
}

const self = ({ id }: PersonRecord): Owner => ({ id, name: null, isSelf: true });

/** How a child is called in a sentence. */
export const nameOf = ({ name }: Owner): string => isolate(name ?? '?');
