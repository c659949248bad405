import type { Elsewhere } from '../targets/elsewhere';
import type { App } from '../../app';
import { failure } from '../../core/errors';
import { imageMeant } from '../../core/image-names';
import { t } from '../../core/localize';
import { isRegistry, type PlannedName, planNames } from '../../core/name-template';
import {
  familiarReference,
  hubDomain,
  invalidNewName,
  parseReference,
  shortId,
  tryParseReference,
  withDefaultTag,
} from '../../core/reference';
import { withoutTrailing } from '../../core/trailing';
import { oneLine } from '../../core/untrusted';
import type { ImageSummary } from '../../engine/images/images';
import { type ImageNodeData, imageNode } from '../../nodes/image';
import { type AskOptions, back, type Back, type Remark, type Suggestion } from '../../ports';
import { type AnswersOf, text } from '../answers/takes';
import { defineCommand } from '../define';
import { askTarget } from '../targets/choose-targets';
import { images as imageKind } from '../targets/image-targets';
import { holderOf, reviewNames, templateRemark } from '../naming/new-names';
import { isOfficial, pushEach, pushNames, tellPushed } from '../naming/push-names';
import { askInSteps } from '../asking/steps';
import { withTags } from '../naming/temporary-tags';
import { recentTargets, rememberTargets } from './push-targets';
import { defined } from '../../core/records';

const answers = {
  reference: text('Name or id of a local image.'),
  target: text('Name to push it as; without a tag that of the image. A registry, or a text that ends in a slash, is put before its name.'),
};

type Answers = AnswersOf<typeof answers>;

interface PushedTo {
  readonly reference: string;
  /** The name under which it was pushed. */
  readonly target: string;
  readonly digest: string | undefined;
}

interface Result extends PushedTo {
  readonly pushed: readonly PushedTo[];
}

/** Pushes images to another registry than the one in their names, and leaves no name of it behind. */
export const pushImageTo = defineCommand({
  id: 'slipway.images.pushTo',
  title: 'Push to Another Registry…',
  summary:
    'Pushes images to another registry or under another name in one step: tags, pushes, and removes the tag again, also after a failure.',
  icon: 'repo-push',
  on: [{ node: 'image', with: ['tagged'] }],
  many: true,
  placement: { group: '4_share', order: 2 },
  palette: true,
  answers,
  result:
    '{ reference: string; target: string; digest: string | undefined; pushed: readonly { reference: string; target: string; digest: string | undefined }[] }',
  run: async (app, call): Promise<Result> => {
    const images = [...(await app.inventory.read('images')).values()];
    const { reference, target } = call.answers;
    const rows = call.nodes.flatMap((node) => (imageNode.is(node) ? [node.data] : []));
    const names =
      reference !== undefined && target !== undefined ? [givenName(images, reference, target)] : await ask(app, images, rows, call);
    for (const { target: name } of names) checkTarget(name);
    const { first, all: pushed } = await pushEach(
      app,
      names,
      (name) => name.target,
      (name) => pushOne(app, name, !call.programmatic),
    );
    if (!call.programmatic) {
      await rememberTargets(
        app,
        names.map(({ target }) => target),
      );
      tellPushed(app, first.target, pushed.length);
    }
    return { ...first, pushed };
  },
});

async function pushOne(app: App, { source, target }: PlannedName, mayAsk: boolean): Promise<PushedTo> {
  const from = source.reference ?? source.id;
  const [pushed] = await withTags(app, [{ from, to: target }], 'always', () =>
    pushNames(app, [target], target, { allTags: false, mayAsk }),
  );
  return { reference: from, target, digest: pushed?.digest };
}

/** What a program means by `target`: the whole name, a repository, or what stands before the name of the image. */
function givenName(images: readonly ImageSummary[], reference: string, target: string): PlannedName {
  const meant = imageMeant(images, reference);
  if (!meant) throw failure('notFound', { what: 'image', name: reference });
  const source = { id: meant.image.id, reference: meant.by === 'name' ? reference : meant.image.tags[0] };
  const invalid = (reason: string): Error => failure('invalidInput', { field: 'target', value: target, reason });
  if (target.endsWith('/') || isRegistry(target)) {
    const planned = planNames(withoutTrailing(target, '/'), [source]);
    if ('reason' in planned) throw invalid(planned.reason);
    const [name] = planned.names;
    if (name) return name;
  }
  const reason = invalidNewName(target);
  if (reason !== undefined) throw invalid(reason);
  const tag = tryParseReference(source.reference ?? '')?.tag;
  return { source, target: familiarReference(withDefaultTag({ ...defined({ tag }), ...parseReference(target) })) };
}

/** Docker Hub refuses these from everybody. */
function checkTarget(target: string): void {
  const reason = refusal(target);
  if (reason !== undefined) throw failure('invalidInput', { field: 'target', value: target, reason });
}

function refusal(target: string): string | undefined {
  return isOfficial(parseReference(target)) ? t('The name needs a user or a registry before the slash.') : undefined;
}

async function ask(
  app: App,
  images: readonly ImageSummary[],
  rows: readonly ImageNodeData[],
  { answers: given, elsewhere }: { readonly answers: Partial<Answers>; readonly elsewhere?: Elsewhere | undefined },
): Promise<readonly PlannedName[]> {
  const meant = given.reference === undefined ? undefined : imageMeant(images, given.reference);
  if (given.reference !== undefined && !meant) throw failure('notFound', { what: 'image', name: given.reference });
  let sources = meant
    ? [{ reference: given.reference, id: meant.image.id }]
    : rows.map(({ image, reference }) => ({ reference, id: image.id }));
  const title = t('Push to Another Registry');
  let prefix = given.target ?? '';
  let names: readonly PlannedName[] = [];
  await askInSteps([
    ...(sources.length > 0
      ? []
      : [
          async (place: Pick<AskOptions, 'step'>) => {
            const chosen = await askTarget(app, imageKind, { title, ...place }, elsewhere);
            if (chosen === back) return back;
            sources = [{ reference: chosen.name, id: chosen.id }];
            return undefined;
          },
        ]),
    async (place) => {
      const answer = await app.ask.suggest({
        title,
        ...place,
        prompt: t('Registry, or registry and namespace, to push to: {0}', 'ghcr.io/me'),
        value: prefix,
        suggest: (text) => Promise.resolve(suggestions(app, text)),
        check: (text) => prefixRemark(text, sources, images),
      });
      if (answer === back) return back;
      prefix = answer.trim();
      return undefined;
    },
    async (place) => {
      const answer = await askNames(app, images, sources, prefix, { title, ...place });
      if (answer === back) return back;
      names = answer;
      return undefined;
    },
  ]);
  if (names.length === 0) throw failure('cancelled', { operation: 'push' });
  return names;
}

/** One name is written out, so that it can be changed; several are shown as a list. */
async function askNames(
  app: App,
  images: readonly ImageSummary[],
  sources: readonly PlannedName['source'][],
  prefix: string,
  options: AskOptions,
): Promise<readonly PlannedName[] | Back> {
  const planned = planNames(prefix, sources);
  const names = 'names' in planned ? planned.names : [];
  const [source] = sources;
  if (sources.length > 1 || !source) {
    return reviewNames(app, names, (name) => inTheWay(name, images) ?? '', { ...options, placeholder: t('These names will be pushed') });
  }
  const answer = await app.ask.input({
    ...options,
    prompt: t('Push {0} as', oneLine(source.reference ?? shortId(source.id))),
    value: names[0]?.target ?? '',
    check: (text) => nameRemark(text.trim(), source, images),
  });
  return answer === back ? back : [{ source, target: familiarReference(withDefaultTag(parseReference(answer.trim()))) }];
}

function prefixRemark(text: string, sources: readonly PlannedName['source'][], images: readonly ImageSummary[]): Remark {
  const planned = planNames(text, sources);
  const official =
    'names' in planned ? planned.names.map(({ target }) => refusal(target)).find((reason) => reason !== undefined) : undefined;
  return official === undefined ? templateRemark(text, sources, images) : { severity: 'error', message: official };
}

function nameRemark(text: string, source: PlannedName['source'], images: readonly ImageSummary[]): Remark | undefined {
  const reason = invalidNewName(text) ?? refusal(text);
  if (reason !== undefined) return { severity: 'error', message: reason };
  const target = familiarReference(withDefaultTag(parseReference(text)));
  const blocked = inTheWay({ source, target }, images);
  if (blocked !== undefined) return { severity: 'error', message: blocked };
  return target === text ? undefined : { severity: 'information', message: t('The full name will be {0}.', target) };
}

function inTheWay(name: PlannedName, images: readonly ImageSummary[]): string | undefined {
  const holder = holderOf(name, images);
  return holder && t('{0} is the name of another local image ({1}).', oneLine(name.target), shortId(holder.id));
}

/** What was pushed to before, then the registries of the view. */
function suggestions(app: App, text: string): readonly Suggestion[] {
  const fits = (name: string): boolean => name.toLowerCase().includes(text.trim().toLowerCase());
  const recent = recentTargets(app);
  const known = app.registries.list().filter(({ address }) => address !== hubDomain && !recent.includes(address));
  return [
    ...recent.filter(fits).map((name) => ({ label: name, icon: 'history', section: t('Recently pushed to'), value: name })),
    ...known
      .filter(({ address }) => fits(address))
      .map(({ name, address }) => ({
        label: address,
        description: name === address ? '' : name,
        icon: 'server',
        section: t('Registries'),
        value: address,
      })),
  ];
}
