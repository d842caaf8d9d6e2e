/** Numbers that look random and come again with the same seed. */
export interface Random {
  readonly seed: number;
  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number;
  shuffle<T>(items: readonly T[]): T[];
}

/** From TEST_SEED when that is set, so that a failure can be repeated; the seed is printed. */
export function seededRandom(name: string): Random {
  const seed = Number(process.env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`${name}: TEST_SEED=${seed}`);
  let state = seed >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    seed,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    shuffle(items) {
      const left = [...items];
      return items.map(() => left.splice(Math.floor(next() * left.length), 1)[0] as (typeof items)[number]);
    },
  };
}
