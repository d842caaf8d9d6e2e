/** One file received from the bot. */
export interface Upload {
  bytes: Buffer;
  fileName?: string;
  mime?: string;
}

/** What a multipart body holds, by part name. */
export interface MultipartBody {
  fields: Record<string, string>;
  uploads: Map<string, Upload>;
}

const HEADER_END = Buffer.from('\r\n\r\n');

/** Parses multipart/form-data held in memory; throws when the closing boundary is missing. */
export function parseMultipart(body: Buffer, contentType: string): MultipartBody {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (!boundary) throw new Error('multipart body without a boundary');
  const delimiter = Buffer.from(`--${boundary}`);
  const result: MultipartBody = { fields: {}, uploads: new Map() };
  let start = body.indexOf(delimiter);
  while (start >= 0) {
    const partStart = start + delimiter.length;
    if (body.toString('latin1', partStart, partStart + 2) === '--') return result;
    const next = body.indexOf(delimiter, partStart);
    if (next < 0) break;
    addPart(result, body.subarray(partStart + 2, next - 2));
    start = next;
  }
  throw new Error('multipart body is cut short');
}

function addPart(result: MultipartBody, part: Buffer): void {
  const split = part.indexOf(HEADER_END);
  if (split < 0) return;
  const headers = part.toString('utf8', 0, split);
  const content = part.subarray(split + HEADER_END.length);
  const name = /;\s*name="?([^";\r\n]*)"?/i.exec(headers)?.[1];
  if (name === undefined) return;
  const fileName = readFileName(headers);
  const mime = /^content-type:\s*([^;\r\n]+)/im.exec(headers)?.[1]?.trim();
  if (fileName === undefined && (mime === undefined || mime.startsWith('text/'))) {
    result.fields[name] = content.toString('utf8');
  } else {
    result.uploads.set(name, {
      bytes: Buffer.from(content),
      ...(fileName && { fileName }),
      ...(mime && { mime }),
    });
  }
}

function readFileName(headers: string): string | undefined {
  const extended = /filename\*=utf-8''([^;\r\n]+)/i.exec(headers)?.[1];
  if (extended !== undefined) return decodeURIComponent(extended);
  return /filename="([^"\r\n]*)"/i.exec(headers)?.[1] ?? /filename=([^;\r\n]*)/i.exec(headers)?.[1];
}
