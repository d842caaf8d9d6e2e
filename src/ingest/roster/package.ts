/** The parts of a workbook file, which is a ZIP archive; anybody can send one, so that everything is limited. */
import { SaxesParser } from 'saxes';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { UserError } from '../../errors.ts';

/** Parts in an archive; a workbook has some dozens. */
const MOST_PARTS = 5000;
/** Bytes of a part when unpacked; the sheet of 91,690 people has 70 million. It is read in pieces and never held. */
const MOST_BYTES = 300_000_000;

/** An opened workbook file. */
export interface Package {
  has(path: string): boolean;
  /** Feeds a part to a parser, piece by piece; the caller takes what has come of each. @throws UserError */
  feed(path: string, parser: SaxesParser): AsyncGenerator<void>;
}

const broken = (cause: unknown): UserError => new UserError('staff-roster:file.workbook', {}, { cause });

/** @throws UserError when it is no archive, or an unreasonable one */
export async function openPackage(bytes: Uint8Array): Promise<Package> {
  let zip: ZipFile;
  const entries = new Map<string, Entry>();
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    zip = await fromBufferPromise(buffer, { lazyEntries: true, autoClose: false });
    if (zip.entryCount > MOST_PARTS) throw new Error(`${zip.entryCount} parts`);
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.toLowerCase(), entry);
  } catch (error) {
    throw broken(error);
  }
  return {
    has: (path) => entries.has(path.toLowerCase()),
    async *feed(path, parser) {
      const entry = entries.get(path.toLowerCase());
      if (!entry) throw broken(new Error(`no part ${path}`));
      if (entry.uncompressedSize > MOST_BYTES) throw new UserError('staff-roster:file.unpacked');
      try {
        // The reader ends with an error when there is more than the archive has announced.
        const stream = await zip.openReadStreamPromise(entry);
        stream.setEncoding('utf8');
        for await (const text of stream) {
          parser.write(text);
          yield;
        }
        parser.close();
        yield;
      } catch (error) {
        throw error instanceof UserError ? error : broken(error);
      }
    },
  };
}

/** A parser and its events by the names of elements without their prefix. */
export function createParser(on: {
  open?: (name: string, attributes: Record<string, string>) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
}): SaxesParser {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const { open, close, text } = on;
  if (open) parser.on('opentag', ({ name, attributes }) => open(local(name), attributes));
  if (close) parser.on('closetag', ({ name }) => close(local(name)));
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  return parser;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Reads a part to its end. */
export async function readPart(from: Package, path: string, parser: SaxesParser): Promise<void> {
  for await (const _piece of from.feed(path, parser));
}
