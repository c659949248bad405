import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { Engine } from '../../engine/engine';
import { name } from '../answers/takes';
import { chooseTarget } from '../targets/choose-targets';
import { containers, type ContainerTarget } from '../targets/container-targets';
import { CookedTerminal } from '../terminals/cooked-terminal';
import { defineCommand } from '../define';
import { nameInErrors } from '../targets/run-on-each';

/** The terminal of the container's own main process; closing it leaves the process running. */
export const attachToContainer = defineCommand({
  id: 'slipway.containers.attach',
  title: 'Attach to Container',
  summary: "Opens the terminal of a running container's main process. Closing it leaves the process running.",
  icon: 'plug',
  on: [{ node: 'container', with: ['running'] }],
  placement: { group: '2_open', order: 4 },
  palette: true,
  answers: { container: name('Name or id of the container.') },
  result: '{ readonly container: string }',
  run: async (app, call): Promise<{ readonly container: string }> => {
    app.show.requireTerminal(t('Attach to Container'));
    const target = await chooseTarget(app, call, containers, {
      title: t('Attach to Container'),
      placeholder: t('Running container'),
      accepts: ({ state }) => state === 'running',
    });
    const engine = await app.connection.engine();
    const { tty } = await nameInErrors(target, requireInput(engine, target));
    app.log.command(dockerLine(['attach', target.name], app.terminalShell()));
    const stream = await nameInErrors(target, engine.containers.attach(target.id));
    // As docker attach passes signals on.
    const interrupt = (signal: string): void =>
      void engine.containers.kill(target.id, signal).catch((error: unknown) => app.log.error(`interrupt ${target.name}`, error));
    const shown = tty ? stream : new CookedTerminal(stream, { input: true, interrupt });
    await app.show.terminal({ name: t('Attached: {0}', target.name), icon: 'plug', open: () => Promise.resolve(shown) });
    return { container: target.name };
  },
});

/** Attaching to a stopped container would wait for its next start, and without an input there is nothing to type into. */
async function requireInput(engine: Engine, { id, name }: ContainerTarget): Promise<{ readonly tty: boolean }> {
  const { State, Config } = await engine.containers.inspect(id);
  const running = (State as { readonly Running?: boolean } | undefined)?.Running === true;
  if (!running) throw failure('conflict', { name, usedBy: [], detail: t('It is not running.') });
  const { Tty, OpenStdin } = (Config ?? {}) as { readonly Tty?: boolean; readonly OpenStdin?: boolean };
  if (Tty !== true && OpenStdin !== true) {
    throw failure('conflict', {
      name,
      usedBy: [],
      detail: t('It was created without a terminal (docker run -t). Its logs show its output.'),
    });
  }
  return { tty: Tty === true };
}
