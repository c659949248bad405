import { failure, type ObjectKind, type SlipwayError } from '../core/errors';
import { jsonExcess } from '../core/json-excess';
import { exceeded } from '../core/limit-exceeded';
import { limits } from '../core/limits';
import { t } from '../core/localize';
import { oneLine } from '../core/untrusted';
import { unreachable } from './transport';
import type { TransportAnswer } from './transport-request';
import { defined } from '../core/records';

/** What was asked for, for errors. */
export interface Asked {
  readonly registry: string;
  readonly what: ObjectKind;
  readonly name: string;
}

/** The typed error of an HTTP status; to be thrown for anything but success. */
export function errorOf(answer: TransportAnswer, asked: Asked): SlipwayError {
  const { registry, what, name } = asked;
  const said = detailOf(answer);
  const detail = said === '' ? {} : { detail: said };
  switch (answer.status) {
    case 401:
      return failure('unauthorized', { registry, ...detail });
    case 403:
      return failure('forbidden', { registry, name, ...detail });
    case 404:
      return failure('notFound', { what, name, ...detail });
    case 429: {
      const retryAt = retryTime(answer.headers, Date.now());
      return failure('rateLimited', { registry, ...defined({ retryAt }) });
    }
    default:
      return unreachable(asked, said === '' ? `HTTP ${String(answer.status)}` : `HTTP ${String(answer.status)}: ${said}`);
  }
}

/** The JSON object of an answer. Throws `limitExceeded`, and `registryUnreachable` for anything else, such as a log-in page. */
export function jsonOf(answer: TransportAnswer, asked: Pick<Asked, 'registry'>): Readonly<Record<string, unknown>> {
  const excess = jsonExcess(answer.body);
  if (excess !== undefined) throw exceeded(excess, asked.registry);
  const value = objectIn(answer);
  if (value) return value;
  throw unreachable(asked, t('The answer is not the JSON of a registry.'));
}

function objectIn({ body }: Pick<TransportAnswer, 'body'>): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = jsonExcess(body) === undefined ? JSON.parse(body.toString('utf8')) : undefined;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** The texts in a list; everything else in it is left out. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}

/** The objects in a list; everything else in it is left out. */
export function recordsOf(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value)
    ? ((value as unknown[]).filter((entry) => typeof entry === 'object' && entry !== null) as Readonly<Record<string, unknown>>[])
    : [];
}

/** A text as a name that is kept. Throws `limitExceeded` for one that nothing can have. */
export function nameOf(value: unknown, { registry }: Pick<Asked, 'registry'>): string {
  const name = textOf(value);
  if (name.length > limits.registryName.most) throw exceeded('registryName', registry);
  return name;
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A number that is finite and not negative. */
export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** Milliseconds since 1970 of an ISO date. */
export function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(time) ? time : undefined;
}

/** The first error of the distribution API (`errors[0]`), or the message of other APIs, in one line. */
function detailOf(answer: TransportAnswer): string {
  const body = objectIn(answer);
  const first = recordsOf(body?.['errors'])[0];
  const texts = first
    ? [textOf(first['code']).toLowerCase().replaceAll('_', ' '), textOf(first['message'])]
    : [textOf(body?.['message']), textOf(body?.['details']), textOf(body?.['detail'])];
  return oneLine(
    texts
      .filter((text) => text !== '')
      .slice(0, 2)
      .join(': '),
    300,
  );
}

/** `Retry-After` in seconds or as a date, or Docker Hub's `X-Retry-After` in seconds since 1970. */
function retryTime(headers: Headers, now: number): number | undefined {
  const hub = headers.get('x-retry-after');
  if (hub !== null && /^\d{9,11}$/.test(hub)) return Number(hub) * 1000;
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  return /^\d{1,7}$/.test(text) ? now + Number(text) * 1000 : timeOf(text);
}

/** The code of the first error of the distribution API: `PAGINATION_NUMBER_INVALID`. */
export function errorCodeOf(answer: TransportAnswer): string {
  return textOf(firstError(answer)?.['code']).toUpperCase();
}

/** Whole numbers in the message and the details of the first error, in their order. */
export function numbersOf(answer: TransportAnswer): readonly number[] {
  const error = firstError(answer);
  const said = `${textOf(error?.['message'])} ${JSON.stringify(error?.['detail'] ?? '')}`;
  return [...said.matchAll(/(?<![\d.])\d{1,6}(?!\d|\.\d)/g)].map(([digits]) => Number(digits));
}

function firstError(answer: TransportAnswer): Readonly<Record<string, unknown>> | undefined {
  return recordsOf(objectIn(answer)?.['errors'])[0];
}
