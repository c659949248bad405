import type { App } from '../../app';
import { addressWithoutUser } from '../../core/docker-secrets';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { EngineStatus } from '../../engine/connection/connection';
import { engineNode } from '../../nodes/engine';
import { shownEngineNode } from '../../nodes/shown-engine';
import { back, type Choice } from '../../ports';
import { type AnswersOf, name } from '../answers/takes';
import { type CommandCall, defineCommand } from '../define';
import { engineName } from '../../engine/information';

const answers = { engine: name('Name of a docker context, or the id of a row of the Engines view.') };

type Answers = AnswersOf<typeof answers>;

/** Makes another engine the one that all views and verbs of this window use. */
export const useEngine = defineCommand({
  id: 'slipway.engines.use',
  title: 'Use Engine',
  summary: 'Switches this window to another engine.',
  icon: 'arrow-swap',
  on: [
    { node: 'engine', without: ['current'] },
    { node: 'shownEngine', without: ['current'] },
  ],
  placement: { group: '1_run', order: 1, inline: ['engine'] },
  palette: true,
  key: { key: 'enter', views: ['engines'] },
  answers,
  result: '{ readonly engine: string; readonly version: string }',
  run: async (app, call): Promise<{ readonly engine: string; readonly version: string }> => {
    const engine = await chosenEngine(app, call);
    // One that does not answer is told at once, and the one in use stays.
    const { connection } = app.engines.inUse;
    const { information } = await app.progress.run(t('Connecting to {0}', oneLine(shownEngine(engine))), async (_report, signal) => {
      await connection.use(engine, signal);
      return connection.engine(signal);
    });
    await app.views.refresh('engines');
    return { engine, version: information.version };
  },
});

/** A program may give an address; the ids of rows hold no user. */
function shownEngine(engine: string): string {
  return /^(?:context|socket|environment|address):/.test(engine) ? engine : addressWithoutUser(engine);
}

async function chosenEngine(app: App, call: CommandCall<Answers>): Promise<string> {
  const { engine } = call.answers;
  if (engine !== undefined) return engine;
  const row = call.nodes.find(engineNode.is);
  if (row) return row.data.candidate.id;
  const shown = call.nodes.find(shownEngineNode.is)?.data.identity.id;
  if (shown !== undefined) return shown;
  const title = t('Use Engine');
  const choices = app.connection.probe().then((statuses) => statuses.map(choiceOf));
  const chosen = await app.ask.choose(choices, { title, placeholder: t('Engine for this window') });
  if (chosen === back) throw failure('cancelled', { operation: title });
  return chosen;
}

function choiceOf(status: EngineStatus): Choice<string> {
  const { candidate, current, information, state, reason } = status;
  const product = information ? engineName(information) : '';
  const trouble = state === 'unreachable' ? (reason ?? t('does not answer')) : state === 'connecting' ? (reason ?? '') : '';
  return {
    label: oneLine(candidate.name),
    description: [current ? t('in use') : '', product]
      .filter(Boolean)
      .map((part) => oneLine(part))
      .join(' · '),
    detail: [oneLine(candidate.address), oneLine(trouble)].filter(Boolean).join(' — '),
    icon: state === 'unreachable' ? 'warning' : current ? 'pass-filled' : 'server-environment',
    value: candidate.id,
  };
}
