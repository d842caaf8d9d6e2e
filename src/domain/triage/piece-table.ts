const KNUTH = 0x9e3779b1;
/** Stands for the key 0, which marks a free slot. */
const ZERO = 1;
/** Beyond this share of slots taken, looking up takes long. */
const FULLEST = 7 / 8;

/** Rows of small numbers by 32-bit key, in memory of a fixed size: once full it takes no new keys. */
export class PieceTable {
  readonly rows: Int16Array;
  /** Numbers in a row. */
  readonly width: number;
  private readonly keys: Int32Array;
  private readonly shift: number;
  private room: number;

  /** `bits`: the table has two to this power of slots, of 4 + 2 x `width` bytes each. */
  constructor(width: number, bits: number) {
    const slots = 2 ** bits;
    this.width = width;
    this.rows = new Int16Array(slots * width);
    this.keys = new Int32Array(slots);
    this.shift = 32 - bits;
    this.room = Math.floor(slots * FULLEST);
  }

  /** Where the row of a key starts in `rows`, or -1. */
  find(key: number): number {
    const slot = this.slotOf(key);
    return this.keys[slot] === 0 ? -1 : slot * this.width;
  }

  /** The same, with a row of zeros for a new key, or -1 when there is no room for it. */
  claim(key: number): number {
    const slot = this.slotOf(key);
    if (this.keys[slot] === 0) {
      if (this.room === 0) return -1;
      this.room -= 1;
      this.keys[slot] = key || ZERO;
    }
    return slot * this.width;
  }

  /** Where every taken row starts. */
  *taken(): Generator<number> {
    const { keys, width } = this;
    for (let slot = 0; slot < keys.length; slot += 1) if (keys[slot] !== 0) yield slot * width;
  }

  /** The slot of a key, or the free one where it belongs. */
  private slotOf(key: number): number {
    const wanted = key || ZERO;
    const last = this.keys.length - 1;
    let slot = Math.imul(wanted, KNUTH) >>> this.shift;
    while (this.keys[slot] !== 0 && this.keys[slot] !== wanted) slot = (slot + 1) & last;
    return slot;
  }
}
