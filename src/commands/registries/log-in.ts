import type { App } from '../../app';
import { t } from '../../core/localize';
import { dockerLine } from '../../core/docker-line';
import { text } from '../answers/takes';
import { defineCommand } from '../define';
import { askLogIn, requireText } from '../naming/log-in-and-retry';
import { registryOfCall } from '../targets/registry-targets';

/** Logs in to a registry; user and password are kept in the secret store once the registry has taken them. */
export const logInToRegistry = defineCommand({
  id: 'slipway.registries.logIn',
  title: 'Log In to Registry…',
  summary: 'Logs in to a registry; the credentials are stored in the secret store of VS Code.',
  icon: 'sign-in',
  on: [{ node: 'registry' }],
  placement: { group: '5_state', order: 1 },
  palette: true,
  answers: {
    registry: text('Address: `docker.io`, `ghcr.io`.'),
    username: text('User name.'),
    password: text('Password or access token.'),
  },
  result: '{ registry: string; username: string }',
  run: async (app, call): Promise<{ readonly registry: string; readonly username: string }> => {
    const registry = await registryOfCall(app, call, t('Log In'));
    const { username, password } = call.answers;
    if (username === undefined || password === undefined) {
      const user = await askLogIn(app, registry, undefined, username);
      app.log.command(line(app, registry, user));
      app.show.status(t('Logged in to {0} as {1}', registry, user));
      return { registry, username: user };
    }
    requireText('username', username);
    requireText('password', password);
    app.log.command(line(app, registry, username));
    await app.progress.run(t('Logging in to {0}', registry), (_report, signal) =>
      app.registries.logIn(registry, username, password, signal),
    );
    return { registry, username };
  },
});

function line(app: App, registry: string, username: string): string {
  return dockerLine(
    ['login', '--username', username, '--password-stdin', ...(registry === 'docker.io' ? [] : [registry])],
    app.terminalShell(),
  );
}
