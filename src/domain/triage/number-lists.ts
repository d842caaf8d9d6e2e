/**
 * Lists of numbers, each found by two numbers. Half a million of them are made at every start, and as maps and arrays
 * they would take more time and memory than everything else.
 *
 *   for (let link = lists.first(a, b); link >= 0; link = lists.next(link)) use(lists.value(link));
 */
export class NumberLists {
  /** By slot: the two numbers, and the first and last link of their list, counted from one; zero is a free slot. */
  private slots: Int32Array<ArrayBuffer>;
  private taken = 0;
  private shift: number;
  /** By link: its value, and the next link of its list, counted from one. */
  private links: Int32Array<ArrayBuffer>;
  private length = 0;

  /** `bits`: there is room for two to this power of lists; more is made when it is needed. */
  constructor(bits: number) {
    this.slots = new Int32Array(2 ** (bits + 1) * 4);
    this.shift = 31 - bits;
    this.links = new Int32Array(2 ** (bits + 1));
  }

  /** Puts a number at the end of a list. */
  add(one: number, other: number, value: number): void {
    if (this.length * 2 === this.links.length) this.links = grown(this.links);
    this.links[this.length * 2] = value;
    this.length += 1;
    const at = this.slotOf(one, other);
    const last = this.slots[at + 3] ?? 0;
    if (last > 0) this.links[last * 2 - 1] = this.length;
    this.slots[at + 3] = this.length;
    if (last > 0) return;
    this.slots[at] = one;
    this.slots[at + 1] = other;
    this.slots[at + 2] = this.length;
    this.taken += 1;
    if (this.taken * 8 > this.slots.length) this.spread();
  }

  /** The first link of a list; -1 when there is none. */
  first(one: number, other: number): number {
    return (this.slots[this.slotOf(one, other) + 2] ?? 0) - 1;
  }

  /** The link behind this one; -1 at the end. */
  next(link: number): number {
    return (this.links[link * 2 + 1] ?? 0) - 1;
  }

  value(link: number): number {
    return this.links[link * 2] ?? 0;
  }

  private slotOf(one: number, other: number): number {
    const { slots } = this;
    const last = slots.length - 4;
    const mixed = Math.imul(Math.imul(one, 0x9e3779b1) ^ other, 0x85ebca6b);
    let at = (mixed >>> this.shift) * 4;
    while (slots[at + 2] !== 0 && (slots[at] !== one || slots[at + 1] !== other)) at = (at + 4) & last;
    return at;
  }

  /** Twice the room, so that no more than half of it is taken. */
  private spread(): void {
    const old = this.slots;
    this.slots = new Int32Array(old.length * 2);
    this.shift -= 1;
    for (let from = 0; from < old.length; from += 4) {
      if (old[from + 2] === 0) continue;
      const to = this.slotOf(old[from] ?? 0, old[from + 1] ?? 0);
      for (let at = 0; at < 4; at += 1) this.slots[to + at] = old[from + at] ?? 0;
    }
  }
}

function grown(numbers: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(numbers.length * 2);
  larger.set(numbers);
  return larger;
}
