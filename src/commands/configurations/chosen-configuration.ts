import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { Node } from '../../nodes/define';
import { runConfigurationNode } from '../../nodes/run-configuration';
import { back } from '../../ports';
import {
  configurationsFile,
  findConfiguration,
  type KnownConfiguration,
  type KnownConfigurations,
  readConfigurations,
} from '../../files/run-configurations';

/** The configuration that an answer names, that of the row, or one that the user chooses. */
export async function chosenConfiguration(
  app: App,
  call: { readonly nodes: readonly Node[]; readonly answers: { readonly configuration?: string | undefined } },
  title: string,
): Promise<{ readonly known: KnownConfigurations; readonly chosen: KnownConfiguration }> {
  const known = await readConfigurations(app.workspaceFolder());
  const ofRow = call.nodes.find(runConfigurationNode.is)?.data.configuration.name;
  return { known, chosen: findConfiguration(known, call.answers.configuration ?? ofRow ?? (await ask(app, known, title))) };
}

async function ask(app: App, { configurations, problems }: KnownConfigurations, title: string): Promise<string> {
  const [problem] = problems;
  const none = problem
    ? t('Line {0} of {1}: {2}', problem.line, configurationsFile, problem.reason)
    : t('{0} has no run configurations.', configurationsFile);
  const choices = configurations.map(({ configuration: { name, image } }) => ({
    label: oneLine(name),
    description: oneLine(image),
    icon: 'play',
    value: name,
  }));
  const chosen = await app.ask.choose(choices, { title, placeholder: t('Choose a run configuration'), none });
  if (chosen === back) throw failure('cancelled', { operation: title });
  return chosen;
}
