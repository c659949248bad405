import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import {
  familiarReference,
  familiarRepository,
  type ImageReference,
  parseReference,
  shortId,
  tryParseReference,
  withDefaultTag,
} from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import type { ImageSummary } from '../../engine/images/images';
import type { Node } from '../../nodes/define';
import { imageNode } from '../../nodes/image';
import { repositoryNode } from '../../nodes/repository';
import { back } from '../../ports';
import { type AnswersOf, flag, optional, text } from '../answers/takes';
import { defineCommand } from '../define';
import { isOfficial, type Pushed, pushEach, pushNames, tellPushed } from '../naming/push-names';
import { askInSteps, passedOver } from '../asking/steps';
import { withTags } from '../naming/temporary-tags';
import { invalidTarget, rememberTargets, targetsFor } from './push-targets';
import { defined } from '../../core/records';

const answers = {
  reference: text('Name of a local image; without a tag `latest`.'),
  allTags: optional(flag('All local tags of the repository; the reference then has no tag.')),
};

type Answers = AnswersOf<typeof answers>;

interface Result extends Pushed {
  /** Each tag that was pushed. */
  readonly pushed: readonly Pushed[];
}

/** Pushes a name of an image, or all tags of a repository. */
export const pushImage = defineCommand({
  id: 'slipway.images.push',
  title: 'Push Image…',
  summary: 'Pushes a local image to the registry in its name, or all tags of a repository.',
  icon: 'cloud-upload',
  on: [{ node: 'image', with: ['tagged'] }, { node: 'repository' }],
  many: true,
  placement: { group: '4_share', order: 1 },
  palette: true,
  key: { key: 'u', views: ['images'] },
  answers,
  result: '{ reference: string; digest: string | undefined; pushed: readonly { reference: string; digest: string | undefined }[] }',
  run: async (app, call): Promise<Result> => {
    const wanted = call.nodes.flatMap(fromRow);
    const { reference, allTags } = call.answers;
    if (wanted.length === 0 && reference !== undefined) wanted.push({ reference, ...defined({ allTags }) });
    if (wanted.length === 0) wanted.push(...(await choose(app)));
    for (const answers of wanted) checkAnswers(answers);
    const { first, all } = await pushEach(
      app,
      wanted,
      (answers) => answers.reference,
      (answers) => pushOne(app, answers, !call.programmatic),
    );
    const pushed = all.flatMap((result) => result.pushed);
    if (!call.programmatic) tellPushed(app, first.reference, pushed.length);
    return { ...first, pushed };
  },
});

function fromRow(node: Node): readonly Answers[] {
  if (repositoryNode.is(node)) return [{ reference: node.data.name, allTags: true }];
  if (imageNode.is(node) && node.data.reference !== undefined) return [{ reference: node.data.reference }];
  return [];
}

/** Asks for an image, then which of its tags when it has several. */
async function choose(app: App): Promise<readonly Answers[]> {
  const title = t('Push Image');
  let image: ImageSummary | undefined;
  let tags: readonly string[] = [];
  await askInSteps([
    async (place) => {
      const chosen = await app.ask.choose(imagesWithTags(app), { title, ...place, placeholder: t('Choose an image') });
      if (chosen === back) return back;
      image = chosen;
      tags = chosen.tags;
      return undefined;
    },
    async (place) => {
      if (!image || image.tags.length < 2) return passedOver;
      const choices = image.tags.map((tag) => ({ label: tag, picked: tags.includes(tag), value: tag }));
      const chosen = await app.ask.chooseMany(choices, { title, ...place, placeholder: t('Which of its names?') });
      if (chosen === back) return back;
      tags = chosen;
      return undefined;
    },
  ]);
  if (tags.length === 0) throw failure('cancelled', { operation: 'push' });
  return tags.map((reference) => ({ reference }));
}

async function imagesWithTags(app: App): Promise<readonly { label: string; description: string; icon: string; value: ImageSummary }[]> {
  const images = [...(await app.inventory.read('images')).values()];
  return images
    .filter(({ tags }) => tags.length > 0)
    .map((image) => ({ label: image.tags.join(', '), description: shortId(image.id), icon: 'package', value: image }));
}

function checkAnswers({ reference, allTags }: Answers): void {
  const parsed = parseReference(reference);
  const invalid = (reason: string): Error => failure('invalidInput', { field: 'reference', value: reference, reason });
  if (parsed.digest !== undefined) throw invalid(t('Cannot push to a digest: tag the image first.'));
  if (allTags && parsed.tag !== undefined) throw invalid(t('To push all tags, enter a repository without a tag.'));
}

async function pushOne(app: App, answers: Answers, mayAsk: boolean): Promise<Result> {
  const parsed = parseReference(answers.reference);
  const references = answers.allTags ? await localTags(app, parsed) : [familiarReference(withDefaultTag(parsed))];
  if (!isOfficial(parsed) && !(mayAsk && (await isPodmanLocal(app, parsed)))) return push(app, answers, references, mayAsk);
  if (!mayAsk) {
    const reason = t('Docker Hub reserves one-part names for official images: tag it as user/name first.');
    throw failure('invalidInput', { field: 'reference', value: answers.reference, reason });
  }
  return pushUnderFullName(app, answers, references);
}

/** Podman keeps names without a registry under `localhost`, where no registry is unless the user has added one. */
async function isPodmanLocal(app: App, { domain }: ImageReference): Promise<boolean> {
  if (domain !== 'localhost' || app.registries.list().some(({ address }) => address === domain)) return false;
  return (await app.connection.engine()).information.kind === 'podman';
}

async function localTags(app: App, repository: ImageReference): Promise<readonly string[]> {
  const names = [...(await app.inventory.read('images')).values()].flatMap(({ tags }) => tags);
  const found = names.filter((name) => {
    const parsed = tryParseReference(name);
    return parsed?.tag !== undefined && parsed.domain === repository.domain && parsed.path === repository.path;
  });
  if (found.length === 0) throw failure('notFound', { what: 'image', name: familiarRepository(repository) });
  return found;
}

/** Docker Hub would refuse: asks for a name that a registry takes, and pushes under that one. */
async function pushUnderFullName(app: App, answers: Answers, references: readonly string[]): Promise<Result> {
  const allTags = answers.allTags ?? false;
  const [first = answers.reference] = references;
  const source = parseReference(first);
  // Without the registry that Podman made up.
  const repository = familiarRepository(source).replace(/^localhost\//, '');
  const name = allTags || source.tag === undefined ? repository : `${repository}:${source.tag}`;
  const typed = await app.ask.suggest({
    title: t('Push {0}', oneLine(name)),
    prompt: t('Name with a user or a registry, under which it is tagged and pushed'),
    suggest: (text) => targetsFor(app, name, text),
    check: (value) => {
      const reason = invalidTarget(value.trim(), allTags);
      return reason === undefined ? undefined : { severity: 'error', message: reason };
    },
  });
  if (typed === back) throw failure('cancelled', { operation: 'push' });
  const target = parseReference(typed.trim());
  const renamed = references.map((reference) => {
    const tag = target.tag ?? parseReference(reference).tag ?? 'latest';
    return { from: reference, to: `${familiarRepository(target)}:${tag}` };
  });
  const names = renamed.map(({ to }) => to);
  const result = await withTags(app, renamed, 'fails', () =>
    push(app, { ...answers, reference: allTags ? familiarRepository(target) : (names[0] ?? typed) }, names, true),
  );
  await rememberTargets(app, names);
  return result;
}

async function push(app: App, answers: Answers, references: readonly string[], mayAsk: boolean): Promise<Result> {
  const parsed = parseReference(answers.reference);
  const allTags = answers.allTags ?? false;
  const name = allTags ? familiarRepository(parsed) : (references[0] ?? familiarReference(withDefaultTag(parsed)));
  const pushed = await pushNames(app, references, name, { allTags, mayAsk });
  return { reference: name, digest: allTags ? undefined : pushed[0]?.digest, pushed };
}
