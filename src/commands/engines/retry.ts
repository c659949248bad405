import { defineCommand } from '../define';

/** Looks for the engine again now instead of at the next attempt. */
export const retryEngines = defineCommand({
  id: 'slipway.engines.retry',
  title: 'Try to Connect Again',
  summary: 'Looks for the engine again immediately.',
  icon: 'debug-restart',
  on: [{ node: 'shownEngine', with: ['away'] }],
  placement: { group: '1_run', order: 2, inline: true },
  palette: true,
  answers: {},
  result: '{ readonly version: string }',
  run: async (app): Promise<{ readonly version: string }> => {
    app.connection.retry();
    await app.views.refresh('engines');
    const { information } = await app.connection.engine();
    return { version: information.version };
  },
});
