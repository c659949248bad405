import { SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { flag, name, optional, text, texts } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTarget } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { nameInErrors } from '../targets/run-on-each';
import { openProcess } from './open-shell';
import { isWindows, refuseWithoutShell, rememberedShell, shellsOf, usualShell } from './shell-choice';

/** A terminal that is a new process's own in a running container: bash when there is one, else sh; on Windows PowerShell or cmd. */
export const openContainerShell = defineCommand({
  id: 'slipway.containers.shell',
  title: 'Open Shell',
  summary:
    'Opens a terminal in a running container: the shell that was chosen last for its image, else bash when it has one, else sh (PowerShell or cmd in a Windows container), or the given command. When it ends and files have changed, a commit is offered.',
  icon: 'terminal',
  on: [{ node: 'container', with: ['running'] }],
  placement: { group: '2_open', order: 1, inline: true },
  palette: true,
  key: { key: 'e', views: ['containers'] },
  answers: {
    container: name('Name or id of the container.'),
    command: optional(texts('Program and arguments instead of a shell.')),
    user: optional(text("User name or id (`user:group`) instead of the image's.")),
    workingDirectory: optional(text("Folder in the container instead of the image's.")),
    environment: optional(texts('Variables, each as `NAME=value`.')),
    privileged: optional(flag("With all rights of the machine's root.")),
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
    const { user, workingDirectory, environment, privileged, tty = true, command } = call.answers;
    const engine = await app.connection.engine();
    const options = { tty, ...defined({ user, workingDirectory, environment, privileged }) };
    const remembered = call.programmatic ? undefined : rememberedShell(app, target);
    const shell = command ?? (remembered === undefined ? await nameInErrors(target, usualShell(engine, target.id)) : [remembered]);
    try {
      await openProcess(app, engine, target, { ...options, command: shell });
    } catch (error) {
      const missing = command === undefined && SlipwayError.details(error, 'notFound')?.what === 'file';
      if (!missing || (await isWindows(engine, target.id))) throw error;
      // The image has no sh in its PATH, or not the shell that was chosen in another one.
      const [found] = await shellsOf(engine, target);
      if (found === undefined) await refuseWithoutShell(app, target, call.programmatic);
      else await openProcess(app, engine, target, { ...options, command: [found] });
    }
    return { container: target.name };
  },
});
