import { object, parseJson, text, texts } from './json';
import type { EngineRequest } from './request';

/**
 * What a request sends that must not come back in an error, whatever an engine or a proxy quotes: log-ins, values of
 * environment and of build arguments, also those in instructions for a commit.
 */
export function sentSecrets(request: Partial<Pick<EngineRequest, 'body' | 'query' | 'registryAuth' | 'registryConfig'>>): readonly string[] {
  const { registryAuth, registryConfig } = request;
  const body = object(request.body);
  const query = object(request.query);
  return [
    ...headerSecrets(registryAuth),
    ...headerSecrets(registryConfig),
    ...logInSecrets(body),
    ...texts(body['Env']).map(valueOf),
    ...Object.values(object(query['buildargs'])).map(text),
    ...texts(query['changes']).flatMap(changeSecrets),
  ].filter((secret) => secret !== '');
}

function headerSecrets(encoded: string | undefined): readonly string[] {
  if (encoded === undefined) return [];
  const value = object(parseJson(Buffer.from(encoded, 'base64url').toString('utf8')));
  const secrets = [...logInSecrets(value), ...Object.values(value).flatMap((entry) => logInSecrets(object(entry)))];
  // Without a log-in the header is an empty object, which is no secret.
  return secrets.length === 0 ? [] : [encoded, encoded.replaceAll('-', '+').replaceAll('_', '/'), ...secrets];
}

function logInSecrets(value: Readonly<Record<string, unknown>>): readonly string[] {
  const { username, password, identitytoken } = value;
  const basic = text(password) === '' ? [] : [Buffer.from(`${text(username)}:${text(password)}`).toString('base64')];
  return [text(password), text(identitytoken), ...basic].filter((secret) => secret !== '');
}

function valueOf(assignment: string): string {
  const equals = assignment.indexOf('=');
  return equals < 0 ? '' : assignment.slice(equals + 1);
}

/** The values of `ENV` and `ARG`, whole and word by word, as engines quote either. */
function changeSecrets(change: string): readonly string[] {
  const [, value] = /^\s*(?:ONBUILD\s+)?(?:ENV|ARG)\s+([^]*)$/i.exec(change) ?? [];
  if (value === undefined) return [];
  const words = value.split(/\s+/).map((word) => valueOf(word).replace(/^["']|["']$/g, ''));
  return [value.replace(/^[^\s=]+[\s=]+/, ''), ...words];
}
