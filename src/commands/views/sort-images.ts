import { t } from '../../core/localize';
import { back } from '../../ports';
import type { SettingValue } from '../../settings';
import { choice } from '../answers/takes';
import { defineCommand } from '../define';

type Order = SettingValue<'images.sortBy'>;

export const sortImages = defineCommand({
  id: 'slipway.images.sort',
  title: 'Sort Images…',
  summary: 'Sorts the Images view by name, size or age.',
  icon: 'list-ordered',
  palette: true,
  titleBar: { views: ['images'], overflow: '2_show', order: 1 },
  answers: { by: choice(['name', 'size', 'age'], 'The order.') },
  result: '{ by }',
  run: async (app, { answers }): Promise<{ readonly by: Order }> => {
    const current = app.settings.get('images.sortBy');
    const choice = (value: Order, label: string, icon: string): { label: string; icon: string; description: string; value: Order } => ({
      label,
      icon,
      description: value === current ? t('now') : '',
      value,
    });
    const by =
      answers.by ??
      (await app.ask.choose<Order>(
        [
          choice('name', t('By name'), 'case-sensitive'),
          choice('size', t('By size, largest first'), 'arrow-down'),
          choice('age', t('By age, newest first'), 'history'),
        ],
        { title: t('Sort Images') },
      ));
    if (by === back) return { by: current };
    await app.settings.update('images.sortBy', by);
    return { by };
  },
});
