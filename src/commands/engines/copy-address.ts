import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { copiedName, oneLine } from '../../core/untrusted';
import { engineNode } from '../../nodes/engine';
import { back } from '../../ports';
import { type AnswersOf, name } from '../answers/takes';
import { type CommandCall, defineCommand } from '../define';

const answers = { engine: name('Name of a docker context, or the id of a row of the Engines view.') };

type Answers = AnswersOf<typeof answers>;

/** Copies an engine's address as `DOCKER_HOST` takes it. */
export const copyEngineAddress = defineCommand({
  id: 'slipway.engines.copyAddress',
  title: 'Copy Engine Address',
  summary: 'Copies the address of an engine in the form that DOCKER_HOST takes.',
  icon: 'copy',
  on: [{ node: 'engine' }],
  placement: { group: '7_copy', order: 1 },
  palette: true,
  answers,
  result: '{ readonly text: string }',
  run: async (app, call): Promise<{ readonly text: string }> => {
    const text = copiedName(await chosenAddress(app, call));
    await app.clipboard.write(text);
    return { text };
  },
});

async function chosenAddress(app: App, call: CommandCall<Answers>): Promise<string> {
  const row = call.nodes.find(engineNode.is);
  if (row) return row.data.candidate.address;
  const { engine } = call.answers;
  const candidates = (await app.connection.probe()).map(({ candidate }) => candidate);
  if (engine !== undefined) {
    const found = candidates.find(({ id, name }) => id === engine || name === engine);
    if (!found) throw failure('notFound', { what: 'context', name: engine });
    return found.address;
  }
  const title = t('Copy Engine Address');
  const choices = candidates.map(({ name, address }) => ({
    label: oneLine(name),
    description: oneLine(address),
    icon: 'server-environment',
    value: address,
  }));
  const chosen = await app.ask.choose(choices, { title, placeholder: t('Engine to copy the address of') });
  if (chosen === back) throw failure('cancelled', { operation: title });
  return chosen;
}
