import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { RunConfiguration } from '../../core/run/run-configuration';
import { oneLine } from '../../core/untrusted';
import { configurationsFile, deleteConfiguration, saveConfiguration } from '../../files/run-configurations';
import { type KeptFor, keptConfigurations } from '../../nodes/kept-configurations';
import { deleteUserConfiguration, saveUserConfiguration } from '../../nodes/user-configurations';
import { back, type Remark } from '../../ports';

/** Writes a configuration where it is kept, in the place of the one of its name there. Throws as `saveConfiguration`. */
export async function keepConfiguration(app: App, configuration: RunConfiguration, keptFor: KeptFor): Promise<void> {
  if (keptFor === 'user') await saveUserConfiguration(app, configuration);
  else await saveConfiguration(app.workspaceFolder(), configuration);
}

/** Takes a configuration away. */
export async function forgetConfiguration(app: App, name: string, keptFor: KeptFor): Promise<void> {
  if (keptFor === 'user') await deleteUserConfiguration(app, name);
  else await deleteConfiguration(app.workspaceFolder(), name);
}

/** What is wrong with the name of a configuration; translated. */
export function nameProblem(name: string): string | undefined {
  if (name === '') return t('The name is missing.');
  return /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u.test(name)
    ? undefined
    : t('A name has letters, digits, blanks, “.”, “_” and “-”, and begins with a letter or digit.');
}

/** A name that was given, checked. Throws `invalidInput`. */
export function checkedName(name: string): string {
  const wrong = nameProblem(name);
  // What was typed may be anything, and errors are written to the log.
  if (wrong !== undefined) throw failure('invalidInput', { field: 'configuration', value: '', reason: wrong });
  return name;
}

/** Asks for the name of a configuration; `proposed` stands in the box. Throws `cancelled`. */
export async function askConfigurationName(app: App, title: string, prompt: string, proposed: string): Promise<string> {
  const taken = new Set((await keptConfigurations(app)).all.map(({ configuration }) => configuration.name));
  const check = (text: string): Remark | undefined => {
    const wrong = nameProblem(text.trim());
    if (wrong !== undefined) return { severity: 'error', message: wrong };
    return taken.has(text.trim())
      ? { severity: 'warning', message: t('There is a run configuration of this name, which is replaced.') }
      : undefined;
  };
  const answer = await app.ask.input({ title, prompt, value: proposed, check });
  if (answer === back) throw failure('cancelled', { operation: title });
  return answer.trim();
}

/** Asks for whom a configuration is kept; without a folder there is no question. Throws `cancelled`. */
export async function askKeptFor(app: App, title: string): Promise<KeptFor> {
  if (app.workspaceFolder() === undefined) return 'user';
  const choices = [
    {
      label: t('For the project'),
      description: configurationsFile,
      detail: t('Everybody who has the folder has it. Values that look secret are not written.'),
      icon: 'play',
      value: 'project' as const,
    },
    {
      label: t('Only for me'),
      detail: t('In all folders, with all values; kept where VS Code keeps secrets.'),
      icon: 'account',
      value: 'user' as const,
    },
  ];
  const chosen = await app.ask.choose<KeptFor>(choices, { title, placeholder: t('Who has the run configuration?') });
  if (chosen === back) throw failure('cancelled', { operation: title });
  return chosen;
}

/** A name that no configuration has yet: with a number behind it. */
export async function freeConfigurationName(app: App, name: string): Promise<string> {
  const taken = new Set((await keptConfigurations(app)).all.map(({ configuration }) => configuration.name));
  const base = oneLine(name).replace(/ \d{1,4}$/, '');
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${base} ${String(number)}`;
  return free;
}
