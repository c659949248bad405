import path from 'node:path';
import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { BeforeLaunch, RunConfiguration } from '../../core/run/run-configuration';
import { oneLine } from '../../core/untrusted';
import { requestOfTask } from '../tasks/build-task';
import { performBuild } from '../builds/perform-build';
import { pullImage } from '../images/pull';
import { whenHealthy } from './when-healthy';

/** Does the steps before the launch, in order; the first that fails ends it. */
export async function prepareLaunch(
  app: App,
  { beforeLaunch = [] }: Pick<RunConfiguration, 'beforeLaunch'>,
  mayAsk: boolean,
): Promise<void> {
  for (const step of beforeLaunch) await prepareStep(app, step, mayAsk);
}

async function prepareStep(app: App, step: BeforeLaunch, mayAsk: boolean): Promise<void> {
  if ('pull' in step) {
    await pullImage.run(app, { nodes: [], answers: { reference: step.pull }, programmatic: !mayAsk });
  } else if ('build' in step) {
    const { build, tag, context } = step;
    const task = { type: 'slipway', command: 'build', dockerfile: build, tags: [tag], ...(context !== undefined && { context }) };
    const request = requestOfTask(task, app.workspaceFolder());
    await app.progress.run(t('Building {0}', oneLine(path.basename(build))), (_report, signal) =>
      performBuild(app, request, { signal, onEvent: () => undefined }),
    );
  } else if ('task' in step) {
    await runTask(app, step.task);
  } else {
    await app.progress.run(t('Waiting until {0} is healthy', oneLine(step.waitFor)), async (_report, signal) => {
      const state = await whenHealthy(app, step.waitFor, signal);
      if (state !== 'ready') throw failure('conflict', { name: step.waitFor, usedBy: [], detail: t('It is not healthy.') });
    });
  }
}

async function runTask(app: App, task: string): Promise<void> {
  const name = oneLine(task);
  if (!app.trust.isGranted) throw failure('restrictedMode', { name, wants: 'run' });
  await app.progress.run(t('Running the task {0}', name), async (_report, signal) => {
    const code = (await app.tasks.run(task, signal)) ?? 0;
    if (code !== 0) throw failure('conflict', { name: task, usedBy: [], detail: t('The task {0} ended with exit code {1}.', name, code) });
  });
}
