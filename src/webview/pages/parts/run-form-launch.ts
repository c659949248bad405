import { t } from '../../../core/localize';
import {
  launchCells,
  type LaunchKind,
  launchKinds,
  mostRunRows,
  type RunFormLaunch,
  type RunFormStep,
} from '../../../core/run/run-form-fields';
import { button } from './button';
import { element, setText } from './elements';
import { choiceControl, FormField, lineControl, switchControl } from './form-field';
import { harmless } from './page-elements';

interface Step {
  readonly root: HTMLElement;
  readonly kind: HTMLSelectElement;
  readonly cells: HTMLElement;
  readonly up: HTMLButtonElement;
  readonly down: HTMLButtonElement;
  readonly remove: HTMLButtonElement;
  readonly problem: HTMLElement;
  fields: readonly HTMLInputElement[];
}

/** The steps before a launch, in their order, and whether it may run several times at once. */
export class LaunchSteps {
  readonly root: HTMLElement;
  private readonly list = element('ol', { className: 'steps' });
  private readonly none = element('p', { className: 'help' }, t('Nothing is done before the container starts.'));
  /** Where a step has gone is seen, and told to whoever does not see it. */
  private readonly told = element('p', { className: 'unseen', role: 'status' });
  private readonly parallel: FormField<HTMLInputElement>;
  private readonly add = button(t('Add Step'), () => this.append());
  private steps: Step[] = [];
  private made = 0;

  constructor(
    launch: RunFormLaunch,
    private readonly changed: () => void,
  ) {
    const help = t('Otherwise a container of it that runs is replaced, after a question.');
    this.parallel = new FormField('allowParallelRun', t('Allow parallel run'), switchControl(launch.allowParallelRun), help);
    this.parallel.control.addEventListener('change', changed);
    const legend = element('legend', {}, t('Before launch'));
    this.root = element(
      'fieldset',
      { className: 'launch', id: 'launch' },
      legend,
      this.none,
      this.list,
      this.add,
      this.told,
      this.parallel.root,
    );
    for (const step of launch.steps) this.make(step);
    this.arrange();
  }

  /** What stands in them. */
  get value(): RunFormLaunch {
    const steps = this.steps.map(({ kind, fields }): RunFormStep => ({ kind: kindOf(kind), texts: fields.map(({ value }) => value) }));
    return { allowParallelRun: this.parallel.control.checked, steps };
  }

  /** `problem` is that of each step by its index. */
  tell(problem: (index: number) => string | undefined): void {
    this.steps.forEach((step, index) => {
      const wrong = problem(index);
      setText(step.problem, harmless(wrong ?? ''));
      step.problem.hidden = wrong === undefined;
      for (const field of step.fields) field.ariaInvalid = wrong !== undefined && isWanted(step, field) ? 'true' : null;
    });
  }

  private append(): void {
    const { kind } = this.make({ kind: 'build', texts: ['', '', ''] });
    this.arrange();
    // The rest of the key that pressed the button would open the list.
    requestAnimationFrame(() => kind.focus());
    this.changed();
  }

  private make({ kind, texts }: RunFormStep): Step {
    this.made += 1;
    const key = `launch-${String(this.made)}`;
    const choices = launchKinds.map((each) => [each, kindText(each)] as const);
    const step: Step = {
      root: element('li', { className: 'step' }),
      kind: choiceControl(choices, kind),
      cells: element('div', { className: 'cells' }),
      up: element('button', { type: 'button', className: 'remove' }, '↑'),
      down: element('button', { type: 'button', className: 'remove' }, '↓'),
      remove: element('button', { type: 'button', className: 'remove' }, '✕'),
      problem: element('p', { id: `${key}-problem`, className: 'problem', role: 'alert', hidden: true }),
      fields: [],
    };
    step.kind.id = `${key}-kind`;
    step.kind.addEventListener('change', () => {
      this.fill(step, key, [step.fields[0]?.value ?? '']);
      this.arrange();
      this.changed();
    });
    step.up.addEventListener('click', () => this.move(step, -1, step.up));
    step.down.addEventListener('click', () => this.move(step, 1, step.down));
    step.remove.addEventListener('click', () => this.drop(step));
    step.root.addEventListener('keydown', (event) => {
      if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
      event.preventDefault();
      if (document.activeElement instanceof HTMLElement) this.move(step, event.key === 'ArrowUp' ? -1 : 1, document.activeElement);
    });
    const buttons = element('div', { className: 'moves' }, step.up, step.down, step.remove);
    step.root.append(element('div', { className: 'head' }, step.kind, buttons), step.cells, step.problem);
    this.fill(step, key, texts);
    this.steps.push(step);
    this.list.append(step.root);
    return step;
  }

  private fill(step: Step, key: string, texts: readonly string[]): void {
    const kind = kindOf(step.kind);
    step.fields = Array.from({ length: launchCells[kind] }, (_none, index) => {
      const control = lineControl(texts[index] ?? '', placeholders[kind][index]);
      control.id = `${key}-${String(index)}`;
      control.setAttribute('aria-describedby', `${key}-problem`);
      const known = lists[kind][index];
      if (known !== undefined) control.setAttribute('list', known);
      control.addEventListener('input', this.changed);
      return control;
    });
    step.cells.replaceChildren(
      ...step.fields.map((field, index) => element('label', {}, element('span', {}, cellText(kind, index)), field)),
    );
    step.problem.hidden = true;
  }

  private move(step: Step, by: -1 | 1, focused: HTMLElement): void {
    const to = this.steps.indexOf(step) + by;
    if (to < 0 || to >= this.steps.length) return;
    this.steps = this.steps.filter((each) => each !== step).toSpliced(to, 0, step);
    this.list.replaceChildren(...this.steps.map(({ root }) => root));
    this.arrange();
    // A button that moves no further cannot have the focus.
    (focused instanceof HTMLButtonElement && focused.disabled ? step.kind : focused).focus();
    setText(this.told, t('Step {0} of {1}', to + 1, this.steps.length));
    this.changed();
  }

  private drop(step: Step): void {
    const at = this.steps.indexOf(step);
    this.steps = this.steps.filter((each) => each !== step);
    step.root.remove();
    this.arrange();
    (this.steps[Math.min(at, this.steps.length - 1)]?.kind ?? this.add).focus();
    setText(this.told, t('The step has been removed.'));
    this.changed();
  }

  /** Numbers, names and what can be moved. */
  private arrange(): void {
    this.none.hidden = this.steps.length > 0;
    this.list.hidden = this.steps.length === 0;
    this.add.hidden = this.steps.length >= mostRunRows;
    this.steps.forEach(({ root, kind, fields, up, down, remove }, index) => {
      const number = String(index + 1);
      root.ariaLabel = t('Step {0} of {1}', number, this.steps.length);
      kind.ariaLabel = t('Step {0}: what is done', number);
      fields.forEach((field, cell) => (field.ariaLabel = t('Step {0}: {1}', number, cellText(kindOf(kind), cell))));
      name(up, t('Move step {0} up', number), 'Alt+ArrowUp');
      name(down, t('Move step {0} down', number), 'Alt+ArrowDown');
      name(remove, t('Remove step {0}', number));
      up.disabled = index === 0;
      down.disabled = index === this.steps.length - 1;
    });
  }
}

function name(made: HTMLButtonElement, text: string, keys?: string): void {
  made.ariaLabel = text;
  made.title = keys === undefined ? text : t('{0} ({1})', text, keys.replace('Arrow', ''));
  if (keys !== undefined) made.setAttribute('aria-keyshortcuts', keys);
}

function kindOf({ value }: HTMLSelectElement): LaunchKind {
  return launchKinds.find((kind) => kind === value) ?? 'pull';
}

/** Fields that a step cannot do without. */
function isWanted({ kind, fields }: Step, field: HTMLInputElement): boolean {
  const at = fields.indexOf(field);
  return field.value.trim() === '' && (at === 0 || (kindOf(kind) === 'build' && at === 1));
}

function kindText(kind: LaunchKind): string {
  switch (kind) {
    case 'build':
      return t('Build a Dockerfile');
    case 'pull':
      return t('Pull an image');
    case 'task':
      return t('Run a task of VS Code');
    case 'waitFor':
      return t('Wait until a container is healthy');
  }
}

function cellText(kind: LaunchKind, index: number): string {
  switch (kind) {
    case 'build':
      return [t('Dockerfile'), t('Image'), t('Context')][index] ?? '';
    case 'pull':
      return t('Image');
    case 'task':
      return t('Task');
    case 'waitFor':
      return t('Container');
  }
}

const placeholders: Readonly<Record<LaunchKind, readonly string[]>> = {
  build: ['Dockerfile', 'web:dev', '.'],
  pull: ['postgres:16'],
  task: ['npm: build'],
  waitFor: ['database'],
};

const lists: Readonly<Record<LaunchKind, readonly (string | undefined)[]>> = {
  build: ['known-dockerfiles', 'known-images', undefined],
  pull: ['known-images'],
  task: [],
  waitFor: ['known-containers'],
};
