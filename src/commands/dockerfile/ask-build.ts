import path from 'node:path';
import type { App } from '../../app';
import { t } from '../../core/localize';
import { checkReference, invalidNewName } from '../../core/reference';
import type { Dockerfile } from '../../dockerfile/model';
import { back, type Remark } from '../../ports';
import { askInSteps, type Step } from '../steps';
import { neededArguments, stageNames } from './build-plan';

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

/** Asks for what is not given: context, name, stage, and each build argument without a default. */
export async function askBuild(app: App, dockerfile: Dockerfile, given: BuildAnswers): Promise<BuildAnswers> {
  const title = t('Build Image');
  const before = remembered(app)[given.file] ?? {};
  const values = new Map<string, string>(Object.entries(given.buildArgs ?? {}));
  let { context, reference, target } = given;
  const folders = [...new Set([before.context, path.dirname(given.file), app.workspaceFolder()].filter((folder) => folder !== undefined))];
  const askContext: Step = async (place) => {
    const choices = folders.map((folder) => ({ label: path.basename(folder), description: folder, icon: 'folder', value: folder }));
    const answer = await app.ask.choose(choices, { title, ...place, placeholder: t('Folder that COPY and ADD take files from') });
    if (answer === back) return back;
    context = answer;
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
    const answer = await app.ask.choose([...first, last, ...named.filter(({ value }) => value !== before.target)], { title, ...place, placeholder: t('Stage to build') });
    if (answer === back) return back;
    target = answer === '' ? undefined : answer;
    return undefined;
  };
  const askArgument = (name: string): Step => async (place) => {
    const answer = await app.ask.input({ title, ...place, prompt: t('Value of the build argument {0}, which has no default; may be left empty', name), value: values.get(name) ?? '' });
    if (answer === back) return back;
    if (answer === '') values.delete(name);
    else values.set(name, answer);
    return undefined;
  };
  await askInSteps([
    ...(given.context === undefined && folders.length > 1 ? [askContext] : []),
    ...(given.reference === undefined ? [askReference] : []),
    ...(given.target === undefined && stages.length > 1 ? [askTarget] : []),
    ...neededArguments(dockerfile).filter((name) => given.buildArgs?.[name] === undefined).map(askArgument),
  ]);
  return {
    file: given.file,
    ...(context === undefined ? {} : { context }),
    ...(reference === undefined || reference === '' ? {} : { reference }),
    ...(target === undefined ? {} : { target }),
    ...(values.size === 0 ? {} : { buildArgs: Object.fromEntries(values) }),
  };
}

/** Keeps what was chosen, but no values of build arguments: they may be secret. */
export async function rememberBuild(app: App, { file, context, reference, target }: BuildAnswers): Promise<void> {
  const entry: RememberedBuild = {
    ...(context === undefined ? {} : { context }),
    ...(reference === undefined ? {} : { reference }),
    ...(target === undefined ? {} : { target }),
  };
  await app.state.set(stateKey, { ...remembered(app), [file]: entry }, 'workspace');
}

function remembered(app: App): Readonly<Record<string, RememberedBuild>> {
  const kept = app.state.get(stateKey);
  return typeof kept === 'object' && kept !== null ? (kept as Record<string, RememberedBuild>) : {};
}

/** The folder's name, as far as an image can have it. */
function proposedName(file: string): string {
  const name = path.basename(path.dirname(file)).toLowerCase().replaceAll(/[^a-z0-9._-]+/g, '-').replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return invalidNewName(name) === undefined ? `${name}:latest` : '';
}

function nameRemark(value: string): Remark | undefined {
  const text = value.trim();
  if (text === '') return undefined;
  const reason = invalidNewName(text);
  if (reason !== undefined) return { severity: 'error', message: reason };
  const read = checkReference(text);
  return 'reference' in read && read.reference.tag === undefined ? { severity: 'information', message: t('It gets the tag latest.') } : undefined;
}
