import { ApiRefusal, NoAnswer, type Params, type RefusalParameters, Upload } from './driver.ts';

/** Whether files are to be uploaded with these parameters. */
export function hasUpload(value: unknown): boolean {
  if (value instanceof Upload) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUpload);
}

/** The parameters as multipart/form-data: files are parts of their own that `attach://` names point to. */
export function encodeForm(params: Params): FormData {
  const form = new FormData();
  let files = 0;
  const attach = (value: unknown): unknown => {
    if (value instanceof Upload) {
      const name = `file${files}`;
      files += 1;
      form.append(name, new Blob([new Uint8Array(value.bytes)]), value.name);
      return `attach://${name}`;
    }
    if (Array.isArray(value)) return value.map(attach);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, attach(item)]));
  };
  for (const [key, value] of Object.entries(params)) {
    if (value === undefined || value === null) continue;
    const plain = attach(value);
    form.append(key, typeof plain === 'object' ? JSON.stringify(plain) : String(plain));
  }
  return form;
}

/** The result in a Bot API answer; throws ApiRefusal (also when a proxy refused in its own words) or NoAnswer. */
export async function readAnswer(response: Response): Promise<unknown> {
  const answer = (await response.json().catch(() => undefined)) as Partial<Answer> | undefined;
  if (answer?.ok) return answer.result;
  if (!answer && response.ok) throw new NoAnswer('unreadable', false);
  const description = answer?.description ?? response.statusText;
  throw new ApiRefusal(answer?.error_code ?? response.status, description, answer?.parameters);
}

interface Answer {
  readonly ok: boolean;
  readonly result: unknown;
  readonly error_code: number;
  readonly description: string;
  readonly parameters: RefusalParameters;
}
