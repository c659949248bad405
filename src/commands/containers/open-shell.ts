import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import type { Engine } from '../../engine/engine';
import type { ExecuteOptions } from '../../engine/containers/containers';
import type { ContainerTarget } from '../targets/container-targets';
import { nameInErrors } from '../targets/run-on-each';
import { CookedTerminal } from '../terminals/cooked-terminal';
import { offerCommitAfter } from '../terminals/offer-commit';
import { startedProcess } from '../terminals/started-process';

/** Opens a terminal that is a new process's own. Throws `notFound` where the container has no such program. */
export async function openProcess(
  app: App,
  engine: Engine,
  target: ContainerTarget,
  options: ExecuteOptions,
  title?: string,
): Promise<void> {
  app.log.command(dockerLine(executeWords(target.name, options), app.terminalShell()));
  const watched = offerCommitAfter(app, target);
  const stream = await startedProcess(await nameInErrors(target, engine.containers.execute(target.id, { ...options, hangUp: true })), {
    container: target.name,
    program: options.command[0] ?? 'sh',
  });
  const session = watched(options.tty ? stream : new CookedTerminal(stream, { input: true }));
  await app.show.terminal({
    name: title ?? t('Shell: {0}', target.name),
    icon: 'terminal',
    open: () => Promise.resolve(session),
  });
}

/** The words of the docker line that an exec equals. */
export function executeWords(
  container: string,
  { command, tty, user, workingDirectory, environment = [], privileged = false }: ExecuteOptions,
  detached = false,
): readonly string[] {
  return [
    'exec',
    ...(detached ? [] : [tty ? '-it' : '-i']),
    ...(user === undefined ? [] : ['--user', user]),
    ...(workingDirectory === undefined ? [] : ['--workdir', workingDirectory]),
    ...environment.flatMap((assignment) => ['--env', assignment]),
    ...(privileged ? ['--privileged'] : []),
    container,
    ...command,
  ];
}
