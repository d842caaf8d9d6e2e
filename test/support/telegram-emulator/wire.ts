/** JSON that keeps bytes, patterns and endless numbers, for control calls between processes. */
export const encodeWire = (value: unknown): string => JSON.stringify(value, replacer);

/** Reads what encodeWire wrote. */
export const decodeWire = (text: string): unknown => JSON.parse(text, reviver);

function replacer(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const raw = this[key];
  if (raw instanceof Uint8Array) return { $base64: Buffer.from(raw).toString('base64') };
  if (raw instanceof RegExp) return { $pattern: raw.source, $flags: raw.flags };
  if (raw === Number.POSITIVE_INFINITY) return { $infinity: true };
  if (typeof raw === 'function') throw new TypeError(`a function cannot be sent to the emulator (${key})`);
  return value;
}

function reviver(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$base64' in value) return Buffer.from(String(value.$base64), 'base64');
  if ('$pattern' in value)
    return new RegExp(String(value.$pattern), '$flags' in value ? String(value.$flags) : '');
  if ('$infinity' in value) return Number.POSITIVE_INFINITY;
  return value;
}
