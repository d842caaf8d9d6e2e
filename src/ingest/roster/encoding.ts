/** Which encoding a text file has: nobody asks the people who send rosters, and they would not know. */
import { isUtf8 } from 'node:buffer';

/** Encodings that rosters are saved in. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** A file's encoding, and how many bytes at its start say so and are no text. */
export interface Encoded {
  readonly encoding: Encoding;
  readonly skip: number;
}

/** Zero bytes are a picture, or UTF-16 without its mark; a few of them are a damaged text. */
const MOST_ZEROS = 0.05;
/**
 * Damaged characters in an otherwise good text; each is reported with its row and column. UTF-8 cannot well be mistaken
 * for another encoding, so that more of them leave no doubt.
 */
const MOST_BROKEN = { gb18030: 0.02, utf8: 0.1 } as const;
/**
 * Chinese as people write it is in GB 2312 nearly throughout. Bytes of Big5 or of Western encodings can be read as
 * GB18030 as well, but give rare characters then: less than half of them are in GB 2312.
 */
const LEAST_COMMON = 0.75;

/** Undefined: it is no text, or in an encoding that cannot be told with certainty; then it is better not to guess. */
export function detectEncoding(bytes: Uint8Array): Encoded | undefined {
  const starts = (...mark: number[]): boolean => mark.every((byte, at) => bytes[at] === byte);
  if (starts(0xef, 0xbb, 0xbf)) return { encoding: 'utf-8', skip: 3 };
  if (starts(0xff, 0xfe)) return { encoding: 'utf-16le', skip: 2 };
  if (starts(0xfe, 0xff)) return { encoding: 'utf-16be', skip: 2 };
  if (zeros(bytes) > bytes.length * MOST_ZEROS) return undefined;
  if (isUtf8(bytes)) return { encoding: 'utf-8', skip: 0 };
  const chinese = countGb(bytes);
  const seen = chinese.common + chinese.rare;
  if (seen > 0 && chinese.broken <= seen * MOST_BROKEN.gb18030 && chinese.common >= seen * LEAST_COMMON)
    return { encoding: 'gb18030', skip: 0 };
  const unicode = countUtf8(bytes);
  if (unicode.whole > 0 && unicode.broken <= Math.max(1, unicode.whole * MOST_BROKEN.utf8))
    return { encoding: 'utf-8', skip: 0 };
  return undefined;
}

function zeros(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) count += 1;
  return count;
}

/** Reads bytes as GB18030: characters of GB 2312 (with its punctuation), others, and bytes that are none. */
function countGb(bytes: Uint8Array): { common: number; rare: number; broken: number } {
  let [common, rare, broken] = [0, 0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const [lead = 0, trail = 0] = [bytes[at], bytes[at + 1]];
    if (lead < 0x80) continue;
    if (lead === 0x80 || lead === 0xff) broken += 1;
    else if (trail >= 0x30 && trail <= 0x39 && isFourBytes(bytes, at)) {
      rare += 1;
      at += 3;
    } else if (trail >= 0x40 && trail !== 0x7f && trail !== 0xff) {
      const isCommon = trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xf7) || (lead >= 0xa1 && lead <= 0xa3));
      if (isCommon) common += 1;
      else rare += 1;
      at += 1;
    } else broken += 1;
  }
  return { common, rare, broken };
}

function isFourBytes(bytes: Uint8Array, at: number): boolean {
  const [third = 0, fourth = 0] = [bytes[at + 2], bytes[at + 3]];
  return third >= 0x81 && third <= 0xfe && fourth >= 0x30 && fourth <= 0x39;
}

/** Reads bytes as UTF-8: whole characters beyond ASCII, and bytes that belong to none. */
function countUtf8(bytes: Uint8Array): { whole: number; broken: number } {
  let [whole, broken] = [0, 0];
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    const more = lead >= 0xf0 && lead <= 0xf4 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : 0;
    let found = 0;
    while (found < more && ((bytes[at + 1 + found] ?? 0) & 0xc0) === 0x80) found += 1;
    if (more > 0 && lead <= 0xf4 && found === more) {
      whole += 1;
      at += more;
    } else {
      broken += 1;
      at += found;
    }
  }
  return { whole, broken };
}
