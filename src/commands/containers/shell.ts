import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import type { Engine } from '../../engine/engine';
import { flag, name, optional, text, texts } from '../answers/takes';
import { chooseTarget } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { CookedTerminal } from '../terminals/cooked-terminal';
import { defineCommand } from '../define';
import { offerCommitAfter } from '../terminals/offer-commit';
import { startedProcess } from '../terminals/started-process';
import { nameInErrors } from '../targets/run-on-each';
import { defined } from '../../core/records';

const bestShell = ['sh', '-c', 'command -v bash >/dev/null 2>&1 && exec bash || exec sh'];

/** PowerShell where it is there: Nano Server has `cmd` alone. */
const bestWindowsShell = [
  'cmd',
  '/s',
  '/c',
  'if exist %SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\powershell.exe (powershell -NoLogo) else (cmd)',
];

/** What to run where no command is given: by the system of the container's image, which the engine tells. */
async function shellOf(engine: Engine, container: string): Promise<readonly string[]> {
  const system = (await systemOf(engine, container)) ?? engine.information.platform;
  return /^windows\b/i.test(system) ? bestWindowsShell : bestShell;
}

async function systemOf(engine: Engine, container: string): Promise<string | undefined> {
  try {
    const { Platform } = await engine.containers.inspect(container);
    return typeof Platform === 'string' && Platform !== '' ? Platform : undefined;
  } catch {
    // An engine that cannot answer says so when the shell is to be started.
    return undefined;
  }
}

/** A terminal that is a new process's own in a running container: bash when there is one, else sh; on Windows PowerShell or cmd. */
export const openContainerShell = defineCommand({
  id: 'slipway.containers.shell',
  title: 'Open Shell',
  summary:
    'Opens a terminal in a running container: bash when it has one, else sh (PowerShell or cmd in a Windows container), or the given command. When it ends and files have changed, a commit is offered.',
  icon: 'terminal',
  on: [{ node: 'container', with: ['running'] }],
  placement: { group: '2_open', order: 1, inline: true },
  palette: true,
  key: { key: 'e', views: ['containers'] },
  answers: {
    container: name('Name or id of the container.'),
    command: optional(texts('Program and arguments instead of a shell.')),
    user: optional(text("User name or id (`user:group`) instead of the image's.")),
    tty: optional(
      flag('False for a process without a terminal of its own, as `docker exec -i`; what is typed then goes to it line by line.'),
    ),
  },
  result: '{ readonly container: string }',
  run: async (app, call): Promise<{ readonly container: string }> => {
    app.show.requireTerminal(t('Open Shell'));
    const target = await chooseTarget(app, call, containers, {
      title: t('Open Shell'),
      placeholder: t('Running container'),
      accepts: ({ state }) => state === 'running',
    });
    const { user, tty = true } = call.answers;
    const engine = await app.connection.engine();
    const command = call.answers.command ?? (await nameInErrors(target, shellOf(engine, target.id)));
    app.log.command(
      dockerLine(
        ['exec', tty ? '-it' : '-i', ...(user === undefined ? [] : ['--user', user]), target.name, ...command],
        app.terminalShell(),
      ),
    );
    const watched = offerCommitAfter(app, target);
    const stream = await startedProcess(
      await nameInErrors(target, engine.containers.execute(target.id, { command, tty, ...defined({ user }) })),
      { container: target.name, program: command[0] ?? 'sh' },
    );
    const session = watched(tty ? stream : new CookedTerminal(stream, { input: true }));
    await app.show.terminal({ name: t('Shell: {0}', target.name), icon: 'terminal', open: () => Promise.resolve(session) });
    return { container: target.name };
  },
});
