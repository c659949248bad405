import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { Node } from '../../nodes/define';
import { configurationsFile, readConfigurations } from '../../files/run-configurations';
import { type KeptConfiguration, type KeptFor, keptConfigurations } from '../../nodes/kept-configurations';
import { configurationOfRow } from '../../nodes/run-configuration';
import { userConfigurations } from '../../nodes/user-configurations';
import { back } from '../../ports';

interface Asked {
  readonly nodes: readonly Node[];
  readonly answers: { readonly configuration?: string | undefined; readonly keptFor?: KeptFor | undefined };
}

/** The configuration that an answer names, that of the row, or one that the user chooses. */
export async function chosenConfiguration(app: App, { nodes, answers }: Asked, title: string): Promise<KeptConfiguration> {
  if (answers.configuration !== undefined) return keptConfiguration(app, answers.configuration, answers.keptFor);
  const [ofRow] = nodes.flatMap((node) => configurationOfRow(node) ?? []);
  // The row may be older than the file.
  return ofRow ? keptConfiguration(app, ofRow.configuration.name, ofRow.keptFor) : ask(app, title);
}

/** The configuration of a name; the project's first where it is not said which. Throws `invalidInput` that says what is wrong. */
export async function keptConfiguration(app: App, name: string, keptFor?: KeptFor): Promise<KeptConfiguration> {
  const folder = app.workspaceFolder();
  const known = keptFor === 'user' || folder === undefined ? undefined : await readConfigurations(folder);
  const ofProject = known?.configurations.find(({ configuration }) => configuration.name === name);
  if (ofProject) return { configuration: ofProject.configuration, line: ofProject.line, keptFor: 'project' };
  const ofUser = keptFor === 'project' ? undefined : (await userConfigurations(app)).find((each) => each.name === name);
  if (ofUser) return { configuration: ofUser, line: 0, keptFor: 'user' };
  const [problem] = known?.problems ?? [];
  const reason = problem
    ? t('Line {0} of {1}: {2}', problem.line, configurationsFile, problem.reason)
    : t('There is no run configuration of this name.');
  throw failure('invalidInput', { field: 'configuration', value: name, reason });
}

async function ask(app: App, title: string): Promise<KeptConfiguration> {
  const { all, problem } = await keptConfigurations(app);
  const none = problem
    ? t('Line {0} of {1}: {2}', problem.line, configurationsFile, problem.reason)
    : t('There are no run configurations. Save as Run Configuration makes one of a container, and the form of Run one of an image.');
  const choices = all.map((kept) => ({
    label: oneLine(kept.configuration.name),
    description: [oneLine(kept.configuration.image), kept.keptFor === 'user' ? t('only yours') : ''].filter(Boolean).join(' · '),
    icon: kept.keptFor === 'user' ? 'account' : 'play',
    value: kept,
  }));
  const chosen = await app.ask.choose(choices, { title, placeholder: t('Choose a run configuration'), none });
  if (chosen === back) throw failure('cancelled', { operation: title });
  return chosen;
}
