import { wordsWithoutSecrets } from '../../core/docker-secrets';
import { changeWithoutSecrets } from '../../core/instruction-secrets';
import { hiddenParts } from '../../core/hidden-values';
import { isSecretName, withoutSecrets } from '../../core/secrets';
import { object, parseJson, text, texts } from '../json/json';
import type { EngineRequest } from './request';

/**
 * What a request sends that must not come back in an error, whatever an engine or a proxy quotes: log-ins, values of
 * environment and of build arguments, also those in instructions for a commit and in commands.
 */
export function sentSecrets(
  request: Partial<Pick<EngineRequest, 'body' | 'query' | 'registryAuth' | 'registryConfig'>>,
): readonly string[] {
  const { registryAuth, registryConfig } = request;
  const body = object(request.body);
  const query = object(request.query);
  return [
    ...headerSecrets(registryAuth),
    ...headerSecrets(registryConfig),
    ...logInSecrets(body),
    ...texts(body['Env']).map(valueOf),
    ...commandSecrets(texts(body['Cmd'])),
    ...namedSecrets(body),
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

function changeSecrets(change: string): readonly string[] {
  const parts = hiddenParts(change, changeWithoutSecrets(change));
  // Engines quote an instruction as it is, or word by word.
  return [...parts, ...parts.flatMap((part) => part.split(/\s+/)).map((word) => word.replace(/^["']|["']$/g, ''))];
}

function commandSecrets(words: readonly string[]): readonly string[] {
  const masked = wordsWithoutSecrets(['exec', 'container', ...words]).slice(2);
  return words.flatMap((word, index) => hiddenParts(word, masked[index] ?? word));
}

const deepest = 5;

/** What names say is secret, as options of log and volume drivers, and what texts hold of it. */
function namedSecrets(value: unknown, name = '', depth = 0): readonly string[] {
  if (typeof value === 'string') return isSecretName(name) ? [value] : hiddenParts(value, withoutSecrets(value));
  if (typeof value !== 'object' || value === null || depth > deepest) return [];
  return Object.entries(value).flatMap(([key, entry]) => namedSecrets(entry, Array.isArray(value) ? name : key, depth + 1));
}
