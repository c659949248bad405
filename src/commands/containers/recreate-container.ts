import { failure, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import { bodyOfContainer } from '../../core/run/body-of-container';
import { withItsVolumes } from '../../core/run/kept-volumes';
import type { Engine } from '../../engine/engine';
import { nameInErrors, type Named } from '../targets/run-on-each';
import { describeContainer } from './described-container';

/** A container that stands for the one before. */
export interface RecreatedContainer {
  readonly id: string;
  readonly name: string;
}

/** What the steps of a recreation are told to. */
export interface RecreationSteps {
  /** Names of the docker verb and its words, without secrets. */
  readonly log: (words: readonly string[]) => void;
  /** What could not be put back or cleared away, while the failure itself is on its way. */
  readonly problem: (what: string, error: unknown) => void;
  readonly signal: AbortSignal;
}

/**
 * Makes a container anew with the configuration, the name, the networks and the volumes that it has, of the image that its
 * reference now means. The old one gets another name, is stopped, and is removed when the new one has started, if it ran. What
 * fails or is cancelled leaves everything as it was. Throws `unsupported` for one that the engine removes when it stops.
 */
export async function recreateContainer(engine: Engine, target: Named, steps: RecreationSteps): Promise<RecreatedContainer> {
  const { inspected, origin } = await describeContainer(engine, target);
  const { name, body } = bodyOfContainer(inspected, origin);
  const host = body['HostConfig'] as Readonly<Record<string, unknown>>;
  const state = String((inspected['State'] as Readonly<Record<string, unknown>> | undefined)?.['Status']);
  const isUp = ['running', 'paused', 'restarting'].includes(state);
  if (isUp && host['AutoRemove'] === true) {
    const detail = t('{0} was started with --rm: the engine removes it as soon as it stops, and nothing could be put back.', name);
    throw failure('unsupported', { operation: t('Recreate Container'), engine: engine.information.version, detail });
  }
  const id = String(inspected['Id']);
  const old = `${id.slice(0, 12)}_${name}`;
  const anew = { ...withItsVolumes(body, inspected), Image: await imageFor(engine, inspected) };
  const undo: (readonly [what: string, work: () => Promise<unknown>])[] = [];
  const { log, signal } = steps;
  try {
    log(['rename', name, old]);
    await nameInErrors(target, engine.containers.rename(id, old));
    undo.push([`rename ${name}`, () => engine.containers.rename(id, name)]);
    const created = await nameInErrors(target, engine.containers.create({ name, body: anew }, signal));
    undo.push([`remove ${created.id}`, () => engine.containers.remove(created.id, { force: true, volumes: true })]);
    checkGoesOn(signal);
    if (isUp) {
      log(['stop', old]);
      if (state === 'paused') undo.unshift([`pause ${name}`, () => engine.containers.pause(id)]);
      undo.splice(state === 'paused' ? 1 : 0, 0, [`start ${name}`, () => engine.containers.start(id)]);
      await nameInErrors(target, engine.containers.stop(id, signal));
      checkGoesOn(signal);
      log(['start', name]);
      await nameInErrors(target, nameInErrors({ id: created.id, name }, engine.containers.start(created.id)));
    }
    log(['rm', old]);
    await engine.containers.remove(id).catch((error: unknown) => {
      if (!SlipwayError.details(error, 'notFound')) steps.problem(`remove ${old}`, error);
    });
    return { id: created.id, name };
  } catch (error) {
    // The last step is taken back first: the new one goes before the old one gets its name and runs again.
    for (const [what, work] of undo.reverse()) await work().catch((problem: unknown) => steps.problem(what, problem));
    throw error;
  }
}

function checkGoesOn(signal: AbortSignal): void {
  if (signal.aborted) throw failure('cancelled', { operation: 'recreate' });
}

/** What the reference means now; the image itself where nothing has that name any more. */
async function imageFor(engine: Engine, inspected: Readonly<Record<string, unknown>>): Promise<string> {
  const reference = (inspected['Config'] as Readonly<Record<string, unknown>>)['Image'];
  const id = String(inspected['Image']);
  if (typeof reference !== 'string' || reference === '') return id;
  try {
    await engine.images.inspect(reference);
    return reference;
  } catch (error) {
    if (SlipwayError.details(error, 'notFound')) return id;
    throw error;
  }
}
