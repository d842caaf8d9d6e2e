import { accountMethods } from './account.ts';
import { chatMethods } from './chats.ts';
import { copyMethods } from './copy.ts';
import { editMethods } from './edit.ts';
import { forumMethods } from './forum.ts';
import { mediaMethods } from './media.ts';
import type { Method } from './method.ts';
import { sendMethods } from './send.ts';
import { updateMethods } from './updates.ts';

const all = {
  ...accountMethods,
  ...chatMethods,
  ...copyMethods,
  ...editMethods,
  ...forumMethods,
  ...mediaMethods,
  ...sendMethods,
  ...updateMethods,
};

/** Official method names by their lower-case form: the Bot API does not care about case. */
const names = new Map(Object.keys(all).map((name) => [name.toLowerCase(), name]));
const methods = new Map<string, Method>(Object.entries(all));

/** The method and its official name; undefined when the emulator does not know it. */
export function findMethod(called: string): { name: string; method: Method } | undefined {
  const name = methods.has(called) ? called : names.get(called.toLowerCase());
  const method = name === undefined ? undefined : methods.get(name);
  return name !== undefined && method ? { name, method } : undefined;
}
