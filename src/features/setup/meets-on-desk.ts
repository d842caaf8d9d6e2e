import type { Turn } from '../../conversation/feature.ts';
import { listOverseeingChats } from '../../store/accounts.ts';

/** Whether the team meets at a desk on this account, where everybody who works here is without being added to a group. */
export async function meetsOnDesk(turn: Turn): Promise<boolean> {
  return (await listOverseeingChats(turn.tx)).some(({ account }) => account === turn.inbound.account);
}
