/** Who somebody is: codes that make an account a person of the roster, other accounts of theirs, and claims to be one. */
import type { Feature, Turn } from '../../conversation/feature.ts';
import { answerNumber, askForNumber, lookForThem } from './claim-identity.ts';
import type { OnboardingDeps } from './deps.ts';
import { followAccount } from './follow-account.ts';
import { giveCode, giveCodeTo } from './give-code.ts';
import { dropOther, keepOthers, offerMove } from './move-account.ts';
import { confirmCode, declineCode, redeemCode, redeemTyped } from './redeem-code.ts';
import { confirmClaim, identityByWords, refuseClaim } from './settle-claim.ts';
import { unbindAccount, unbindByWords, unbindChosen } from './unbind-account.ts';
import { askToWarn, startWarning, warnNext } from './warn-account.ts';
import { greetStranger, offerLinkToKeep } from './welcome.ts';

/** The feature, and the redeeming of codes for whoever owns `/start`. */
export type Onboarding = Feature & {
  /** Takes a code that came behind `/start`; false when it is none of ours. */
  readonly redeem: (turn: Turn, code: string) => Promise<boolean>;
  /** Greets somebody who came without a code. */
  readonly start: (turn: Turn) => Promise<void>;
};

/** The feature; registered before whatever takes words in private. */
export function createOnboarding(deps: OnboardingDeps): Onboarding {
  const texts = (name: string) => ({
    description: `staff-onboarding:command.${name}`,
    usage: `staff-onboarding:usage.${name}`,
  });
  const own = (name: string) => ({
    description: `onboarding:command.${name}`,
    usage: `onboarding:command.${name}`,
  });
  return {
    name: 'onboarding',
    redeem: (turn, code) => redeemCode(turn, deps, code),
    async start(turn) {
      await deps.greet(turn);
      await offerLinkToKeep(turn);
    },
    commands: [
      {
        name: 'bindcode',
        words: ['绑定码', '綁定碼'],
        audience: 'staff',
        action: 'person.bind',
        ...texts('bindcode'),
        run: (turn, args) => giveCode(turn, deps, args),
      },
      {
        name: 'unbind',
        words: ['解绑', '解綁'],
        audience: 'staff',
        action: 'person.bind',
        ...texts('unbind'),
        run: (turn, args) => unbindByWords(turn, deps, args),
      },
      {
        name: 'identity',
        words: ['身份', '身分'],
        audience: 'staff',
        action: 'person.bind',
        ...texts('identity'),
        run: (turn, args) => identityByWords(turn, deps, args),
      },
      {
        name: 'danger',
        words: ['账号危险', '帳號危險'],
        audience: 'staff',
        action: 'health.read',
        ...texts('danger'),
        run: (turn, args) => askToWarn(turn, deps, args),
      },
      { name: 'move', words: ['换号', '換號'], audience: 'traveller', ...own('move'), run: offerMove },
      {
        name: 'register',
        words: ['登记', '登記'],
        audience: 'traveller',
        ...own('register'),
        run: askForNumber,
      },
    ],
    choices: {
      bindcode: (turn, [id]) => giveCodeTo(turn, deps, id),
      unbind: (turn, [id]) => unbindChosen(turn, deps, id),
      unbindgo: (turn, [id]) => unbindAccount(turn, deps, id),
      bindyes: (turn, [id]) => confirmCode(turn, deps, id),
      bindno: (turn, [id]) => declineCode(turn, id),
      accountdrop: (turn, [id]) => dropOther(turn, deps, id),
      accountkeep: (turn) => keepOthers(turn),
      register: (turn) => askForNumber(turn),
      idyes: (turn, [number, id]) => confirmClaim(turn, deps, number, id),
      idno: (turn, [number]) => refuseClaim(turn, deps, number),
      dangeryes: (turn, [account]) => startWarning(turn, deps, account),
    },
    answers: { 'onboarding.number': (turn, text) => answerNumber(turn, deps, text) },
    beforeAnswer: (turn) => redeemTyped(turn, deps),
    async onChatEvent(turn, event) {
      if (event.type === 'opened') await greetStranger(turn, deps);
    },
    async onEvent(work, event) {
      if (event.type === 'profile.changed') await lookForThem(work, deps, event.person);
      if (event.type === 'ticket.said') await followAccount(work, deps, event.ticket, event.inbound);
    },
    sweep: (work) => warnNext(work, deps),
  };
}
