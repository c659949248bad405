import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { storedContexts } from '../../engine/contexts/docker-contexts';
import { engineNode } from '../../nodes/engine';
import { back } from '../../ports';
import { name } from '../answers/takes';
import type { CommandCall } from '../define';

/** The answer that names a docker context. */
export const contextAnswer = name('Name of a docker context.');

/** The docker context that is meant: by the answer, by the row, or asked for. Throws `cancelled`, `invalidInput` for docker's own. */
export async function chosenContext(
  app: App,
  call: CommandCall<{ readonly context: string }>,
  title: string,
  placeholder: string,
): Promise<string> {
  const given = call.answers.context ?? call.nodes.find(engineNode.is)?.data.candidate.name;
  if (given === 'default')
    throw failure('invalidInput', { field: 'context', value: given, reason: t('“default” is the name of docker’s own context.') });
  if (given !== undefined) return given;
  const contexts = await storedContexts(app.host);
  const choices = contexts.map((context) => ({
    label: oneLine(context.name),
    description: oneLine(context.description ?? ''),
    detail: oneLine(context.address),
    icon: 'server-environment',
    value: context.name,
  }));
  const chosen = await app.ask.choose(choices, { title, placeholder, none: t('There are no docker contexts besides the default one') });
  if (chosen === back) throw failure('cancelled', { operation: title });
  return chosen;
}
