/** `/move`: a link or code by which somebody goes on from another phone or platform; and what becomes of the old one. */
import type { Turn } from '../../conversation/feature.ts';
import { matchLocale } from '../../domain/locale.ts';
import { platformName } from '../../domain/platform-name.ts';
import { UserError } from '../../errors.ts';
import { addAudit } from '../../store/audit.ts';
import { addBindCodes, revokeCodes } from '../../store/bind-codes.ts';
import { dropAccount, listAccountsOf } from '../../store/person-accounts.ts';
import type { OnboardingDeps } from './deps.ts';
import { goOnAt } from './go-on-at.ts';
import { LINK_DAYS, linkEnd, waysIn } from './ways-in.ts';

/** Gives the link for every account that works, and the code for those without links. */
export async function offerMove(turn: Turn): Promise<void> {
  if (turn.staff) throw new UserError('staff-onboarding:error.is-staff');
  if (turn.chat.kind === 'group') throw new UserError('onboarding:error.move-private');
  const { tx, now, actor, inbound } = turn;
  const locale = turn.person?.locale ?? turn.locale;
  const person = await turn.ensurePerson();
  const maker = { createdBy: null, expiresAt: linkEnd(now) };
  const made = (await addBindCodes(tx, [person.id], maker, now)).get(person.id);
  if (!made) return;
  const by = actor.role === 'traveller' ? { role: 'traveller' as const, id: person.id } : actor;
  addAudit(tx, {
    actor: by,
    action: 'person.move',
    now,
    channel: inbound.account,
    after: { personId: person.id },
  });
  const say = (key: string, params: Record<string, unknown> = {}): string =>
    turn.t(locale, `onboarding:${key}`, params);
  const ways = await waysIn(turn, made.code);
  const links = ways.flatMap(({ account, link, isOpen }) =>
    link
      ? [
          isOpen
            ? say('move.open', { link })
            : say('move.link', { account: platformName(account, turn.t, locale), link }),
        ]
      : [],
  );
  const lines = [
    say('move.text'),
    ...links,
    say('move.code', { code: made.code }),
    say('move.end', { days: LINK_DAYS }),
  ];
  await turn.reply({ text: lines.join('\n\n') });
}

/** An old account is given up: it is nobody's any more, and every link that may lie in it is worth nothing. */
export async function dropOther(
  turn: Turn,
  deps: OnboardingDeps,
  identityId: string | undefined,
): Promise<void> {
  const { tx, now, person, inbound } = turn;
  const accounts = person ? await listAccountsOf(tx, person.id) : [];
  const old = accounts.find(({ id }) => id === identityId && id !== turn.identity.id);
  const at = turn.privateTarget();
  if (!person || !old || !at) throw new UserError('common:error.old-choice');
  const locale = matchLocale(person.locale ?? turn.locale) ?? 'en';
  await goOnAt(turn, deps, person.id, [old], at);
  await dropAccount(tx, old.id);
  await revokeCodes(tx, [person.id], now);
  tx.changed.add(person.id);
  addAudit(tx, {
    actor: { role: 'traveller', id: person.id },
    action: 'person.unbind',
    now,
    channel: inbound.account,
    after: { personId: person.id, identityId: old.id },
  });
  if (old.chat) {
    const text = turn.t(locale, 'onboarding:dropped-there');
    const target = { account: old.account, chat: old.chat, kind: 'private' as const };
    await turn.say(target, { text }, { key: `dropped:${turn.inboundId}` });
  }
  await turn.reply({
    text: turn.t(locale, 'onboarding:dropped', { account: platformName(old.account, turn.t, locale) }),
  });
}

/** Every account stays. */
export async function keepOthers(turn: Turn): Promise<void> {
  await turn.reply({ text: turn.t(turn.person?.locale ?? turn.locale, 'onboarding:kept') });
}
