/** Small drawings that stand for the photos people send. */
import { readFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

interface Drawing {
  /** What each letter of the rows is painted with, as #rrggbb. */
  readonly colours: Record<string, string>;
  readonly rows: readonly string[];
}

/** Pixels of the picture for one letter of a row. */
const SCALE = 22;

const drawings: Record<string, Drawing> = JSON.parse(
  readFileSync(new URL('./pictures.json', import.meta.url), 'utf8'),
);

/** The picture of this name as a PNG; throws for a name that is not drawn. */
export function drawPicture(name: string): Uint8Array {
  const drawing = drawings[name];
  if (!drawing) throw new Error(`there is no picture called ${name}`);
  const letters = Object.keys(drawing.colours);
  const palette = Buffer.from(Object.values(drawing.colours).join('').replaceAll('#', ''), 'hex');
  const lines = drawing.rows.map((row) => paint(row, letters));
  const height = lines.length * SCALE;
  const width = (lines[0]?.length ?? 1) - 1;
  const pixels = Buffer.concat(lines.flatMap((line) => Array.from({ length: SCALE }, () => line)));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const chunks = [
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...chunks]);
}

/** One line of pixels as indices into the palette, after PNG's "no filter" byte. */
function paint(row: string, letters: readonly string[]): Buffer {
  const indices = [...row].flatMap((letter) => Array<number>(SCALE).fill(letters.indexOf(letter)));
  return Buffer.from([0, ...indices]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
