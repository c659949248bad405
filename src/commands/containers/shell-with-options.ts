import type { App } from '../../app';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import type { Engine } from '../../engine/engine';
import { back, type Choice } from '../../ports';
import { name } from '../answers/takes';
import { askInSteps } from '../asking/steps';
import { textSteps } from '../asking/text-steps';
import { defineCommand } from '../define';
import { chooseTarget } from '../targets/choose-targets';
import { containers, type ContainerTarget } from '../targets/container-targets';
import { openProcess } from './open-shell';
import { isWindows, refuseWithoutShell, rememberedShell, rememberShell, shellsOf } from './shell-choice';

/** What was chosen; empty texts are the container's own. */
interface ShellOptions {
  readonly shell: string;
  readonly user: string;
  readonly folder: string;
  readonly variables: string;
  readonly privileged: boolean;
}

/** A terminal in a running container with a shell, user, folder and variables that are asked for. */
export const openContainerShellWithOptions = defineCommand({
  id: 'slipway.containers.shellWithOptions',
  title: 'Open Shell with Options…',
  summary: 'Opens a terminal in a running container; asks which of its shells, as which user, where, with which variables and rights.',
  icon: 'terminal',
  on: [{ node: 'container', with: ['running'] }],
  placement: { group: '2_open', order: 5 },
  palette: true,
  answers: { container: name('Name or id of the container.') },
  result: '{ readonly container: string }',
  run: async (app, call): Promise<{ readonly container: string }> => {
    const title = t('Open Shell');
    app.show.requireTerminal(title);
    const target = await chooseTarget(app, call, containers, {
      title,
      placeholder: t('Running container'),
      accepts: ({ state }) => state === 'running',
    });
    const engine = await app.connection.engine();
    const shells = await findableShells(engine, target);
    if (shells.length === 0) await refuseWithoutShell(app, target, call.programmatic);
    const options = call.programmatic ? plainOptions(shells[0] ?? 'sh') : await askOptions(app, title, target, shells);
    if (!call.programmatic) await rememberShell(app, target, options.shell);
    await openProcess(app, engine, target, {
      command: [options.shell],
      tty: true,
      ...defined({
        user: options.user || undefined,
        workingDirectory: options.folder || undefined,
        environment: options.variables === '' ? undefined : variablesOf(options.variables),
        privileged: options.privileged || undefined,
      }),
    });
    return { container: target.name };
  },
});

async function findableShells(engine: Engine, target: ContainerTarget): Promise<readonly string[]> {
  return (await isWindows(engine, target.id)) ? ['powershell', 'cmd'] : shellsOf(engine, target);
}

const plainOptions = (shell: string): ShellOptions => ({ shell, user: '', folder: '', variables: '', privileged: false });

async function askOptions(app: App, title: string, target: ContainerTarget, shells: readonly string[]): Promise<ShellOptions> {
  const last = rememberedShell(app, target);
  const options = { ...plainOptions(shells[0] ?? 'sh') };
  const texts = { user: '', folder: '', variables: '' };
  const ask = textSteps(app, title, texts);
  await askInSteps([
    async (place) => {
      const known = [...new Set([...shells.filter((shell) => shell === last), ...shells])];
      const other = Symbol('other');
      const choices: Choice<string | typeof other>[] = [
        ...known.map((value) => ({ label: value, description: value === last ? t('chosen last time') : '', value })),
        { label: t('Another program…'), value: other },
      ];
      const answer = await app.ask.choose<string | typeof other>(choices, { ...place, title, placeholder: t('Shell of {0}', target.name) });
      if (answer === back) return back;
      if (answer !== other) {
        options.shell = answer;
        return undefined;
      }
      const typed = await app.ask.input({
        ...place,
        title,
        prompt: t('Name or path of a program in the container'),
        check: (value) => (value.trim() === '' ? { severity: 'error', message: t('A program is needed.') } : undefined),
      });
      if (typed === back) return back;
      options.shell = typed.trim();
      return undefined;
    },
    ask({
      key: 'user',
      prompt: t('User, such as root, 1000 or app:www. Empty: the container’s own.'),
      problem: (value) => (/^(?:[^\s:]+(?::[^\s:]+)?)?$/.test(value) ? undefined : t('A name or a number, and a group behind a colon.')),
    }),
    ask({
      key: 'folder',
      prompt: t('Folder in the container. Empty: the container’s own.'),
      problem: (value) =>
        value === '' || /^(?:\/|[a-z]:[\\/])/i.test(value) ? undefined : t('A path from the root of the container, such as /srv.'),
    }),
    ask({
      key: 'variables',
      prompt: t('Variables, such as DEBUG=1 LANG=C.UTF-8. Empty: none besides the container’s own.'),
      problem: (value) =>
        variablesOf(value).every((variable) => /^[^\s=]+=/.test(variable))
          ? undefined
          : t('Each variable is NAME=value, with blanks between.'),
    }),
    async (place) => {
      const answer = await app.ask.choose(
        [
          { label: t('The rights of the container'), value: false },
          { label: t('Privileged'), description: t('all rights of the machine’s root'), value: true },
        ],
        { ...place, title, placeholder: t('Rights of the shell') },
      );
      if (answer === back) return back;
      options.privileged = answer;
      return undefined;
    },
  ]);
  return { ...options, ...texts };
}

function variablesOf(typed: string): readonly string[] {
  return typed.split(/\s+/).filter((word) => word !== '');
}
