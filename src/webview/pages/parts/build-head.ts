import { type BuildPageModel, type BuildPageVerb, type BuildPageWish, buildVerbs } from '../../../core/build/build-page';
import { builderName } from '../../../core/build/builder-name';
import { formatTime } from '../../../core/build/format-time';
import { t } from '../../../core/localize';
import { shortId } from '../../../core/reference';
import { oneLine } from '../../../core/untrusted';
import { buildWord } from './build-words';
import { allow, type Button, button } from './button';
import { element, setText } from './elements';
import { facts, harmless } from './page-elements';

/** What is built, how far it is, why it failed, and what can be done with it. */
export class BuildHead {
  readonly root = element('header');
  private readonly title = element('span');
  private readonly state = element('span', { className: 'state', role: 'status' });
  private readonly summary = element('p', { className: 'note' });
  private readonly reason = element('pre', { className: 'error reason' });
  private readonly problem = element('div', { className: 'error', role: 'alert' });
  private readonly actions = element('div', { className: 'actions', role: 'group', ariaLabel: t('Actions') });
  private readonly more = element('details', {}, element('summary', {}, t('Details')));
  private buttons: readonly Button[] = [];
  private drawn = '';

  constructor(private readonly send: (wish: BuildPageWish) => void) {
    this.root.append(element('h1', {}, this.title, this.state), this.summary, this.actions, this.reason, this.problem, this.more);
  }

  show(model: BuildPageModel, error: string | undefined, busy: boolean): void {
    setText(this.title, oneLine(model.title, 300));
    this.state.className = `state ${model.state}`;
    setText(this.state, buildWord(model.state));
    setText(this.summary, summaryOf(model));
    setText(this.reason, harmless(model.reason));
    this.reason.hidden = model.reason === '';
    setText(this.problem, error ?? '');
    this.problem.hidden = error === undefined;
    const now = JSON.stringify([buildVerbs(model), model.builder, model.engine, model.imageId, model.lacks]);
    if (now !== this.drawn) this.draw(model);
    this.drawn = now;
    for (const made of this.buttons) allow(made, !busy);
  }

  private draw(model: BuildPageModel): void {
    const focused = this.buttons.findIndex((made) => made === document.activeElement);
    this.buttons = buildVerbs(model).map((verb) =>
      button(verbWord(verb), () => this.send({ kind: 'verb', verb }), verb === 'cancel' || verb === 'run' ? 'primary' : 'secondary'),
    );
    this.actions.replaceChildren(...this.buttons);
    if (focused >= 0) queueMicrotask(() => this.buttons[Math.min(focused, this.buttons.length - 1)]?.focus({ preventScroll: true }));
    const [summary] = this.more.children;
    this.more.replaceChildren(...(summary ? [summary] : []), ...details(model));
  }
}

function summaryOf({ builder, engine, started, time, state }: BuildPageModel): string {
  const words = [
    builder === undefined ? '' : builderName(builder),
    oneLine(engine),
    t('started at {0}', new Date(started).toLocaleTimeString()),
    state === 'running' ? t('{0} so far', formatTime(time)) : t('took {0}', formatTime(time)),
  ];
  return words.filter(Boolean).join(' · ');
}

function details(model: BuildPageModel): readonly HTMLElement[] {
  const { builder, engine, lacks, imageId, references, file, context, started } = model;
  const name =
    builder === 'classic'
      ? t('the classic builder of {0}', engine === '' ? t('the engine') : engine)
      : [builder && builderName(builder), engine].filter(Boolean).join(', ');
  return facts(
    [
      [t('Builder'), builder === undefined ? '' : [name, lacks.length === 0 ? '' : t('It cannot do: {0}', lacks.join(', '))]],
      [t('Image'), references],
      [t('ID'), imageId === undefined ? '' : shortId(imageId)],
      [t('Dockerfile'), file ?? ''],
      [t('Context'), context],
      [t('Started'), new Date(started).toLocaleString()],
    ],
    t('Details'),
  );
}

function verbWord(verb: BuildPageVerb): string {
  const words: Readonly<Record<BuildPageVerb, string>> = {
    cancel: t('Cancel Build'),
    again: t('Build Again'),
    run: t('Run…'),
    push: t('Push…'),
    image: t('Show in Images'),
    dockerfile: t('Open Dockerfile'),
    copyLine: t('Copy as docker Command'),
    copyOutput: t('Copy Output'),
  };
  return words[verb];
}
