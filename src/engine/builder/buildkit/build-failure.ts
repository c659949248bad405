import type { ConnectError } from '@connectrpc/connect';
import { Code } from '@connectrpc/connect';
import { failure, type SlipwayError } from '../../../core/errors';
import { t } from '../../../core/localize';
import { defined } from '../../../core/records';
import type { OperationContext } from '../../errors/errors';
import { list, object, parseJson, text } from '../../json/json';
import { lineOfParseError, registryRefusal, shownError } from '../refusals';
import type { FailedStep, StatusReader } from './status';

/** What BuildKit ended with, as an error that names the step and, where it tells it, the line. */
export function buildFailure(error: ConnectError, status: StatusReader, context: OperationContext): SlipwayError {
  const failed = failedStep(error, status);
  const hide = (words: string): string => shownError(words, context.secrets);
  const said =
    failed === undefined && error.code === Code.Canceled ? t('The engine stopped the build.') : (failed?.error ?? error.rawMessage);
  const detail = hide(withoutFrontend(said) || said);
  const image = imageOf(failed, error.rawMessage);
  const refusal = image === undefined ? undefined : registryRefusal(detail, image, context);
  if (refusal) return refusal;
  const line = lineIn(error) ?? lineOfParseError(error.rawMessage);
  return failure('buildFailed', { step: hide(failed?.step.name ?? ''), detail, ...defined({ line }) });
}

/**
 * The step that the error is about: by its digest, or by its words, which the error ends with. Where several images are looked up at once
 * the first that fails ends the others, which then have failed too. Else the first one that failed.
 */
function failedStep(error: ConnectError, status: StatusReader): FailedStep | undefined {
  const digest = details(error)
    .filter(({ type }) => type === 'errdefs.Vertex')
    .map(({ value }) => text(value['digest']))
    .find((each) => each !== '');
  return (
    status.failed.find(({ step }) => step.id === digest) ??
    status.failed.find((failed) => failed.error !== '' && error.rawMessage.endsWith(failed.error)) ??
    status.failed[0]
  );
}

/** What engines of today say besides, as JSON: `errdefs.Source` is where it stands in the Dockerfile (solver/errdefs). */
function details(error: ConnectError): readonly { readonly type: string; readonly value: Readonly<Record<string, unknown>> }[] {
  return error.details.flatMap((detail) => {
    if (!('type' in detail) || !detail.type.endsWith('+json')) return [];
    const value = parsed(Buffer.from(detail.value).toString());
    return value === undefined ? [] : [{ type: detail.type.slice(0, -'+json'.length), value }];
  });
}

function parsed(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return object(parseJson(json));
  } catch {
    // What cannot be read says nothing more than the message does.
    return undefined;
  }
}

function lineIn(error: ConnectError): number | undefined {
  for (const { type, value } of details(error)) {
    if (type !== 'errdefs.Source') continue;
    const line = object(object(list(value['ranges'])[0])['start'])['line'];
    if (typeof line === 'number' && line > 0) return line;
  }
  return undefined;
}

/** The name of what read the Dockerfile says nothing to whoever wrote it. */
function withoutFrontend(message: string): string {
  return message.replace(/^(?:failed to solve(?: with frontend [\w./:-]+)?: |rpc error: code = \w+ desc = )+/, '').trim();
}

/** The image that was asked for when it failed. */
function imageOf(failed: FailedStep | undefined, message: string): string | undefined {
  const step = /^\[internal\] load metadata for (\S+)$/.exec(failed?.step.name ?? '') ?? /\bFROM (\S+)$/.exec(failed?.step.name ?? '');
  const image = step?.[1] ?? /failed to (?:resolve source metadata for|create LLB definition:) (\S+?):? /.exec(message)?.[1];
  return image?.replace(/@sha256:[0-9a-f]{64}$/, '');
}
