/** Other programs: tokens by which they act in a colleague's name, and addresses that are told what happens. */
import type { Feature, PeopleDesk, TicketDesk } from '../../conversation/feature.ts';
import { blotShown } from '../../store/api-shown.ts';
import { chosenPerson, enterTicket } from './enter-ticket.ts';
import { manageHooks } from './hooks.ts';
import { tellDisabled } from './tell-disabled.ts';
import { tellHooks } from './tell-hooks.ts';
import { manageTokens } from './tokens.ts';

export { isPublicAddress } from './public-address.ts';

/** What integrations need from outside. */
export interface IntegrationDeps {
  readonly desk: TicketDesk;
  readonly people: PeopleDesk;
  /** Language of administrators who have chosen none. */
  readonly locale: string;
  readonly zone: string;
  /** Addresses on this machine and in private networks may be told. */
  readonly allowPrivate?: boolean | undefined;
}

/** The feature. */
export function createIntegrations(deps: IntegrationDeps): Feature {
  return {
    name: 'integrations',
    commands: [
      {
        name: 'api',
        words: ['接口', '介面'],
        audience: 'staff',
        action: 'api.edit',
        description: 'staff-api:command.api',
        usage: 'staff-api:usage.api',
        run: (turn, args) => manageTokens(turn, deps, args),
      },
      {
        name: 'webhook',
        words: ['网络钩子', '網路鉤子'],
        audience: 'staff',
        action: 'api.edit',
        description: 'staff-api:command.webhook',
        usage: 'staff-api:usage.webhook',
        run: (turn, args) => manageHooks(turn, deps, args),
      },
      {
        name: 'enter',
        words: ['代开', '代開'],
        audience: 'staff',
        description: 'staff-api:command.enter',
        usage: 'staff-api:usage.enter',
        run: (turn, args) => enterTicket(turn, deps, args),
      },
    ],
    choices: { enterfor: (turn, [personId]) => chosenPerson(turn, deps, personId) },
    onEvent: tellHooks,
    async sweep(work) {
      await tellDisabled(work, deps);
      await blotShown(work.tx, work.now);
    },
  };
}
