import { SlipwayError, type SlipwayFailure } from '../core/errors';
import { t } from '../core/localize';
import { oneLine } from '../core/untrusted';

/** What the user can do about an error, besides looking at the details. */
export interface ErrorAction {
  readonly title: string;
  /** Id of a command. */
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

/** A line (from 1) of a file that the error is about. */
export interface ErrorPlace {
  readonly file: string;
  readonly line: number;
}

/** An error as people read it. */
export interface ErrorDescription {
  /** One sentence that names the object. */
  readonly message: string;
  readonly action?: ErrorAction;
  readonly place?: ErrorPlace;
}

/** One sentence and at most one action for every kind of error; anything untyped is shown as an unexpected failure. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof SlipwayError) return describeFailure(error.failure);
  return { message: t('Something unexpected happened: {0}', oneLine(error instanceof Error ? error.message : String(error))) };
}

function describeFailure(failure: SlipwayFailure): ErrorDescription {
  switch (failure.kind) {
    case 'engineUnreachable': {
      const first = failure.details.tried[0];
      return {
        message: first
          ? t('No container engine answers at {0}: {1}', oneLine(first.address), oneLine(first.reason))
          : t('No container engine was found.'),
        action: { title: t('Choose Engine'), command: 'slipway.engines.use' },
      };
    }
    case 'permissionDenied':
      return {
        message: t('You may not open {0}. Add your user to the group that owns it (often “docker”) and log in again.', oneLine(failure.details.address)),
        action: { title: t('Choose Engine'), command: 'slipway.engines.use' },
      };
    case 'notFound':
      return { message: t('There is no {0} named {1}.', objectWord(failure.details.what), oneLine(failure.details.name)) };
    case 'conflict': {
      const { name, usedBy, detail, running } = failure.details;
      if (running) {
        return {
          message: t('{0} is in use by {1}, which runs: the engine does not remove it, not even by force.', oneLine(name), oneLine(usedBy.join(', '))),
          action: { title: t('Stop Containers'), command: 'slipway.containers.stop', arguments: [{ containers: usedBy }] },
        };
      }
      return {
        message:
          usedBy.length > 0
            ? t('{0} is in use by {1}.', oneLine(name), oneLine(usedBy.join(', ')))
            : t('{0}: {1}', oneLine(name), oneLine(detail)),
      };
    }
    case 'lastName': {
      const { references } = failure.details;
      return {
        message:
          references.length === 1
            ? t('{0} is the last name of its image: removing it deletes the image.', oneLine(references[0] ?? ''))
            : t('{0} are the last names of their images: removing them deletes the images.', oneLine(references.join(', '))),
        // The second argument asks before anything goes.
        action: { title: t('Remove…'), command: 'slipway.images.remove', arguments: [{ images: references }, 'ask'] },
      };
    }
    case 'unauthorized':
      return {
        message: t('{0} wants you to log in.', oneLine(failure.details.registry)),
        action: { title: t('Log In'), command: 'slipway.registries.logIn', arguments: [{ registry: failure.details.registry }] },
      };
    case 'forbidden':
      return {
        message: t('{0} does not let you do this with {1}.', oneLine(failure.details.registry), oneLine(failure.details.name)),
        action: { title: t('Log In as Another User'), command: 'slipway.registries.logIn', arguments: [{ registry: failure.details.registry }] },
      };
    case 'rateLimited': {
      const { registry, retryAt } = failure.details;
      return {
        message:
          retryAt === undefined
            ? t('{0} refuses more requests for now. Logging in often raises the limit.', oneLine(registry))
            : t('{0} refuses more requests until {1}. Logging in often raises the limit.', oneLine(registry), new Date(retryAt).toLocaleTimeString()),
        action: { title: t('Log In'), command: 'slipway.registries.logIn', arguments: [{ registry }] },
      };
    }
    case 'registryUnreachable':
      return { message: t('{0} cannot be reached: {1}', oneLine(failure.details.registry), oneLine(failure.details.detail)) };
    case 'tlsFailed':
      return { message: t('The certificate of {0} is not trusted ({1}).', oneLine(failure.details.address), oneLine(failure.details.code)) };
    case 'invalidInput':
      return { message: t('“{0}” cannot be used: {1}', oneLine(failure.details.value, 80), oneLine(failure.details.reason)) };
    case 'unsupported':
      return { message: t('{0} cannot do this: {1}', oneLine(failure.details.engine), oneLine(failure.details.operation)) };
    case 'buildFailed': {
      const { step, line, file, detail } = failure.details;
      if (line === undefined) return { message: t('The build failed at {0}: {1}', oneLine(step), oneLine(detail)) };
      const message = t('The build failed at line {0} ({1}): {2}', line, oneLine(step), oneLine(detail));
      return file === undefined ? { message } : { message, place: { file, line } };
    }
    case 'fileFailed':
      return {
        message:
          failure.details.code === 'ENOSPC'
            ? t('There is no room for {0}: {1}', oneLine(failure.details.file), oneLine(failure.details.detail, 400))
            : t('{0}: {1}', oneLine(failure.details.file), oneLine(failure.details.detail)),
      };
    case 'connectionLost':
      return { message: t('The engine went away during: {0}', oneLine(failure.details.operation)) };
    case 'engineFailed':
      return { message: oneLine(failure.details.detail, 400) };
    case 'severalFailed':
      return describeSeveral(failure.details);
    case 'cancelled':
      return { message: t('Cancelled') };
    default:
      return unreachable(failure);
  }
}

const namedFailures = 3;

/** One sentence with the first failures, and the action that helps all of them, if it is one and the same. */
function describeSeveral({ of, failures, done }: Extract<SlipwayFailure, { kind: 'severalFailed' }>['details']): ErrorDescription {
  const named = failures.slice(0, namedFailures).map(({ name, reason }) => `${oneLine(name, 100)}: ${oneLine(reason, 120)}`);
  const more = failures.length - named.length;
  const list = more > 0 ? t('{0} and {1} more', named.join('; '), more) : named.join('; ');
  const failed = t('{0} of {1} failed: {2}', failures.length, of, list);
  const message = done === undefined ? failed : t('{0}. {1}', oneLine(done), failed);
  const actions = failures.map(({ failure }) => failure && describeFailure(failure).action);
  const [action] = actions;
  const same = new Set(actions.map((each) => JSON.stringify(each))).size === 1;
  return action && same ? { message, action } : { message };
}

function objectWord(kind: Extract<SlipwayFailure, { kind: 'notFound' }>['details']['what']): string {
  switch (kind) {
    case 'image':
      return t('image');
    case 'container':
      return t('container');
    case 'volume':
      return t('volume');
    case 'network':
      return t('network');
    case 'manifest':
      return t('manifest');
    case 'file':
      return t('file');
    case 'context':
      return t('docker context');
    case 'repository':
      return t('repository');
  }
}

function unreachable(value: never): never {
  throw new Error(`Not covered: ${JSON.stringify(value)}`);
}
