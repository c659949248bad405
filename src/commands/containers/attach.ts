import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { chosenContainer, type ContainerTarget } from '../container-targets';
import { defineCommand } from '../define';

/** The terminal of the container's own main process; closing it leaves the process running. */
export const attachToContainer = defineCommand<{ readonly container: string }, { readonly container: string }>({
  id: 'slipway.containers.attach',
  title: 'Attach to Container',
  summary: 'Opens the terminal of a running container\'s main process. Closing it leaves the process running.',
  icon: 'plug',
  on: [{ node: 'container', with: ['running'] }],
  placement: { group: '2_open', order: 4 },
  palette: true,
  answers: { container: { type: 'string', text: 'Name or id of the container.' } },
  result: '{ readonly container: string }',
  run: async (app, call) => {
    app.show.requireTerminal(t('Attach to Container'));
    const target = await chosenContainer(app, call, {
      title: t('Attach to Container'),
      placeholder: t('Running container'),
      accepts: ({ state }) => state === 'running',
    });
    await requireTerminal(app, target);
    app.log.command(dockerLine(['attach', target.name]));
    const engine = await app.connection.engine();
    const stream = await engine.attach(target.id);
    await app.show.terminal({ name: t('Attached: {0}', target.name), icon: 'plug', open: () => Promise.resolve(stream) });
    return { container: target.name };
  },
});

/** Attaching to a stopped container would wait for its next start, and without a terminal there is nothing to type into. */
async function requireTerminal(app: App, { id, name }: ContainerTarget): Promise<void> {
  const engine = await app.connection.engine();
  const { State, Config } = await engine.inspectContainer(id);
  const running = (State as { readonly Running?: boolean } | undefined)?.Running === true;
  if (!running) throw failure('conflict', { name, usedBy: [], detail: t('It is not running.') });
  const terminal = (Config as { readonly Tty?: boolean } | undefined)?.Tty === true;
  if (!terminal) {
    throw failure('conflict', { name, usedBy: [], detail: t('It was created without a terminal (docker run -t). Its logs show its output.') });
  }
}
