/** Roster files as other programs write them: old encodings, and workbooks. */
import { crc32, deflateRawSync } from 'node:zlib';

/** The text in a Chinese encoding, which the platform can only read: the table is turned around. */
export function encodeAs(encoding: 'gb18030' | 'big5', text: string): Buffer {
  const table = tableOf(encoding);
  const bytes = [...text].map((character) => {
    if (character < '\x80') return Buffer.from(character);
    const found = table.get(character);
    if (!found) throw new Error(`${encoding} has no ${character} in two bytes`);
    return Buffer.from(found);
  });
  return Buffer.concat(bytes);
}

const tables = new Map<string, Map<string, [number, number]>>();

function tableOf(encoding: string): Map<string, [number, number]> {
  const known = tables.get(encoding);
  if (known) return known;
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, [number, number]>();
  for (let lead = 0x81; lead < 0xff; lead += 1) {
    for (let trail = 0x40; trail < 0xff; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if ([...character].length === 1 && character !== '\ufffd') table.set(character, [lead, trail]);
    }
  }
  tables.set(encoding, table);
  return table;
}

/** A cell of a workbook: a text, or what stands in the file (`{ stored: '43917', style: 1 }`). */
export type Cell =
  | string
  | null
  | { readonly stored: string; readonly type?: string; readonly style?: number };

/** What makes a workbook. */
export interface WorkbookSource {
  readonly sheets: readonly {
    readonly name: string;
    readonly rows: readonly (readonly Cell[])[];
    readonly isHidden?: boolean;
  }[];
  /** Number formats by cell style, from style 1 on: a number of a built-in one, or a code. */
  readonly formats?: readonly (number | string)[];
  readonly isFrom1904?: boolean;
  /** Texts within the cells, instead of a table of their own. */
  readonly isInline?: boolean;
}

/** The bytes of a workbook. */
export function workbook(source: WorkbookSource): Buffer {
  const { sheets, formats = [], isFrom1904 = false, isInline = false } = source;
  const texts: string[] = [];
  const relations = sheets.map((_sheet, at) =>
    relation(`rId${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`),
  );
  const list = sheets.map(
    ({ name, isHidden }, at) =>
      `<sheet name="${escaped(name)}" sheetId="${at + 1}"${isHidden ? ' state="hidden"' : ''} r:id="rId${at + 1}"/>`,
  );
  const parts: [string, string][] = sheets.map(({ rows }, at) => [
    `xl/worksheets/sheet${at + 1}.xml`,
    `<worksheet ${MAIN}><sheetData>${rows.map((cells, row) => rowXml(cells, row + 1, isInline ? undefined : texts)).join('')}</sheetData></worksheet>`,
  ]);
  const si = texts.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`);
  return zip([
    [
      '_rels/.rels',
      `<Relationships>${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `<workbook ${MAIN} xmlns:r="r"><workbookPr${isFrom1904 ? ' date1904="1"' : ''}/><sheets>${list.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships>${relations.join('')}${relation('s', 'styles', 'styles.xml')}${relation('t', 'sharedStrings', '/xl/sharedStrings.xml')}</Relationships>`,
    ],
    ['xl/styles.xml', stylesXml(formats)],
    ['xl/sharedStrings.xml', `<sst ${MAIN}>${si.join('')}</sst>`],
    ...parts,
  ]);
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

const relation = (id: string, type: string, target: string): string =>
  `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;

function rowXml(cells: readonly Cell[], row: number, texts: string[] | undefined): string {
  const inner = cells.map((cell, place) => {
    const at = `r="${columnName(place)}${row}"`;
    if (cell === null) return '';
    if (typeof cell !== 'string') {
      const type = cell.type ? ` t="${cell.type}"` : '';
      return `<c ${at}${type} s="${cell.style ?? 0}"><v>${cell.stored}</v></c>`;
    }
    if (!texts) return `<c ${at} t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
    return `<c ${at} t="s"><v>${texts.push(cell) - 1}</v></c>`;
  });
  return `<row r="${row}">${inner.join('')}</row>`;
}

const columnName = (place: number): string =>
  (place >= 26 ? columnName(Math.floor(place / 26) - 1) : '') + String.fromCharCode(65 + (place % 26));

function stylesXml(formats: readonly (number | string)[]): string {
  const own = formats.flatMap((format, at) =>
    typeof format === 'string' ? [`<numFmt numFmtId="${164 + at}" formatCode="${escaped(format)}"/>`] : [],
  );
  const styles = formats.map(
    (format, at) => `<xf numFmtId="${typeof format === 'string' ? 164 + at : format}"/>`,
  );
  return `<styleSheet ${MAIN}><numFmts>${own.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs></styleSheet>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A ZIP archive; `announced` says another unpacked size than is true. */
export function zip(parts: readonly (readonly [string, string | Buffer])[], announced?: number): Buffer {
  const [files, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [path, content] of parts) {
    const [name, bytes] = [Buffer.from(path), Buffer.from(content)];
    const packed = deflateRawSync(bytes);
    const facts = Buffer.alloc(22);
    facts.writeUInt16LE(0x0800, 0);
    facts.writeUInt16LE(8, 2);
    facts.writeUInt32LE(crc32(bytes), 8);
    facts.writeUInt32LE(packed.length, 12);
    facts.writeUInt32LE(announced ?? bytes.length, 16);
    facts.writeUInt16LE(name.length, 20);
    const place = Buffer.alloc(16);
    place.writeUInt32LE(offset, 12);
    files.push(Buffer.from('PK\x03\x04\x14\0', 'latin1'), facts, Buffer.alloc(2), name, packed);
    directory.push(
      Buffer.from('PK\x01\x02\x14\0\x14\0', 'latin1'),
      facts,
      Buffer.alloc(2),
      place.subarray(2),
      name,
    );
    offset += 30 + name.length + packed.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, list, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
