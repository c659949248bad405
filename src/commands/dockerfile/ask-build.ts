import path from 'node:path';
import type { App } from '../../app';
import { t } from '../../core/localize';
import { checkReference, invalidNewName } from '../../core/reference';
import { withoutTrailing } from '../../core/trailing';
import { oneLine } from '../../core/untrusted';
import type { Dockerfile } from '../../dockerfile/model';
import { pathKey } from '../../files/local-paths';
import { back, type Remark } from '../../ports';
import { askInSteps, passedOver, type Step } from '../asking/steps';
import { declaredArguments, type DeclaredArgument, stageNames } from './build-plan';
import { defined, own } from '../../core/records';

/** What a build is told; paths are absolute. */
export interface BuildAnswers {
  readonly file: string;
  readonly context?: string;
  readonly reference?: string;
  readonly target?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
}

const stateKey = 'builds';

interface RememberedBuild {
  readonly context?: string;
  readonly reference?: string;
  readonly target?: string;
}

/** Asks for what is not given: context, name, stage, the build arguments without a default and those that the user wants to change. */
export async function askBuild(app: App, dockerfile: Dockerfile, given: BuildAnswers): Promise<BuildAnswers> {
  const title = t('Build Image');
  const before = own(remembered(app), pathKey(given.file, app.host.platform)) ?? {};
  const values = new Map<string, string>(Object.entries(given.buildArgs ?? {}));
  let { context, reference, target } = given;
  const folders = [...new Set([before.context, path.dirname(given.file), app.workspaceFolder()].filter((folder) => folder !== undefined))];
  const askContext: Step = async (place) => {
    const choices = folders.map((folder) => ({ label: path.basename(folder), description: folder, icon: 'folder', value: folder }));
    const another = { label: t('Another folder…'), icon: 'folder-opened', value: '' };
    const answer = await app.ask.choose([...choices, another], {
      title,
      ...place,
      placeholder: t('Folder that COPY and ADD copy files from'),
    });
    if (answer === back) return back;
    context = answer === '' ? await app.ask.openFolder({ title: t('Build Context'), start: path.dirname(given.file) }) : answer;
    return undefined;
  };
  const askReference: Step = async (place) => {
    const prompt = t('Name of the new image. Leave it empty for an image without a name.');
    const value = reference ?? before.reference ?? proposedName(given.file);
    const answer = await app.ask.input({ title, ...place, prompt, value, check: nameRemark });
    if (answer === back) return back;
    reference = answer.trim();
    return undefined;
  };
  const stages = stageNames(dockerfile);
  const askTarget: Step = async (place) => {
    const last = { label: t('The last stage'), icon: 'layers', value: '' };
    const named = stages.map((stage) => ({ label: stage, icon: 'layers', value: stage }));
    const first = named.filter(({ value }) => value === before.target);
    const answer = await app.ask.choose([...first, last, ...named.filter(({ value }) => value !== before.target)], {
      title,
      ...place,
      placeholder: t('Stage to build'),
    });
    if (answer === back) return back;
    target = answer === '' ? undefined : answer;
    return undefined;
  };
  const declared = declaredArguments(dockerfile).filter(({ name }) => own(given.buildArgs ?? {}, name) === undefined);
  const optional = declared.filter(({ value }) => value !== undefined);
  let changed: readonly string[] = [];
  const askWhich: Step = async (place) => {
    const choices = optional.map(({ name, value }) => ({
      label: name,
      description: oneLine(value ?? ''),
      picked: changed.includes(name),
      value: name,
    }));
    const answer = await app.ask.chooseMany(choices, {
      title,
      ...place,
      placeholder: t('Build arguments to change; the others keep their defaults'),
    });
    if (answer === back) return back;
    changed = answer;
    for (const { name } of optional) if (!changed.includes(name)) values.delete(name);
    return undefined;
  };
  const askArgument =
    ({ name, value }: DeclaredArgument): Step =>
    async (place) => {
      if (value !== undefined && !changed.includes(name)) return passedOver;
      const prompt =
        value === undefined
          ? t('Value of the build argument {0}, which has no default; may be left empty', name)
          : t('Value of the build argument {0}; the default is {1}', name, oneLine(value));
      const answer = await app.ask.input({ title, ...place, prompt, value: values.get(name) ?? '' });
      if (answer === back) return back;
      if (answer === '' && value === undefined) values.delete(name);
      else values.set(name, answer);
      return undefined;
    };
  await askInSteps([
    ...(given.context === undefined ? [askContext] : []),
    ...(given.reference === undefined ? [askReference] : []),
    ...(given.target === undefined && stages.length > 1 ? [askTarget] : []),
    ...(optional.length > 0 ? [askWhich] : []),
    ...declared.map(askArgument),
  ]);
  return {
    file: given.file,
    ...defined({ context }),
    ...(reference === undefined || reference === '' ? {} : { reference }),
    ...defined({ target }),
    ...(values.size === 0 ? {} : { buildArgs: Object.fromEntries(values) }),
  };
}

/** Keeps what was chosen, but no values of build arguments: they may be secret. */
export async function rememberBuild(app: App, { file, context, reference, target }: BuildAnswers): Promise<void> {
  const entry: RememberedBuild = {
    ...defined({ context, reference, target }),
  };
  await app.state.set(stateKey, { ...remembered(app), [pathKey(file, app.host.platform)]: entry }, 'workspace');
}

function remembered(app: App): Readonly<Record<string, RememberedBuild>> {
  const kept = app.state.get(stateKey);
  return typeof kept === 'object' && kept !== null ? (kept as Record<string, RememberedBuild>) : {};
}

/** The folder's name, as far as an image can have it. */
function proposedName(file: string): string {
  const begun = path
    .basename(path.dirname(file))
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '');
  const name = withoutTrailing(begun, '._-');
  return invalidNewName(name) === undefined ? `${name}:latest` : '';
}

function nameRemark(value: string): Remark | undefined {
  const text = value.trim();
  if (text === '') return undefined;
  const reason = invalidNewName(text);
  if (reason !== undefined) return { severity: 'error', message: reason };
  const read = checkReference(text);
  return 'reference' in read && read.reference.tag === undefined
    ? { severity: 'information', message: t('The tag is latest by default.') }
    : undefined;
}
