import { t } from '../../core/localize';
import { back } from '../../ports';
import type { SettingValue } from '../../settings';
import { choice, flag, optional, text } from '../answers/takes';
import { defineCommand, type AnyCommand } from '../define';

type Grouping = SettingValue<'images.groupBy'>;

function toggleCommand(
  id: `slipway.images.${string}`,
  key: 'images.showDangling' | 'images.showIntermediate' | 'images.showDigests',
  title: string,
  order: number,
): AnyCommand {
  return defineCommand({
    id,
    title,
    summary: 'Changes what the Images view shows; toggles it when there is no answer.',
    palette: true,
    titleBar: { views: ['images'], overflow: '2_show', order, toggles: key },
    answers: { show: optional(flag('Whether they are shown.')) },
    result: '{ show }',
    run: async (app, { answers }): Promise<{ readonly show: boolean }> => {
      const show = answers.show ?? !app.settings.get(key);
      await app.settings.update(key, show);
      return { show };
    },
  });
}

export const toggleDanglingImages = toggleCommand('slipway.images.toggleDangling', 'images.showDangling', 'Show Dangling Images', 3);
export const toggleIntermediateImages = toggleCommand(
  'slipway.images.toggleIntermediate',
  'images.showIntermediate',
  'Show Intermediate Images',
  4,
);
export const toggleImageDigests = toggleCommand('slipway.images.toggleDigests', 'images.showDigests', 'Show Digests', 5);

/** Groups the Images view by something else. */
export const groupImagesBy = defineCommand({
  id: 'slipway.images.group',
  title: 'Group Images…',
  summary: 'Groups the Images view by repository, registry, a label or nothing.',
  icon: 'group-by-ref-type',
  palette: true,
  titleBar: { views: ['images'], overflow: '2_show', order: 2 },
  answers: {
    by: choice(['repository', 'registry', 'label', 'none'], 'What to group by.'),
    label: optional(text('Name of the label, for grouping by label.')),
  },
  result: '{ by }',
  run: async (app, { answers, programmatic }): Promise<{ readonly by: Grouping }> => {
    const title = t('Group Images');
    const current = app.settings.get('images.groupBy');
    const choice = (value: Grouping, label: string): { label: string; description: string; value: Grouping } => ({
      label,
      description: value === current ? t('now') : '',
      value,
    });
    const choices = [
      choice('repository', t('By repository')),
      choice('registry', t('By registry')),
      choice('label', t('By label')),
      choice('none', t('Not grouped')),
    ];
    const by = answers.by ?? (await app.ask.choose<Grouping>(choices, { title }));
    if (by === back) return { by: current };
    const known = app.settings.get('images.groupByLabel');
    const label =
      answers.label ??
      (by === 'label' && !programmatic ? await app.ask.input({ title, prompt: t('Name of the label'), value: known }) : known);
    if (label === back) return { by: current };
    if (label.trim() !== known) await app.settings.update('images.groupByLabel', label.trim());
    await app.settings.update('images.groupBy', by);
    return { by };
  },
});
