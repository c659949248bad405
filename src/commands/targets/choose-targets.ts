import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { oneLine } from '../../core/untrusted';
import type { Node } from '../../nodes/define';
import { type AskOptions, back, type Back, type Choice } from '../../ports';
import { choicesOfAll, type Elsewhere, ofThisEngine } from './elsewhere';
import type { Named } from './run-on-each';

/** An object to work on; `listed` is there when a row or a list has it, and absent when it was named by an answer. */
export interface Target<Listed> extends Named {
  readonly listed?: Listed;
}

/** One that a row or a list has. */
export interface ListedTarget<Listed> extends Named {
  readonly listed: Listed;
}

/** What is special about one kind of the engine's objects. `One` and `Many` are the answers that name them. */
export interface TargetKind<Listed, One extends string, Many extends string> {
  readonly one: One;
  readonly many: Many;
  /** What a row of this kind stands for. */
  readonly ofRow: (node: Node) => ListedTarget<Listed> | undefined;
  /** What is in a row that is a group of them. */
  readonly ofGroup?: (node: Node) => readonly ListedTarget<Listed>[];
  /** All that the engine has, to choose from. */
  readonly choices: (app: App) => Promise<readonly Choice<ListedTarget<Listed>>[]>;
  /** What the boxes say where a question says nothing. */
  readonly texts?: () => { readonly chooseOne: string; readonly chooseMany: string; readonly none: string };
  /** What is told instead of opening a list in which nothing is. */
  readonly whenNone?: () => string;
}

/** What a verb asks where neither rows nor answers say on what it works. */
export interface TargetQuestion<Listed> extends AskOptions {
  /** Those that are offered, and taken from a group; all without it. */
  readonly accepts?: (listed: Listed) => boolean;
  /** Other choices than those of the kind. */
  readonly choices?: (app: App) => Promise<readonly Choice<Target<Listed>>[]>;
  /** What is told instead of opening a list in which nothing is. */
  readonly whenNone?: string;
  /** One is chosen from the list, though several rows may be meant; else as many as are ticked. */
  readonly askForOne?: boolean;
}

/** Rows and answers of a call, as far as they tell what is meant. */
export interface TargetCall<One extends string, Many extends string> {
  readonly nodes: readonly Node[];
  readonly answers: { readonly [Name in One]?: string | undefined } & { readonly [Name in Many]?: readonly string[] | undefined };
  readonly elsewhere?: Elsewhere | undefined;
}

/** What rows stand for, each once; of a group those that `accepts` wants. */
export function targetsOfRows<Listed, One extends string, Many extends string>(
  nodes: readonly Node[],
  kind: TargetKind<Listed, One, Many>,
  accepts: (listed: Listed) => boolean = () => true,
): readonly ListedTarget<Listed>[] {
  const found = new Map<string, ListedTarget<Listed>>();
  for (const node of nodes) {
    const row = kind.ofRow(node);
    const targets = row ? [row] : (kind.ofGroup?.(node) ?? []).filter(({ listed }) => accepts(listed));
    // One image has a row for each of its names.
    for (const target of targets) found.set(`${target.id} ${target.name}`, target);
  }
  return [...found.values()];
}

/** What a call means: the objects that its answers name, those of its rows, or those that the user chooses, at least one. */
export async function chooseTargets<Listed, One extends string, Many extends string>(
  app: App,
  call: TargetCall<One, Many>,
  kind: TargetKind<Listed, One, Many>,
  question: TargetQuestion<Listed>,
): Promise<readonly Target<Listed>[]> {
  const one = call.answers[kind.one];
  const named = call.answers[kind.many] ?? (one === undefined ? undefined : [one]);
  if (named !== undefined) return named.map((name) => ({ id: name, name }));
  if (call.nodes.length > 0) return targetsOfRows(call.nodes, kind, question.accepts);
  // What was chosen before the verb began anew on this engine came from this kind's choices.
  if (call.elsewhere?.chosen) return call.elsewhere.chosen;
  const several = call.elsewhere !== undefined && app.engines.shown.length > 1;
  const ask = several ? askAllEngines : question.askForOne === true ? askForOne : askForMany;
  const chosen = await ask(app, kind, question);
  if (chosen === back || chosen.length === 0) throw failure('cancelled', { operation: question.title });
  return chosen;
}

/** The one object that a call means, found in the same way. */
export async function chooseTarget<Listed, One extends string, Many extends string>(
  app: App,
  call: TargetCall<One, Many>,
  kind: TargetKind<Listed, One, Many>,
  question: TargetQuestion<Listed>,
): Promise<Target<Listed>> {
  const [target] = await chooseTargets(app, call, kind, { ...question, askForOne: true });
  if (!target) throw failure('cancelled', { operation: question.title });
  return target;
}

/** Asks for one object as a step among others, of all shown engines where `elsewhere` is given. The list loads behind the open box. */
export async function askTarget<Listed, One extends string, Many extends string>(
  app: App,
  kind: TargetKind<Listed, One, Many>,
  options: AskOptions,
  elsewhere?: Elsewhere,
): Promise<ListedTarget<Listed> | Back> {
  const [before] = (elsewhere?.chosen ?? []) as readonly ListedTarget<Listed>[];
  if (before) return before;
  if (elsewhere === undefined || app.engines.shown.length < 2) return app.ask.choose(kind.choices(app), textsOf(kind, options, true));
  const chosen = await app.ask.choose(choicesOfAll(app, kind.choices), { ...textsOf(kind, options, true), ofAllEngines: true });
  if (chosen === back) return back;
  const [target] = ofThisEngine(app, [chosen]);
  return target ?? back;
}

async function askForOne<Listed, One extends string, Many extends string>(
  app: App,
  kind: TargetKind<Listed, One, Many>,
  question: TargetQuestion<Listed>,
): Promise<readonly Target<Listed>[] | Back> {
  const choices = choicesFor(app, kind, question);
  const tellsNone = kind.whenNone !== undefined || question.whenNone !== undefined;
  const chosen = await app.ask.choose(tellsNone ? await choices : choices, textsOf(kind, question, true));
  return chosen === back ? back : [chosen];
}

/** Asks for objects of all shown engines. Throws `OnOtherEngines` where they are not all on this one. */
async function askAllEngines<Listed, One extends string, Many extends string>(
  app: App,
  kind: TargetKind<Listed, One, Many>,
  question: TargetQuestion<Listed>,
): Promise<readonly Target<Listed>[] | Back> {
  const { accepts = () => true, choices: other } = question;
  const choices = await choicesOfAll(
    app,
    other ?? (async (engine) => (await kind.choices(engine)).filter(({ value }) => accepts(value.listed))),
  );
  if (choices.length === 0) await tellNone(app, kind, question);
  if (question.askForOne !== true) {
    const chosen = await app.ask.chooseMany(choices, { ...textsOf(kind, question, false), ofAllEngines: true });
    return chosen === back ? back : ofThisEngine(app, chosen);
  }
  const chosen = await app.ask.choose(choices, { ...textsOf(kind, question, true), ofAllEngines: true });
  return chosen === back ? back : ofThisEngine(app, [chosen]);
}

async function askForMany<Listed, One extends string, Many extends string>(
  app: App,
  kind: TargetKind<Listed, One, Many>,
  question: TargetQuestion<Listed>,
): Promise<readonly Target<Listed>[] | Back> {
  return app.ask.chooseMany(await choicesFor(app, kind, question), textsOf(kind, question, false));
}

function textsOf<Listed, One extends string, Many extends string>(
  kind: TargetKind<Listed, One, Many>,
  { title, placeholder, none, step }: AskOptions,
  one: boolean,
): AskOptions {
  const texts = kind.texts?.();
  return defined({
    title,
    placeholder: placeholder ?? (one ? texts?.chooseOne : texts?.chooseMany),
    none: none ?? texts?.none,
    step,
  });
}

/** Tells where there is nothing to choose from, and throws `cancelled`, if there is something to tell. */
async function choicesFor<Listed, One extends string, Many extends string>(
  app: App,
  kind: TargetKind<Listed, One, Many>,
  question: TargetQuestion<Listed>,
): Promise<readonly Choice<Target<Listed>>[]> {
  const { accepts = () => true, choices } = question;
  const all = choices ? await choices(app) : (await kind.choices(app)).filter(({ value }) => accepts(value.listed));
  if (all.length === 0) await tellNone(app, kind, question);
  return all;
}

async function tellNone<Listed, One extends string, Many extends string>(
  app: App,
  kind: TargetKind<Listed, One, Many>,
  { title, whenNone = kind.whenNone?.() }: TargetQuestion<Listed>,
): Promise<void> {
  if (whenNone === undefined) return;
  await app.show.information(whenNone);
  throw failure('cancelled', { operation: title });
}

/** The first names of a list, and how many more there are: `a, b, c and 4 more`. */
export function someNames(items: readonly Named[], limit = 5): string {
  const names = items.slice(0, limit).map(({ name }) => oneLine(name));
  const more = items.length - names.length;
  return more > 0 ? t('{0} and {1} more', names.join(', '), more) : names.join(', ');
}
