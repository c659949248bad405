import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { text } from '../answers/takes';
import { defineCommand } from '../define';
import { registryOfCall } from '../targets/registry-targets';

/** Forgets the log-in that Slipway keeps for a registry. */
export const logOutOfRegistry = defineCommand({
  id: 'slipway.registries.logOut',
  title: 'Log Out of Registry',
  summary: 'Removes the credentials that Slipway stores; those of `docker login` are kept, and the result names their user.',
  icon: 'sign-out',
  on: [{ node: 'registry', with: ['loggedIn'] }],
  placement: { group: '5_state', order: 2 },
  palette: true,
  answers: { registry: text('Address as in the list.') },
  result: '{ registry: string; username: string | undefined }',
  run: async (app, call): Promise<{ readonly registry: string; readonly username: string | undefined }> => {
    const title = t('Log Out');
    const registry = await registryOfCall(app, call, title, async ({ address }) => (await app.registries.userName(address)) !== undefined);
    app.log.command(dockerLine(['logout', ...(registry === 'docker.io' ? [] : [registry])], app.terminalShell()));
    await app.registries.logOut(registry);
    const username = await app.registries.userName(registry);
    if (username !== undefined && !call.programmatic) {
      await app.show.information(
        t('{0} is still logged in as {1} through docker login. To log out, run docker logout {0} in a terminal.', registry, username),
      );
    }
    return { registry, username };
  },
});
