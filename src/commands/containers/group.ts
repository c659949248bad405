import { flag, optional } from '../answers/takes';
import { defineCommand } from '../define';

/** Turns the grouping of the Containers view by Compose project on and off. */
export const groupContainersByProject = defineCommand({
  id: 'slipway.containers.groupByProject',
  title: 'Group by Compose Project',
  summary: 'Groups containers by their Compose project, or not; toggles it when there is no answer.',
  palette: true,
  titleBar: { views: ['containers'], overflow: '2_show', order: 1, toggles: 'containers.groupByComposeProject' },
  answers: { group: optional(flag('Whether they are grouped.')) },
  result: '{ group }',
  run: async (app, { answers }): Promise<{ readonly group: boolean }> => {
    const group = answers.group ?? !app.settings.get('containers.groupByComposeProject');
    await app.settings.update('containers.groupByComposeProject', group);
    return { group };
  },
});
