import { createHmac } from 'node:crypto';

/**
 * The headers of a message, as Standard Webhooks signs them: HMAC-SHA256 of `id.timestamp.body` by the bytes that the
 * secret holds behind `whsec_`.
 */
export function signedHeaders(
  secret: string,
  message: { readonly id: string; readonly body: string },
  now: Temporal.Instant,
): Record<string, string> {
  const id = `msg_${message.id}`;
  const timestamp = String(Math.floor(now.epochMilliseconds / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${message.body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
}
