import type { App } from '../../app';
import { addressWithoutUser } from '../../core/docker-secrets';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { engineNode } from '../../nodes/engine';
import { shownEngineNode } from '../../nodes/shown-engine';
import { back } from '../../ports';
import { type AnswersOf, name } from '../answers/takes';
import { type CommandCall, defineCommand } from '../define';

const answers = { engine: name('Name of a docker context, or the id of a row of the Engines view.') };

/** Shows an engine in the trees no more. */
export const hideEngine = defineCommand({
  id: 'slipway.engines.hide',
  title: 'Hide Engine in Views',
  summary: 'Shows an engine in the views no more. Where it was in use, the next one that is shown is; the last one stays.',
  icon: 'eye-closed',
  on: [{ node: 'engine', with: ['shown'] }, { node: 'shownEngine' }],
  placement: { group: '1_run', order: 3, inline: ['engine'] },
  palette: true,
  answers,
  result: '{ readonly shown: readonly string[] }',
  run: async (app, call): Promise<{ readonly shown: readonly string[] }> => {
    await app.engines.hide(await chosenEngine(app, call));
    await app.views.refresh('engines');
    return { shown: app.engines.shown.map(({ identity }) => identity.name) };
  },
});

async function chosenEngine(app: App, { nodes, answers: { engine } }: CommandCall<AnswersOf<typeof answers>>): Promise<string> {
  const { shown } = app.engines;
  if (engine !== undefined) {
    const found = shown.find(({ identity }) => identity.id === engine || identity.name === engine);
    if (found?.identity.id === undefined) throw failure('notFound', { what: 'context', name: addressWithoutUser(engine) });
    return found.identity.id;
  }
  const row = nodes.find(engineNode.is);
  if (row) return row.data.candidate.id;
  const inView = nodes.find(shownEngineNode.is)?.data.identity.id;
  if (inView !== undefined) return inView;
  const title = t('Hide Engine in Views');
  const choices = shown.flatMap(({ identity: { id, name: label, inUse } }) =>
    id === undefined ? [] : [{ label: oneLine(label), description: inUse ? t('in use') : '', icon: 'eye-closed', value: id }],
  );
  const chosen = await app.ask.choose(shown.length > 1 ? choices : [], {
    title,
    placeholder: t('Engine to show no more'),
    none: t('One engine alone is shown'),
  });
  if (chosen === back) throw failure('cancelled', { operation: title });
  return chosen;
}
