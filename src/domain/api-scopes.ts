/** What a token of the API may be used for; its colleague's role still decides what it may really do. */

/** Every scope. */
export const API_SCOPES = [
  'tickets:read',
  'tickets:write',
  'people:read',
  'stays:read',
  'figures:read',
  'exports:run',
  'webhooks',
] as const;

/** One of them. */
export type ApiScope = (typeof API_SCOPES)[number];

/** The scopes of a list such as `tickets:read,webhooks`, each once; undefined when a word is none or there are none. */
export function readScopes(list: string): ApiScope[] | undefined {
  const words = new Set(list.split(/[,，、]/u).filter(Boolean));
  const scopes = API_SCOPES.filter((scope) => words.has(scope));
  return scopes.length > 0 && scopes.length === words.size ? scopes : undefined;
}
