import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { ContextStore } from '../../engine/contexts/context-store';
import { currentContext } from '../../engine/contexts/docker-contexts';
import { dockerConfigFile, readDockerConfig, writeDockerConfig } from '../../registry/docker-config';
import { flag, optional } from '../answers/takes';
import { defineCommand } from '../define';
import { chosenContext, contextAnswer } from './chosen-context';

/** Who goes by a context now. */
interface Users {
  /** `docker context use` has chosen it. */
  readonly docker: boolean;
  /** The setting names it. */
  readonly setting: boolean;
  /** This window shows its engine. */
  readonly window: boolean;
}

/** Removes a docker context; its engine stays what it is. */
export const removeEngine = defineCommand({
  id: 'slipway.engines.remove',
  title: 'Remove Engine…',
  summary: 'Removes a docker context with its certificates. One that is in use is left for the default engine first, if that is wanted.',
  icon: 'trash',
  on: [{ node: 'engine', with: ['removable'] }],
  placement: { group: '9_remove', order: 1 },
  palette: true,
  key: { key: 'delete', mac: 'cmd+backspace', views: ['engines'] },
  answers: { context: contextAnswer, force: optional(flag('Also one that is in use; the default engine is used then.')) },
  result: '{ readonly context: string }',
  run: async (app, call): Promise<{ readonly context: string }> => {
    const context = await chosenContext(app, call, t('Remove Engine'), t('Docker context to remove'));
    const store = new ContextStore(app.host);
    await store.read(context);
    const users = await usersOf(app, context);
    const used = users.docker || users.setting || users.window;
    if (app.host.variables.DOCKER_CONTEXT === context) throw inUse(context, t('the variable DOCKER_CONTEXT names it'));
    const { force = false } = call.answers;
    if (!call.programmatic) {
      const lost = t('The engine and what is in it stay; its address and certificates are removed from docker’s contexts.');
      const left = t('It is in use; the default engine is used instead.');
      await app.ask.confirm(t('Remove the docker context {0}?', oneLine(context)), t('Remove'), used ? `${left}\n\n${lost}` : lost);
    } else if (used && !force) throw inUse(context, t('it is in use'));
    app.log.command(dockerLine(['context', 'rm', ...(used ? ['--force'] : []), context], app.engines.inUse.terminalShell()));
    if (used) await leave(app, users);
    // Beside others it is shown no more; that of the window has been left.
    if (app.engines.isShown(`context:${context}`)) await app.engines.hide(`context:${context}`);
    await store.remove(context);
    await app.views.refresh('engines');
    return { context };
  },
});

function inUse(name: string, detail: string): Error {
  return failure('conflict', { name, usedBy: [], detail });
}

async function usersOf(app: App, context: string): Promise<Users> {
  const { state } = app.engines.inUse.connection;
  const id = state.kind === 'connected' || state.kind === 'connecting' ? state.candidate?.id : undefined;
  const setting = app.settings.get('engine.context');
  return {
    docker: (await currentContext(app.host)) === context,
    setting: setting === context || setting === `context:${context}`,
    window: id === `context:${context}`,
  };
}

/** The window first: while the default engine does not answer, nothing is changed. */
async function leave(app: App, { docker, setting, window }: Users): Promise<void> {
  if (window)
    await app.progress.run(t('Connecting to {0}', 'default'), (_report, signal) =>
      app.engines.inUse.connection.use('context:default', signal),
    );
  if (docker) {
    const file = dockerConfigFile(app.host.variables, app.host.homeDirectory);
    const { whole } = await readDockerConfig(file);
    await writeDockerConfig(file, Object.fromEntries(Object.entries(whole).filter(([key]) => key !== 'currentContext')));
  }
  if (setting) await app.settings.update('engine.context', '');
}
