/** Setting an installation up: the first administrator, who works here, and which group is which. */
import type { Feature, Turn } from '../../conversation/feature.ts';
import { acceptTypedCode, start } from './accept-invite.ts';
import { becomeAdmin } from './become-admin.ts';
import { bindTeam, confirmTeam, keepTeam } from './bind-team.ts';
import { inviteAs, inviteStaff } from './invite-staff.ts';
import { listColleagues } from './list-staff.ts';
import { renameSelf } from './rename-self.ts';
import { listSites, saveSiteHere } from './save-site.ts';
import { speak } from './spoken-languages.ts';
import { switchStaff } from './switch-staff.ts';

/** What setting up needs from outside. */
export interface SetupDeps {
  /** Greets a traveller who sent `/start`, with what came behind it. */
  readonly start: (turn: Turn, args: string) => Promise<void>;
  /** Takes a code of the same form that is a traveller's; false when there is no such code. */
  readonly redeem: (turn: Turn, code: string) => Promise<boolean>;
}

/** The feature; it owns `/start`, since an invitation comes that way, and so is registered before its greeter. */
export function createSetup(deps: SetupDeps): Feature {
  const texts = (name: string) => ({
    description: `staff-setup:command.${name}`,
    usage: `staff-setup:usage.${name}`,
  });
  return {
    name: 'setup',
    commands: [
      {
        name: 'start',
        audience: 'anyone',
        description: 'care:command.start',
        usage: 'care:command.start',
        run: (turn, args) => start(turn, args, deps),
      },
      { name: 'setup', audience: 'anyone', ...texts('setup'), run: becomeAdmin },
      {
        name: 'invite',
        words: ['邀请', '邀請'],
        audience: 'staff',
        action: 'staff.invite',
        ...texts('invite'),
        run: inviteStaff,
      },
      { name: 'name', audience: 'staff', ...texts('name'), run: renameSelf },
      { name: 'speaks', words: ['会说', '會說'], audience: 'staff', ...texts('speaks'), run: speak },
      {
        name: 'staff',
        words: ['人员', '人員'],
        audience: 'staff',
        action: 'staff.list',
        ...texts('staff'),
        run: (turn, args) => (args ? switchStaff(turn, args) : listColleagues(turn)),
      },
      { name: 'team', audience: 'staff', action: 'team.bind', ...texts('team'), run: bindTeam },
      { name: 'site', audience: 'staff', action: 'site.edit', ...texts('site'), run: saveSiteHere },
      { name: 'sites', audience: 'staff', ...texts('sites'), run: listSites },
    ],
    choices: {
      invite: (turn, [role]) => inviteAs(turn, role ?? ''),
      teammove: (turn, [id]) => confirmTeam(turn, id),
      teamkeep: (turn, [id]) => keepTeam(turn, id),
    },
    answers: { 'setup.invite': acceptTypedCode },
  };
}
