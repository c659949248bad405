import { defineCommand } from '../define';

/** Asks the registries again: they send no events. */
export const refreshRegistries = defineCommand({
  id: 'slipway.registries.refresh',
  title: 'Refresh Registries',
  summary: 'Reads the registries again; they do not report changes.',
  icon: 'refresh',
  palette: true,
  titleBar: { views: ['registries'], order: 2 },
  key: { key: 'f5', views: ['registries'] },
  answers: {},
  result: 'undefined',
  run: async (app): Promise<undefined> => {
    await app.views.refresh('registries');
    return undefined;
  },
});
