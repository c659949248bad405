import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { engineNode } from '../../nodes/engine';
import { back } from '../../ports';
import { type AnswersOf, name } from '../answers/takes';
import { type CommandCall, defineCommand } from '../define';

const answers = { engine: name('Name of a docker context, id of a row of the Engines view, or address.') };

/** Shows an engine in the trees beside the others. */
export const showEngine = defineCommand({
  id: 'slipway.engines.show',
  title: 'Show Engine in Views',
  summary:
    'Shows an engine beside the others: each view has the engines as its first rows then, and what a row offers is done on its engine. Kept for the workspace.',
  icon: 'eye',
  on: [{ node: 'engine', without: ['current', 'shown'] }],
  many: true,
  placement: { group: '1_run', order: 2, inline: true },
  palette: true,
  answers,
  result: '{ readonly shown: readonly string[] }',
  run: async (app, call): Promise<{ readonly shown: readonly string[] }> => {
    for (const engine of await chosenEngines(app, call)) await app.engines.show(engine);
    await app.views.refresh('engines');
    return { shown: app.engines.shown.map(({ identity }) => identity.name) };
  },
});

async function chosenEngines(app: App, { nodes, answers: { engine } }: CommandCall<AnswersOf<typeof answers>>): Promise<readonly string[]> {
  if (engine !== undefined) return [engine];
  const rows = nodes.filter(engineNode.is);
  if (rows.length > 0) return rows.map(({ data }) => data.candidate.id);
  const title = t('Show Engine in Views');
  const choices = app.connection.probe().then((statuses) =>
    statuses
      .filter(({ candidate }) => !app.engines.isShown(candidate.id))
      .map(({ candidate }) => ({
        label: oneLine(candidate.name),
        description: oneLine(candidate.address),
        icon: 'server-environment',
        value: candidate.id,
      })),
  );
  const chosen = await app.ask.choose(choices, {
    title,
    placeholder: t('Engine to show beside the others'),
    none: t('All engines are shown already'),
  });
  if (chosen === back) throw failure('cancelled', { operation: title });
  return [chosen];
}
