import { badRequest } from './errors.ts';
import { parseMultipart, type Upload } from './multipart.ts';

const TRUE = new Set(['true', 'yes', '1']);

/** The parameters of one API call, whatever body format they came in. */
export class Params {
  readonly fields: Record<string, unknown>;
  readonly uploads: ReadonlyMap<string, Upload>;

  constructor(fields: Record<string, unknown>, uploads: ReadonlyMap<string, Upload> = new Map()) {
    this.fields = fields;
    this.uploads = uploads;
  }

  has(name: string): boolean {
    const value = this.fields[name];
    return (value !== undefined && value !== null && value !== '') || this.uploads.has(name);
  }

  /** Empty when missing, as the Bot API treats it. */
  text(name: string): string {
    const value = this.fields[name];
    if (value === undefined || value === null) return '';
    return typeof value === 'string'
      ? value
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);
  }

  int(name: string): number | undefined {
    const value = this.fields[name];
    if (typeof value === 'number') return Math.trunc(value);
    if (typeof value !== 'string' || !/^\s*-?\d+\s*$/.test(value)) return undefined;
    return Number(value);
  }

  float(name: string): number | undefined {
    const value = Number.parseFloat(this.text(name));
    return Number.isFinite(value) ? value : undefined;
  }

  bool(name: string): boolean {
    return TRUE.has(this.text(name).toLowerCase());
  }

  /** A structured field, sent as JSON inside JSON or as a string; throws 400 when it does not parse. */
  json<T>(name: string, label = name.replaceAll('_', ' ')): T | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value !== 'string') return value as T;
    try {
      return JSON.parse(value) as T;
    } catch {
      throw badRequest(`can't parse ${label} JSON object`);
    }
  }

  /** What the call log keeps: decoded fields, and uploads by name and size only. */
  summary(): Record<string, unknown> {
    if (this.uploads.size === 0) return this.fields;
    const summary: Record<string, unknown> = { ...this.fields };
    for (const [name, file] of this.uploads)
      summary[name] = { upload: file.fileName, size: file.bytes.length };
    return summary;
  }
}

/** Reads the parameters from the query string and a JSON, urlencoded or multipart body. */
export function readParams(contentType: string, body: Buffer, query: string): Params {
  const fields: Record<string, unknown> = query ? Object.fromEntries(new URLSearchParams(query)) : {};
  if (body.length === 0) return new Params(fields);
  if (contentType.startsWith('multipart/form-data')) {
    const parsed = parseMultipart(body, contentType);
    return new Params(Object.assign(fields, parsed.fields), parsed.uploads);
  }
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return new Params(Object.assign(fields, Object.fromEntries(new URLSearchParams(body.toString('utf8')))));
  }
  if (!contentType.startsWith('application/json')) return new Params(fields);
  return new Params(query ? Object.assign(fields, parseJson(body)) : parseJson(body));
}

function parseJson(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  } catch {
    throw badRequest("can't parse JSON object");
  }
}
