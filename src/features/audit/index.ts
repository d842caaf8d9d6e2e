/** `/audit`: who did what, for those who answer for the team. */
import type { Feature, TicketDesk, Turn } from '../../conversation/feature.ts';
import { showConfigTrail, showMore, showStaffTrail, showTicketTrail } from './show-trail.ts';

/** What the record is shown with. */
export interface AuditDeps {
  readonly desk: TicketDesk;
  /** Time zone it is shown in. */
  readonly zone: string;
}

const STAFF = /^(?:staff|人员|人員)(?:\s+|$|(?=@))/iu;
const CONFIG = /^(?:config|setup|配置|设置|設定)$/iu;

/** The feature. */
export function createAudit(deps: AuditDeps): Feature {
  return {
    name: 'audit',
    commands: [
      {
        name: 'audit',
        words: ['审计', '審計'],
        audience: 'staff',
        action: 'audit.read',
        description: 'staff-audit:command.audit',
        usage: 'staff-audit:usage.audit',
        run: (turn, args) => audit(turn, deps, args),
      },
    ],
    choices: {
      audit: (turn, args) => showMore(turn, deps, args),
    },
  };
}

async function audit(turn: Turn, deps: AuditDeps, args: string): Promise<void> {
  deps.desk.assertAmongStaff(turn);
  if (CONFIG.test(args)) return showConfigTrail(turn, deps);
  if (STAFF.test(args)) return showStaffTrail(turn, deps, args.replace(STAFF, ''));
  const picked = await deps.desk.pick(turn, 'staff-audit:usage.audit', args);
  if (picked) await showTicketTrail(turn, deps, picked.ticket);
}
