import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { parseReference } from '../../core/reference';
import type { TextEdit } from '../../dockerfile/edits';
import { readImageName, type ImageName } from '../../dockerfile/image-name';
import type { Dockerfile } from '../../dockerfile/model';
import { parseDockerfile } from '../../dockerfile/parse';
import type { RegistryTag } from '../../registry/registries';
import { back, type Choice } from '../../ports';
import { type AnswersOf, flag, optional, text, whole } from '../answers/takes';
import { defineCommand } from '../define';
import { askInSteps, type Step } from '../asking/steps';
import { defined } from '../../core/records';

const answers = {
  uri: optional(text('The Dockerfile; that of the active editor without it.')),
  line: optional(whole('Line of the FROM instruction, counted from 1; that above the cursor without it.', 1)),
  tag: optional(text('The tag to write; that which is there without it.')),
  digest: optional(flag('Whether the digest that the tag has now is written too.')),
};

type Answers = AnswersOf<typeof answers>;

interface Result {
  readonly uri: string;
  readonly reference: string;
}

/** Names the version of a base image. */
export const pinImage = defineCommand({
  id: 'slipway.dockerfile.pinImage',
  title: 'Choose the Version of the Base Image…',
  summary: 'Lists the tags that the registry has for the image of a FROM instruction and writes the chosen one, with its digest if wanted.',
  palette: true,
  answers,
  result: '{ uri: string; reference: string }',
  run: async (app, call): Promise<Result> => {
    const file = await app.dockerfiles.read(call.answers.uri);
    app.trust.requireForRegistries(t('Choose the Version of the Base Image'));
    const parsed = parseDockerfile(file.text);
    const line = call.answers.line ?? parsed.source.lineAt(file.selection?.start ?? 0) + 1;
    const name = imageAt(parsed, line - 1);
    const { tag, digest } = call.programmatic
      ? { tag: call.answers.tag ?? name.tag, digest: call.answers.digest }
      : await complete(app, call.answers, name);
    if (tag === undefined) throw failure('invalidInput', { field: 'tag', value: '', reason: t('A tag is required.') });
    const pinned =
      digest === true ? await app.progress.run(t('Getting the digest'), (_report, signal) => digestOf(app, name, tag, signal)) : undefined;
    await app.dockerfiles.edit([{ file, edits: [editOf(name, tag, pinned)] }]);
    return { uri: file.uri, reference: `${name.repository}:${tag}${pinned === undefined ? '' : `@${pinned}`}` };
  },
});

/** The image of the FROM on the line or above it. */
function imageAt(file: Dockerfile, line: number): ImageName {
  const stage = file.stages.findLast(({ from }) => from.firstLine <= line) ?? file.stages[0];
  const image = stage?.from.from.image;
  const refuse = (reason: string): Error => failure('invalidInput', { field: 'line', value: '', reason });
  if (stage === undefined || image === undefined) throw refuse(t('There is no FROM with an image.'));
  if (stage.parent !== undefined || image.value === 'scratch') throw refuse(t('{0} is not an image from a registry.', image.value));
  const name = readImageName(image);
  if (name.hasVariable) throw refuse(t('The name of the image contains a variable.'));
  return name;
}

function editOf({ repositoryRange, tag, digest }: ImageName, newTag: string, newDigest: string | undefined): TextEdit {
  const { end } = repositoryRange;
  const length = (tag === undefined ? 0 : tag.length + 1) + (digest === undefined ? 0 : digest.length + 1);
  return { range: { start: end, end: end + length }, text: `:${newTag}${newDigest === undefined ? '' : `@${newDigest}`}` };
}

async function complete(app: App, given: Partial<Answers>, name: ImageName): Promise<Partial<Answers>> {
  const title = t('Version of {0}', name.repository);
  let { tag, digest } = given;
  const askTag: Step = async (place) => {
    const chosen = await app.ask.choose(tagChoices(app, name), {
      title,
      placeholder: t('Tags of the registry, newest version first'),
      ...place,
    });
    if (chosen === back) return back;
    tag = chosen;
    return undefined;
  };
  const askDigest: Step = async (place) => {
    const choices: Choice<boolean>[] = [
      { label: t('Tag only'), description: `${name.repository}:${tag ?? ''}`, value: false },
      { label: t('Tag and digest'), description: t('exactly the image that the tag refers to today'), value: true },
    ];
    const chosen = await app.ask.choose(choices, { title, ...place });
    if (chosen === back) return back;
    digest = chosen;
    return undefined;
  };
  await askInSteps([...(given.tag === undefined ? [askTag] : []), ...(given.digest === undefined ? [askDigest] : [])]);
  return defined({ tag, digest });
}

async function tagChoices(app: App, name: ImageName): Promise<readonly Choice<string>[]> {
  const tags = await tagsOf(app, name);
  return tags
    .filter((tag) => tag.name !== 'latest')
    .map((tag) => ({ label: tag.name, ...(tag.name === name.tag && { description: t('written now') }), value: tag.name }));
}

const freshMilliseconds = 300_000;
const known = new WeakMap<App['registries'], Map<string, { readonly at: number; readonly tags: readonly RegistryTag[] }>>();

/** The tags of the registry, kept for some minutes. */
async function tagsOf(app: App, { repository }: ImageName): Promise<readonly RegistryTag[]> {
  const kept = known.get(app.registries) ?? new Map<string, { readonly at: number; readonly tags: readonly RegistryTag[] }>();
  known.set(app.registries, kept);
  const { domain, path } = parseReference(repository);
  const answer = kept.get(repository);
  if (answer && Date.now() - answer.at < freshMilliseconds) return answer.tags;
  const tags = await app.progress.run(t('Getting the tags from {0}', domain), (_report, signal) =>
    app.registries.tags(domain, path, signal),
  );
  kept.set(repository, { at: Date.now(), tags });
  return tags;
}

async function digestOf(app: App, { repository }: ImageName, tag: string, signal: AbortSignal): Promise<string> {
  const { domain, path } = parseReference(repository);
  return app.registries.digest(domain, path, tag, signal);
}
