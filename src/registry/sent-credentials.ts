import { withoutValues } from '../core/hidden-values';
import type { TransportAnswer, TransportRequest } from './transport-request';

/** What a request says of who asks: passwords and tokens, in its headers and in its body. */
export function sentCredentials({ headers = {}, body }: Pick<TransportRequest, 'headers' | 'body'>): readonly string[] {
  const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? '';
  const token = authorization.slice(authorization.indexOf(' ') + 1);
  const opened = /^basic /i.test(authorization) ? Buffer.from(token, 'base64').toString('utf8') : '';
  return [token, opened, opened.slice(opened.indexOf(':') + 1), ...inBody(body ?? '')].filter((secret) => secret !== '');
}

function inBody(body: string): readonly string[] {
  const fields = new URLSearchParams(body);
  const given = ['refresh_token', 'password'].flatMap((name) => fields.getAll(name));
  try {
    const { password } = JSON.parse(body) as { readonly password?: unknown };
    return typeof password === 'string' ? [...given, password] : given;
  } catch {
    return given;
  }
}

/** An answer that says no, without what it may quote of the request: it is told in an error. */
export function withoutCredentials(answer: TransportAnswer, request: TransportRequest): TransportAnswer {
  if (answer.status < 400) return answer;
  const said = answer.body.toString('utf8');
  const clean = withoutValues(said, sentCredentials(request));
  return clean === said ? answer : { ...answer, body: Buffer.from(clean) };
}

/** The cause of an error, unless it quotes the request, as Node's own errors about headers do. */
export function causeWithoutCredentials(error: unknown, request: TransportRequest): unknown {
  const secrets = sentCredentials(request);
  for (let next: unknown = error, depth = 0; next instanceof Error && depth < 5; next = next.cause, depth++) {
    const said = `${next.message} ${next.stack ?? ''}`;
    if (withoutValues(said, secrets) !== said) return undefined;
  }
  return error;
}
