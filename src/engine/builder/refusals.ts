import { withoutValues } from '../../core/hidden-values';
import { defined } from '../../core/records';
import { tryParseReference } from '../../core/reference';
import type { SlipwayError } from '../../core/errors';
import { fromStreamError, type OperationContext } from '../errors/errors';

/** So much of what a builder says of an error is looked at, in characters. */
const longestError = 10_000;

const registryKinds: ReadonlySet<string> = new Set(['unauthorized', 'forbidden', 'rateLimited', 'registryUnreachable', 'tlsFailed']);

/** What a builder said, without secrets; cut behind what is hidden, so that no part of it is left. */
export function shownError(said: string, secrets: readonly string[] = []): string {
  return withoutValues(said.slice(0, 6 * longestError), secrets).slice(0, longestError);
}

/** What the registry of an image said, where that is why a build failed. */
export function registryRefusal(detail: string, image: string, context: OperationContext): SlipwayError | undefined {
  const registry = tryParseReference(image)?.domain;
  const refused = fromStreamError(detail, { ...context, what: 'image', name: image, ...defined({ registry }) });
  return registryKinds.has(refused.kind) ? refused : undefined;
}

/** The line of a Dockerfile that cannot be read, from 1. */
export function lineOfParseError(detail: string): number | undefined {
  const line = /(?:dockerfile )?parse error(?: on)? line (\d+)/i.exec(detail)?.[1];
  return line === undefined ? undefined : Number(line);
}
