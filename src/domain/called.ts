/** Which of several is meant by a name that somebody typed. */

/** Somebody or something that is called by name. */
export interface Named {
  readonly name: string;
  /** What their platforms know them by. */
  readonly usernames?: readonly string[];
}

/** How names are compared: letter case, width and spaces do not tell them apart. */
export const fold = (name: string): string =>
  name.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();

/**
 * Those called so: `@username`, else a whole name, else the beginning of one. More than one means that the words do not
 * say which.
 */
export function called<T extends Named>(all: readonly T[], words: string): T[] {
  const wanted = fold(words);
  const username = /^@(.+)$/u.exec(wanted)?.[1];
  const known = username ? all.filter((one) => one.usernames?.some((each) => fold(each) === username)) : [];
  return known.length > 0 ? known : byName(all, username ?? wanted);
}

function byName<T extends Named>(all: readonly T[], wanted: string): T[] {
  if (!wanted) return [];
  const exact = all.filter(({ name }) => fold(name) === wanted);
  return exact.length > 0 ? exact : all.filter(({ name }) => fold(name).startsWith(wanted));
}
