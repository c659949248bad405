import { SlipwayError } from '../../src/core/errors';

/** The forms in which a secret may be written: as it is, quoted, in a URL, in a header. */
export function secretForms(secret: string): readonly string[] {
  const quoted = JSON.stringify(secret).slice(1, -1);
  return [secret, quoted, JSON.stringify(quoted).slice(1, -1), encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, ''), Buffer.from(`me:${secret}`).toString('base64').replace(/=+$/, '')];
}

/** Everything that an error says: messages, stacks, details, causes. */
export function allOf(error: unknown): string {
  const said: string[] = [];
  for (let next: unknown = error; next !== undefined && next !== null; next = next instanceof Error ? next.cause : undefined) {
    if (next instanceof Error) said.push(next.message, next.stack ?? '', JSON.stringify(next, Object.getOwnPropertyNames(next)));
    else said.push(JSON.stringify(next));
    if (next instanceof SlipwayError) said.push(JSON.stringify(next.failure));
    if (next instanceof AggregateError) said.push(...next.errors.map(allOf));
  }
  return said.join('\n');
}

/** Whether an error says a secret anywhere, in any form. */
export function saysSecret(error: unknown, secret: string): boolean {
  const whole = allOf(error);
  return secretForms(secret).some((form) => whole.includes(form));
}
