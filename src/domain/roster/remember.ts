/** How many different cells are remembered: a list has few sexes, flights and days of entry, each very often. */
const MOST = 2000;
const LONGEST = 60;

/** The same function, which looks at the same text only once. */
export function remember<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || text.length > LONGEST) return before ?? read(text);
    const value = read(text);
    if (known.size >= MOST) known.clear();
    known.set(text, value);
    return value;
  };
}
