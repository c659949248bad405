import { askTheRest } from '../core/ask-the-rest';
import { type EnginePlace, isLocalAddress, isPipeAddress, noEngineAdvice } from '../core/engine-place';
import { type EngineAttempt, SlipwayError, type SlipwayErrorDetails, type SlipwayFailure } from '../core/errors';
import { limitSentence } from '../core/limit-exceeded';
import { t } from '../core/localize';
import { missingSentence, stateSentence } from '../core/missing-sentence';
import { attemptWords, isPlainAnswer, networkWords, silent } from '../core/network-reason';
import { oneLine } from '../core/untrusted';
import { defined } from '../core/records';

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
  /** Doing the same once more may help, so the verb is offered again. */
  readonly again?: boolean;
  /** Errors with the same text here have one cause, such as an engine that has gone: one message stands for them. */
  readonly cause?: string;
  readonly place?: ErrorPlace;
}

/** One sentence and at most one action for every kind of error; anything untyped is shown as an unexpected failure. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof SlipwayError) return describeFailure(error.failure);
  return { message: t('Something unexpected happened: {0}', oneLine(error instanceof Error ? error.message : String(error))) };
}

function openShell(build: number): ErrorAction {
  return { title: t('Open a Shell Where It Failed'), command: 'slipway.builds.openShell', arguments: [{ build }, askTheRest] };
}

function describeFailure(failure: SlipwayFailure): ErrorDescription {
  switch (failure.kind) {
    case 'engineUnreachable': {
      const first = failure.details.tried[0];
      return {
        message: first ? unreachableSentence(first, failure.details.place) : t('No container engine was found.'),
        action: { title: t('Choose Engine'), command: 'slipway.engines.use' },
        again: true,
        cause: `engine ${first?.address ?? ''}`,
      };
    }
    case 'permissionDenied':
      return {
        message: isPipeAddress(failure.details.address)
          ? t(
              'You do not have permission to open {0}. Add your user to the group “docker-users” and sign in to Windows again.',
              oneLine(failure.details.address),
            )
          : t(
              'You do not have permission to open {0}. Add your user to the group that owns it (often “docker”) and log in again.',
              oneLine(failure.details.address),
            ),
        action: { title: t('Choose Engine'), command: 'slipway.engines.use' },
      };
    case 'notFound':
      return { message: missingSentence(failure.details) };
    case 'conflict': {
      const { name, usedBy, detail, running, state } = failure.details;
      if (state !== undefined) return { message: stateSentence(name, state, detail) };
      if (running) {
        return {
          message: t(
            '{0} is in use by {1}, which is running: the engine does not remove it, even with force.',
            oneLine(name),
            oneLine(usedBy.join(', ')),
          ),
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
        // It is asked before anything goes.
        action: { title: t('Remove…'), command: 'slipway.images.remove', arguments: [{ images: references }, askTheRest] },
      };
    }
    case 'unauthorized':
      return {
        message: t('{0} requires you to log in.', oneLine(failure.details.registry)),
        action: {
          title: t('Log In'),
          command: 'slipway.registries.logIn',
          arguments: [{ registry: failure.details.registry }, askTheRest],
        },
      };
    case 'forbidden':
      return {
        message: t('{0} does not allow you to do this with {1}.', oneLine(failure.details.registry), oneLine(failure.details.name)),
        action: {
          title: t('Log In as Another User'),
          command: 'slipway.registries.logIn',
          arguments: [{ registry: failure.details.registry }, askTheRest],
        },
      };
    case 'rateLimited': {
      const { registry, retryAt } = failure.details;
      return {
        message:
          retryAt === undefined
            ? t('{0} refuses more requests for now. Logging in often raises the limit.', oneLine(registry))
            : t(
                '{0} refuses more requests until {1}. Logging in often raises the limit.',
                oneLine(registry),
                new Date(retryAt).toLocaleTimeString(),
              ),
        action: { title: t('Log In'), command: 'slipway.registries.logIn', arguments: [{ registry }, askTheRest] },
      };
    }
    case 'registryUnreachable':
      return { message: registrySentence(failure.details), again: true };
    case 'tlsFailed':
      return { message: tlsSentence(failure.details), again: true };
    case 'invalidInput': {
      const { value, reason, instead } = failure.details;
      const said = oneLine(reason, 400);
      return {
        message: value === '' ? said : t('“{0}” cannot be used: {1}', oneLine(value, 80), said),
        ...defined({ action: instead }),
      };
    }
    case 'wrongAnswer':
      return { message: answerSentence(failure.details) };
    case 'restrictedMode':
      return {
        message:
          failure.details.wants === 'registries'
            ? t(
                '{0} contacts registries that are named in a file, which is not allowed in Restricted Mode. Trust this workspace first.',
                oneLine(failure.details.name),
              )
            : failure.details.wants === 'run'
              ? t('What {0} says is not run in Restricted Mode. Trust this workspace first.', oneLine(failure.details.name))
              : t(
                  '{0} needs a terminal, which is not available in Restricted Mode. Trust this workspace first.',
                  oneLine(failure.details.name),
                ),
        action: { title: t('Manage Workspace Trust'), command: 'workbench.trust.manage' },
        again: true,
      };
    case 'unsupported':
      return {
        message: t(
          '{0} cannot do this: {1}',
          oneLine(failure.details.engine),
          oneLine(failure.details.detail ?? failure.details.operation),
        ),
      };
    case 'buildFailed': {
      const { step, line, file, detail, shell } = failure.details;
      const action = shell === undefined ? undefined : openShell(shell);
      // A builder may refuse before its first step.
      if (line === undefined && step === '') return { message: t('The build failed: {0}', oneLine(detail)) };
      if (line === undefined) return { message: t('The build failed at {0}: {1}', oneLine(step), oneLine(detail)) };
      const message = t('The build failed at line {0} ({1}): {2}', line, oneLine(step), oneLine(detail));
      return { message, ...defined({ action, place: file === undefined ? undefined : { file, line } }) };
    }
    case 'fileFailed':
      return {
        message:
          failure.details.code === 'ENOSPC'
            ? t('There is not enough space for {0}: {1}', oneLine(failure.details.file), oneLine(failure.details.detail, 400))
            : t('{0}: {1}', oneLine(failure.details.file), oneLine(failure.details.detail)),
      };
    case 'limitExceeded':
      return { message: limitSentence(failure.details) };
    case 'connectionLost':
      return {
        message: t('The connection to the engine was lost during: {0}', oneLine(failure.details.operation)),
        again: true,
        cause: 'engine',
      };
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

/** Where the engine is not to be started but to be let in. */
const insideContainer: ReadonlySet<EnginePlace> = new Set(['container', 'codespaces']);

function unreachableSentence({ address, reason }: EngineAttempt, place: EnginePlace | undefined): string {
  if (reason !== silent && place !== undefined && insideContainer.has(place) && isLocalAddress(address)) {
    return `${t('No container engine answers at {0}.', oneLine(address))} ${noEngineAdvice(place)}`;
  }
  return reason === silent
    ? t('The engine at {0} no longer answers. Unfinished operations may or may not have completed.', oneLine(address))
    : t('No container engine answers at {0}: {1}', oneLine(address), oneLine(attemptWords(reason, address, place)));
}

function registrySentence({ registry, detail, reason }: SlipwayErrorDetails['registryUnreachable']): string {
  if (!reason) return t('{0} cannot be reached: {1}', oneLine(registry), oneLine(detail));
  return reason.by === 'engine'
    ? t('The engine cannot reach {0}: {1}.', oneLine(registry), networkWords(reason))
    : t('Slipway cannot reach {0}: {1}.', oneLine(registry), networkWords(reason));
}

function answerSentence({ command, problem, answer, takes, given = '', instead }: SlipwayErrorDetails['wrongAnswer']): string {
  const named = oneLine(answer, 100);
  switch (problem) {
    case 'noObject':
      return t('{0} takes its answers as one plain object; what was given: {1}.', command, given);
    case 'unknown':
      if (instead !== undefined) return t('{0} has no answer “{1}”. Did you mean “{2}”?', command, named, instead);
      return takes === ''
        ? t('{0} has no answer “{1}”; it takes none.', command, named)
        : t('{0} has no answer “{1}”; it takes: {2}.', command, named, takes);
    case 'wrong':
      return t('The answer “{0}” of {1} is of the type {2}; what was given: {3}.', named, command, takes, oneLine(given));
    case 'missing':
      return takes === ''
        ? t('{0} needs one of these answers: {1}.', command, named)
        : t('{0} needs the answer “{1}” of the type {2}.', command, named, takes);
    case 'asked':
      return takes === ''
        ? t('{0} only asks people, and a program is not asked: “{1}”.', command, named)
        : t('{0} would have to ask “{1}”, and a program is not asked. Its answers: {2}.', command, named, takes);
  }
}

function tlsSentence({ address, code, detail, engine = '' }: SlipwayErrorDetails['tlsFailed']): string {
  const host = oneLine(address);
  if (isPlainAnswer(code)) {
    return engine.startsWith('Podman')
      ? t(
          '{0} uses plain HTTP, but the engine requires HTTPS. If you trust it, set “insecure = true” for it in registries.conf of Podman.',
          host,
        )
      : t(
          '{0} uses plain HTTP, but the engine requires HTTPS. If you trust it, add it to “insecure-registries” in the engine’s daemon.json and restart the engine.',
          host,
        );
  }
  switch (code) {
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return t('The certificate of {0} is expired or not valid yet ({1}).', host, code);
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return t('The certificate of {0} is for another name ({1}).', host, code);
    case 'TLS':
      return t('No secure connection to {0}: {1}', host, oneLine(detail ?? code));
    default:
      return t('The certificate of {0} is not trusted ({1}).', host, oneLine(code));
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

function unreachable(value: never): never {
  throw new Error(`Not covered: ${JSON.stringify(value)}`);
}
