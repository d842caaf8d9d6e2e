/** What stands around the sheets of a workbook: their names, its texts, and which number formats are dates. */
import { isDateFormat, unescaped } from './cell-values.ts';
import { createParser, type Package, readPart } from './package.ts';

/** A workbook, but for its sheets. */
export interface Workbook {
  /** Paths of the sheets that are shown, in their order. */
  readonly sheets: readonly string[];
  readonly texts: readonly string[];
  /** By cell style, whether it shows a day. */
  readonly dateStyles: readonly boolean[];
  readonly isFrom1904: boolean;
}

/** @throws UserError when the parts are damaged */
export async function readWorkbook(from: Package): Promise<Workbook> {
  const path = (await relations(from, '')).find(({ type }) => type === 'officeDocument')?.target;
  const book = path ?? 'xl/workbook.xml';
  const related = await relations(from, book);
  const { ids, isFrom1904 } = await readSheetList(from, book);
  const targetOf = (type: string): string | undefined => related.find((each) => each.type === type)?.target;
  return {
    sheets: ids.flatMap(
      (id) => related.find((each) => each.id === id && each.type === 'worksheet')?.target ?? [],
    ),
    texts: await readTexts(from, targetOf('sharedStrings')),
    dateStyles: await readDateStyles(from, targetOf('styles')),
    isFrom1904,
  };
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

/** To which parts a part refers; the empty path is the archive itself. */
async function relations(from: Package, path: string): Promise<Relation[]> {
  const cut = path.lastIndexOf('/') + 1;
  const [folder, name] = [path.slice(0, cut), path.slice(cut)];
  const list = `${folder}_rels/${name}.rels`;
  if (!from.has(list)) return [];
  const found: Relation[] = [];
  const parser = createParser({
    open: (element, { Id = '', Type = '', Target = '' }) => {
      if (element !== 'Relationship') return;
      const target = new URL(Target, `file:///${folder}`).pathname.slice(1);
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target: decodeURI(target) });
    },
  });
  await readPart(from, list, parser);
  return found;
}

async function readSheetList(
  from: Package,
  path: string,
): Promise<{ readonly ids: string[]; readonly isFrom1904: boolean }> {
  const [shown, hidden]: [string[], string[]] = [[], []];
  let isFrom1904 = false;
  const parser = createParser({
    open: (element, attributes) => {
      if (element === 'workbookPr') isFrom1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '');
      if (element !== 'sheet') return;
      const id = Object.entries(attributes).find(([name]) => /(?:^|:)id$/.test(name))?.[1] ?? '';
      ((attributes.state ?? 'visible') === 'visible' ? shown : hidden).push(id);
    },
  });
  await readPart(from, path, parser);
  return { ids: shown.length > 0 ? shown : hidden, isFrom1904 };
}

/** The texts that cells refer to by number. How to pronounce them (`rPh`) is no part of them. */
async function readTexts(from: Package, path: string | undefined): Promise<string[]> {
  if (!path || !from.has(path)) return [];
  const texts: string[] = [];
  let [text, isText, isAside] = ['', false, false];
  const parser = createParser({
    open: (element) => {
      if (element === 'si') text = '';
      else if (element === 'rPh') isAside = true;
      else if (element === 't') isText = true;
    },
    close: (element) => {
      if (element === 'si') texts.push(unescaped(text));
      else if (element === 'rPh') isAside = false;
      else if (element === 't') isText = false;
    },
    text: (piece) => {
      if (isText && !isAside) text += piece;
    },
  });
  await readPart(from, path, parser);
  return texts;
}

async function readDateStyles(from: Package, path: string | undefined): Promise<boolean[]> {
  if (!path || !from.has(path)) return [];
  const codes = new Map<number, string>();
  const formats: number[] = [];
  let isCellStyle = false;
  const parser = createParser({
    open: (element, attributes) => {
      const id = Number(attributes.numFmtId ?? 0);
      if (element === 'numFmt') codes.set(id, attributes.formatCode ?? '');
      else if (element === 'cellXfs') isCellStyle = true;
      else if (element === 'xf' && isCellStyle) formats.push(id);
    },
    close: (element) => {
      if (element === 'cellXfs') isCellStyle = false;
    },
  });
  await readPart(from, path, parser);
  return formats.map((id) => isDateFormat(id, codes.get(id)));
}
