import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { own } from '../../core/records';
import { parseRunWords } from '../../core/run-line';
import { configurationLabel, type RunConfiguration, wordsOfConfiguration } from '../../core/run/run-configuration';
import { oneLine } from '../../core/untrusted';
import type { ContainerSummary } from '../../engine/containers/containers';
import type { Engine } from '../../engine/engine';
import type { CommandCall } from '../define';
import { lineSurroundings } from '../images/line-surroundings';
import { performRun, type StartedRun } from '../images/perform-run';
import { isUp } from '../targets/container-targets';
import { nameInErrors, runOnEach } from '../targets/run-on-each';
import { prepareLaunch } from './before-launch';

type Call = Omit<CommandCall<{ readonly running?: 'replace' | 'keep' | undefined }>, 'nodes'>;

/**
 * Does what a configuration says: its steps before launch, then its container in place of one of it that runs. Nothing is asked of a
 * program. Throws what its steps and the run throw, and `conflict` where what runs is to be kept.
 */
export async function startConfiguration(app: App, configuration: RunConfiguration, call: Call): Promise<StartedRun> {
  const engine = await app.connection.engine();
  const surroundings = lineSurroundings(app, app.workspaceFolder());
  // What is wrong with it is told before anything is begun.
  const run = parseRunWords(wordsOfConfiguration(configuration, surroundings), surroundings);
  const running = configuration.allowParallelRun === true ? [] : await runningOf(engine, configuration, run.specification.name);
  if (running.length > 0) {
    if (call.answers.running === 'keep') throw failure('conflict', { name: configuration.name, usedBy: [], detail: t('It runs already.') });
    const names = running.map(({ name }) => name).join(', ');
    if (!call.programmatic) {
      const detail = t('Stops and removes {0} first. What it wrote outside of volumes is lost.', oneLine(names));
      await app.ask.confirm(t('{0} runs already. Replace it?', oneLine(configuration.name)), t('Replace'), detail);
    }
  }
  await prepareLaunch(app, configuration, !call.programmatic);
  if (running.length > 0) await replace(app, engine, running);
  return performRun(app, run, { mayAsk: !call.programmatic });
}

/** Containers that are known as those of the configuration, or have its container's name. */
async function runningOf(
  engine: Engine,
  { name }: RunConfiguration,
  containerName: string | undefined,
): Promise<readonly ContainerSummary[]> {
  const all = await engine.containers.list({ all: true });
  const isOf = (container: ContainerSummary): boolean => own(container.labels, configurationLabel) === name;
  // One that has ended has its name all the same.
  return all.filter((container) => (isOf(container) && isUp(container)) || (isOf(container) && container.name === containerName));
}

async function replace(app: App, engine: Engine, containers: readonly ContainerSummary[]): Promise<void> {
  app.log.command(dockerLine(['rm', '--force', ...containers.map(({ name }) => name)], app.terminalShell()));
  await app.progress.run(t('Stopping {0}', oneLine(containers.map(({ name }) => name).join(', '))), async (_report, signal) => {
    await runOnEach(
      containers,
      'remove',
      async (container) => {
        await nameInErrors(container, engine.containers.stop(container.id, signal));
        await engine.containers.remove(container.id, { force: true });
      },
      signal,
    );
  });
}
