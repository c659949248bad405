import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { text } from '../answers/takes';
import { defineCommand } from '../define';
import { registryOfCall } from '../targets/registry-targets';

/** Takes a registry out of the view and forgets its log-in; nothing in the registry changes. */
export const removeRegistry = defineCommand({
  id: 'slipway.registries.remove',
  title: 'Remove Registry from the List…',
  summary: 'Removes a registry from the Registries view, with its credentials; nothing in the registry changes.',
  icon: 'close',
  on: [{ node: 'registry', with: ['removable'] }],
  placement: { group: '9_remove', order: 1 },
  palette: true,
  key: { key: 'delete', mac: 'cmd+backspace', views: ['registries'] },
  answers: { registry: text('Address as in the list.') },
  result: '{ registry: string }',
  run: async (app, call): Promise<{ readonly registry: string }> => {
    const registry = await registryOfCall(app, call, t('Remove Registry'), ({ builtin }) => !builtin);
    if (!call.programmatic) {
      await app.ask.confirm(
        t('Remove {0} from the list?', oneLine(registry)),
        t('Remove'),
        t('Its credentials are removed. Nothing in the registry changes.'),
      );
    }
    await app.registries.remove(registry);
    return { registry };
  },
});
