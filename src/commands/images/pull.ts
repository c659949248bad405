import type { App } from '../../app';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import {
  checkReference,
  familiarReference,
  familiarRepository,
  type ImageReference,
  isImageId,
  parseReference,
  withDefaultTag,
  withTag,
} from '../../core/reference';
import { oneLine } from '../../core/untrusted';
import type { Engine } from '../../engine/engine';
import type { EngineImages, PullResult } from '../../engine/images/images';
import { back, type Remark } from '../../ports';
import type { ListPlace, RegistryTag } from '../../registry/registries';
import { type AnswersOf, flag, optional, text } from '../answers/takes';
import { defineCommand } from '../define';
import { revealImage } from '../targets/image-targets';
import { logInAndRetry } from '../naming/log-in-and-retry';
import { oneAfterAnother } from '../asking/one-after-another';
import { allTagsOption, pullSuggestions, rememberPulled } from './pull-suggestions';
import { RegistryReads } from './registry-reads';
import { defined } from '../../core/records';

const answers = {
  reference: text('What to pull: `alpine`, `ghcr.io/owner/name:tag`, `name@sha256:…`.'),
  allTags: optional(flag('All tags of the repository; the reference then has no tag.')),
  platform: optional(text('`os/architecture[/variant]`, for an image of another platform.')),
};

/** One thing to pull. */
export type PullAnswers = AnswersOf<typeof answers>;

/** Pulls the image that is typed, or all tags of a repository. Which row is selected does not matter. */
export const pullImage = defineCommand({
  id: 'slipway.images.pull',
  title: 'Pull Image…',
  summary: 'Asks for the name of an image and pulls it from its registry; without a tag `latest`.',
  icon: 'cloud-download',
  on: [{ node: 'shownEngine', with: ['ofImages'] }],
  placement: { group: '1_run', order: 1 },
  palette: true,
  titleBar: { views: ['images'], order: 1 },
  key: { key: 'p', views: ['images', 'registries'], wholeView: true },
  answers,
  result: '{ reference: string; imageId: string; digest: string | undefined; changed: boolean }',
  run: async (app, { answers, programmatic }): Promise<PullResult> => {
    const results = await pullEach(app, [await fromAnswers(app, answers)], programmatic);
    const last = results.at(-1);
    if (!last) throw failure('cancelled', { operation: 'pull' });
    return last;
  },
});

/** Pulls one after the other; unless a program asked for it a log-in is offered where one is wanted, and the last row is shown. */
export async function pullEach(app: App, wanted: readonly PullAnswers[], programmatic: boolean): Promise<readonly PullResult[]> {
  for (const answers of wanted) checkAnswers(answers);
  const results = await oneAfterAnother(
    app,
    'pull',
    wanted,
    ({ reference }) => reference,
    (answers) => logInAndRetry(app, !programmatic, 'pull', answers.reference, () => pull(app, answers)),
  );
  const last = results.at(-1);
  if (last && !programmatic) {
    if (!last.changed) app.show.status(t('{0} is up to date', oneLine(last.reference)));
    await rememberPulled(app, last.reference);
    await revealImage(app, last.reference);
  }
  return results;
}

async function fromAnswers(app: App, { reference, allTags, platform }: Partial<PullAnswers>): Promise<PullAnswers> {
  const options = defined({ allTags, platform });
  if (reference !== undefined) return { reference, ...options };
  const reads = new RegistryReads(app);
  const question = app.ask.suggest({
    title: t('Pull Image'),
    prompt: t('Name of the image, with its registry unless it is on Docker Hub'),
    placeholder: t('Name of the image; a colon shows its tags, is:official, stars:100 and limit:50 narrow the search'),
    suggest: (text, signal, early) => pullSuggestions(app, text, signal, early, reads),
    check: (value) => remark(withoutAllTags(value), allTags ?? isAllTags(value)),
  });
  const typed = await question.finally(() => reads.dispose());
  if (typed === back) throw failure('cancelled', { operation: 'pull' });
  const name = withoutAllTags(typed);
  if (isAllTags(typed)) return { reference: name, ...options, allTags: true };
  const chosen = platform ?? (allTags ? undefined : await askPlatform(app, name));
  return { reference: name, ...options, ...defined({ platform: chosen }) };
}

/** As docker takes it; the proposal of all tags is written so. */
function isAllTags(typed: string): boolean {
  return typed.trim().startsWith(allTagsOption);
}

function withoutAllTags(typed: string): string {
  return typed.trim().replace(allTagsOption, '').trim();
}

/** Asks for the platform when the registry has several; `undefined` stands for the engine's own. */
async function askPlatform(app: App, name: string): Promise<string | undefined> {
  const parsed = withDefaultTag(parseReference(name));
  const platforms = await app.progress.run(t('Contacting {0}', oneLine(parsed.domain)), (_report, signal) =>
    platformsOf(app, parsed, signal),
  );
  if (platforms.length < 2) return undefined;
  const own = { label: t('The engine’s own platform'), icon: 'server', value: '' };
  const others = platforms.map((platform) => ({ label: platform, icon: 'chip', value: platform }));
  const chosen = await app.ask.choose([own, ...others], { title: t('Pull {0}', oneLine(name)), placeholder: t('Platform') });
  if (chosen === back) throw failure('cancelled', { operation: 'pull' });
  return chosen === '' ? undefined : chosen;
}

async function platformsOf(app: App, { domain, path, tag, digest }: ImageReference, signal: AbortSignal): Promise<readonly string[]> {
  try {
    return await app.registries.platforms(domain, path, digest ?? tag ?? 'latest', signal);
  } catch (error) {
    if (signal.aborted) throw failure('cancelled', { operation: 'pull' }, error);
    // The engine may reach the registry by other ways, and the pull says what is wrong.
    return [];
  }
}

/** Said while the reference is typed. */
function remark(value: string, allTags: boolean): Remark | undefined {
  const checked = checkReference(value);
  if ('reason' in checked) return { severity: 'error', message: checked.reason };
  const { reference } = checked;
  if (allTags || reference.tag !== undefined || reference.digest !== undefined) return undefined;
  const message = t(
    'The tag latest will be pulled: {0}. The image that it refers to changes over time.',
    familiarReference(withDefaultTag(reference)),
  );
  return { severity: 'information', message };
}

function checkAnswers({ reference, allTags, platform }: PullAnswers): void {
  const invalid = (field: string, value: string, reason: string): Error => failure('invalidInput', { field, value, reason });
  if (reference.startsWith('sha256:') && isImageId(reference)) {
    throw invalid('reference', reference, t('An image ID cannot be pulled; a digest follows a name and an @.'));
  }
  const parsed = parseReference(reference);
  if (allTags && (parsed.tag !== undefined || parsed.digest !== undefined)) {
    throw invalid('reference', reference, t('To pull all tags, enter a repository without a tag.'));
  }
  if (platform !== undefined && !/^[a-z0-9_]+\/[a-z0-9_.-]+(?:\/[a-z0-9_.-]+)?$/i.test(platform)) {
    throw invalid('platform', platform, t('A platform has the form {0}.', 'linux/arm64'));
  }
}

async function pull(app: App, { reference, allTags, platform }: PullAnswers): Promise<PullResult> {
  const parsed = parseReference(reference);
  const name = allTags ? familiarRepository(parsed) : familiarReference(withDefaultTag(parsed));
  app.log.command(
    dockerLine(
      ['pull', ...(allTags ? ['--all-tags'] : []), ...(platform === undefined ? [] : ['--platform', platform]), name],
      app.terminalShell(),
    ),
  );
  const engine = await app.connection.engine();
  const credentials = await app.registries.credentials(parsed.domain);
  return app.progress.run(t('Pulling {0}', oneLine(name)), (report, signal) => {
    const options = { signal, onProgress: report, ...defined({ platform, credentials }) };
    if (!allTags) return engine.images.pull(name, options);
    // Podman answers a pull of all tags with `latest` alone.
    if (engine.information.kind === 'podman') return pullEachTag(app, engine, name, options);
    return engine.images.pull(name, { ...options, allTags: true });
  });
}

async function pullEachTag(
  app: App,
  engine: Engine,
  repository: string,
  options: Parameters<EngineImages['pull']>[1],
): Promise<PullResult> {
  const parsed = parseReference(repository);
  const tags = await everyTag(app, parsed, options.signal);
  let last: PullResult | undefined;
  let changed = false;
  for (const { name } of tags) {
    if (options.signal?.aborted) throw failure('cancelled', { operation: 'pull' });
    last = await engine.images.pull(familiarReference(withTag(parsed, name)), options);
    changed ||= last.changed;
  }
  if (!last) throw failure('notFound', { what: 'repository', name: repository, detail: t('The repository has no tags.') });
  return { ...last, changed };
}

/** All of a list that may come in parts; throws `registryUnreachable` when the registry does not tell all of it. */
async function everyTag(app: App, { domain, path }: ImageReference, signal: AbortSignal | undefined): Promise<readonly RegistryTag[]> {
  const tags = new Map<string, RegistryTag>();
  for (let after: ListPlace | undefined; ;) {
    const part = await app.registries.tagList(domain, path, defined({ after, signal }));
    for (const tag of part.entries) tags.set(tag.name, tag);
    if (part.complete) return [...tags.values()];
    if (!part.next)
      throw failure('registryUnreachable', {
        registry: domain,
        detail: t('The registry repeats its list from here: it may not be complete.'),
      });
    after = part.next;
  }
}
