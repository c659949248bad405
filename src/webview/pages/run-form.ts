import {
  type RunForm,
  type RunFormRow,
  rowFieldNames,
  type RunRowField,
  type RunSwitchField,
  type RunTextField,
} from '../../core/run/run-form-fields';
import type { RunFormModel, RunFormWish } from '../../core/run/run-form-page';
import { longestFieldText } from '../../core/build/build-form-fields';
import { t } from '../../core/localize';
import { own } from '../../core/records';
import { oneLine } from '../../core/untrusted';
import { button } from './parts/button';
import { element, setText } from './parts/elements';
import { FormField, linesControl, switchControl } from './parts/form-field';
import { FormRows } from './parts/form-rows';
import { fillList, runControl } from './parts/run-form-controls';
import { harmless } from './parts/page-elements';
import { LaunchSteps } from './parts/run-form-launch';
import { Page, type ShownMessage } from './parts/page';
import { placeholderOf, setsOf } from './parts/run-form-image';
import { firstSwitches, type RunFormGroup, runFormGroups } from './parts/run-form-groups';
import { remedyParts } from './parts/run-form-remedies';
import { runRowTexts, runSwitchText, runTextFieldTexts } from './parts/run-form-texts';
import { rowBehaviour } from './parts/run-form-rows';

const page = new Page<{ model: RunFormModel; wish: RunFormWish }>();

/** So long after a key the extension is asked what the form means, in milliseconds. */
const typingPause = 150;

/** The form of a run: what matters first, the rest in groups, and the line that says the same. */
class RunFormView {
  private readonly texts = new Map<RunTextField, FormField>();
  private readonly switches = new Map<RunSwitchField, FormField<HTMLInputElement>>();
  private readonly rows = new Map<RunRowField, FormRows>();
  /** What the image sets, below the rows of each field. */
  private readonly sets = new Map<RunRowField, HTMLElement>();
  private launch: LaunchSteps | undefined;
  private readonly title = element('h1');
  private readonly error = element('div', { className: 'error', role: 'alert', hidden: true });
  private readonly done = element('span', { className: 'note', role: 'status' });
  private readonly fields = element('div', { className: 'fields' });
  private readonly imageNote = element('p', { className: 'help', role: 'status', hidden: true });
  private readonly nameRemedy = element('div', { className: 'remedy', role: 'status', hidden: true });
  private readonly lists = ['images', 'volumes', 'networks', 'containers', 'dockerfiles'].map((id) =>
    element('datalist', { id: `known-${id}` }),
  );
  private readonly line: FormField<HTMLTextAreaElement>;
  private timer: number | undefined;
  /** What stands in the box of the line was typed there and is not what the form says, or not yet. */
  private lineState: 'shown' | 'typed' | 'taken' = 'shown';
  /** Somebody wants to run or save: what is wrong is shown to them, and a line that was typed is taken first. */
  private running: 'run' | 'save' | undefined;
  private edits = 0;
  private waiting = false;
  private wanted: (() => RunFormWish) | undefined;
  private sent: RunFormWish['kind'] | undefined;

  constructor(private model: RunFormModel) {
    const help = t('It says what the form says. Type or paste another one here to fill the form.');
    this.line = new FormField('line', t('Docker line'), linesControl(''), help);
    const { keep } = model;
    const run = button(t('Run'), () => this.finish('run'), keep === undefined ? 'primary' : 'secondary');
    const save = button(
      keep === undefined || keep === 'new' ? t('Save as Configuration…') : t('Save'),
      () => this.finish('save'),
      keep === undefined ? 'secondary' : 'primary',
    );
    (keep === undefined ? run : save).title = t('{0} ({1})', keep === undefined ? t('Run') : t('Save'), 'Enter');
    const copy = button(t('Copy Line'), () => this.wish(() => ({ kind: 'copy', form: this.form() })));
    const header = element(
      'header',
      {},
      this.title,
      element('div', { className: 'actions' }, ...(keep === undefined ? [run, save] : [save, run]), copy, this.done),
      this.error,
    );
    const preview = element('section', { className: 'preview' }, this.line.root);
    document.body.append(header, element('main', {}, this.fields, preview, ...this.lists));
    this.line.control.addEventListener('input', () => this.lineTyped());
    this.line.control.addEventListener('blur', () => this.tell());
    document.addEventListener('keydown', (event) => this.key(event));
    this.redraw();
    queueMicrotask(() => this.texts.get('name')?.control.focus());
  }

  show({ model, error, busy }: ShownMessage<RunFormModel>): void {
    const before = this.model;
    this.model = model;
    this.waiting = busy;
    if (model.revision !== before.revision) this.redraw();
    else if (JSON.stringify(model.facts) !== JSON.stringify(before.facts)) this.tellSets();
    this.error.hidden = error === undefined;
    setText(this.error, error === undefined ? '' : harmless(error));
    setText(this.done, harmless(model.done ?? ''));
    this.tell();
    if (busy) return;
    const { wanted } = this;
    this.wanted = undefined;
    if (wanted) this.send(wanted());
    else if (this.running) this.finished(this.running, this.sent === this.running);
    else if (model.answered < this.edits) this.edited(0);
  }

  private form(): RunForm {
    const values = <Field extends string, Value, Made>(
      fields: ReadonlyMap<Field, Made>,
      read: (made: Made) => Value,
    ): Record<Field, Value> => Object.fromEntries([...fields].map(([name, made]) => [name, read(made)])) as Record<Field, Value>;
    return {
      texts: values(this.texts, ({ control }) => control.value),
      switches: values(this.switches, ({ control }) => control.checked),
      rows: values(this.rows, (rows) => rows.values),
      ...(this.launch && { launch: this.launch.value }),
    };
  }

  /** One after the other: what is wished for while the extension is busy would not be heard. */
  private wish(make: () => RunFormWish): void {
    window.clearTimeout(this.timer);
    if (this.waiting) this.wanted = make;
    else this.send(make());
  }

  private send(wish: RunFormWish): void {
    this.waiting = true;
    this.sent = wish.kind;
    page.send(wish);
  }

  private edited(pause = typingPause): void {
    this.edits = Math.max(this.edits, this.model.answered) + (pause === 0 ? 0 : 1);
    if (pause > 0) this.lineState = 'shown';
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (!this.waiting) this.send({ kind: 'edit', form: this.form(), number: this.edits });
    }, pause);
  }

  private lineTyped(): void {
    this.lineState = 'typed';
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.takeLine(), 3 * typingPause);
  }

  private takeLine(): void {
    this.wish(() => {
      this.lineState = 'taken';
      return { kind: 'line', line: this.line.control.value, form: this.form() };
    });
  }

  private finish(how: 'run' | 'save'): void {
    this.running = how;
    if (this.lineState === 'typed') this.takeLine();
    else if (this.lineState === 'taken' && this.model.lineProblem !== undefined) this.line.control.focus();
    else this.wish(() => ({ kind: how, form: this.form() }));
  }

  /** After a wish to run or save that has not closed the form. */
  private finished(how: 'run' | 'save', isDone: boolean): void {
    const { lineProblem, problems } = this.model;
    this.running = undefined;
    if (lineProblem !== undefined) this.line.control.focus();
    else if (!isDone) this.finish(how);
    else if (Object.keys(problems).length > 0) {
      const wrong = document.querySelector<HTMLElement>('[aria-invalid="true"]');
      const group = wrong?.closest('details');
      if (group) group.open = true;
      wrong?.focus();
    }
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing || event.defaultPrevented) return;
    if (event.key === 'Escape') {
      this.wish(() => ({ kind: 'leave', changed: this.edits > this.model.answered }));
      return;
    }
    const isField = event.target instanceof HTMLInputElement && event.target.type !== 'checkbox';
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey || isField)) return;
    event.preventDefault();
    this.finish(this.model.keep === undefined ? 'run' : 'save');
  }

  /** All fields with what the extension says; the focus stays where the same field is there still. */
  private redraw(): void {
    const { image, engine, keep } = this.model;
    const focused = document.activeElement?.id ?? '';
    const title =
      keep === undefined
        ? t('Run {0}', oneLine(image))
        : keep === 'new'
          ? t('New run configuration of {0}', oneLine(image))
          : t('Run configuration {0}', oneLine(keep.name));
    this.title.replaceChildren(title, element('span', { className: 'engine' }, oneLine(engine)));
    const imageField = this.text('image');
    imageField.append(this.imageNote);
    const nameField = this.text('name');
    nameField.append(this.nameRemedy);
    const { launch } = this.model.form;
    this.launch = launch && new LaunchSteps(launch, () => this.edited());
    this.fields.replaceChildren(
      imageField,
      nameField,
      this.text('command'),
      element('div', { className: 'switches' }, ...firstSwitches.map((name) => this.switch(name))),
      ...(['ports', 'environment', 'volumes'] as const).map((name) => this.row(name)),
      ...(this.launch ? [this.launch.root] : []),
      ...runFormGroups().map((group) => this.group(group)),
    );
    this.tell();
    this.tellSets();
    document.getElementById(focused)?.focus();
  }

  private group({ title, texts = [], switches = [], rows = [] }: RunFormGroup): HTMLElement {
    const { form } = this.model;
    const isUsed =
      texts.some((name) => form.texts[name] !== '') ||
      switches.some((name) => form.switches[name]) ||
      rows.some((name) => form.rows[name].length > 0);
    return element(
      'details',
      { open: isUsed },
      element('summary', {}, title),
      ...rows.map((name) => this.row(name)),
      ...texts.map((name) => this.text(name)),
      ...switches.map((name) => this.switch(name)),
    );
  }

  private text(name: RunTextField): HTMLElement {
    const { label, help = '', placeholder = '' } = runTextFieldTexts(name);
    const control = runControl(name, this.model.form.texts[name], placeholder);
    const field = new FormField(name, label, control, help);
    control.addEventListener('input', () => this.edited());
    if (name === 'image') control.setAttribute('list', 'known-images');
    this.texts.set(name, field);
    return field.root;
  }

  private switch(name: RunSwitchField): HTMLElement {
    const field = new FormField(name, runSwitchText(name), switchControl(this.model.form.switches[name]));
    field.control.addEventListener('change', () => this.edited());
    this.switches.set(name, field);
    return field.root;
  }

  private row(name: RunRowField): HTMLElement {
    const { label, one, cells, help } = runRowTexts(name);
    const below = [...(help === undefined ? [] : [element('p', { className: 'help' }, help)]), element('div')];
    this.sets.set(name, below.at(-1) ?? this.fields);
    const browse = (what: 'envFiles' | 'volumes') => (index: () => number) => {
      const made = button(t('Browse…'), () => this.wish(() => ({ kind: 'browse', what, row: index(), form: this.form() })));
      made.ariaLabel = t('Browse: {0}', one);
      return made;
    };
    const beside = name === 'envFiles' || name === 'volumes' ? { beside: browse(name) } : {};
    const options = { id: name, label, one, cells, ...rowBehaviour(name), ...beside, changed: () => this.edited() };
    const made = new FormRows(options, this.model.form.rows[name], ...below);
    this.rows.set(name, made);
    return made.root;
  }

  private tell(): void {
    const { problems, line, lineProblem, facts, known, remedies } = this.model;
    for (const [name, field] of this.texts) {
      field.tell({ problem: own(problems, name) });
      const { control } = field;
      if (!(control instanceof HTMLSelectElement))
        control.placeholder = placeholderOf(name, facts) ?? runTextFieldTexts(name).placeholder ?? '';
    }
    for (const name of rowFieldNames) {
      const parts = (index: number): readonly (Node | string)[] => this.remedy(`${name}/${String(index)}`);
      this.rows.get(name)?.tell((index) => own(problems, `${name}/${String(index)}`), parts);
    }
    this.launch?.tell((index) => own(problems, `launch/${String(index)}`));
    const offered = this.remedy('name');
    const told = remedies.find(({ place }) => place === 'name')?.reason ?? '';
    if (this.nameRemedy.dataset['told'] !== told) this.nameRemedy.replaceChildren(...offered);
    this.nameRemedy.dataset['told'] = told;
    this.nameRemedy.hidden = offered.length === 0;
    const missing = facts.state === 'missing' && facts.of !== '';
    this.imageNote.hidden = !missing;
    setText(this.imageNote, missing ? t('This engine does not have it: it is pulled first.') : '');
    [known.images, known.volumes, known.networks, known.containers, known.dockerfiles].forEach((names, index) =>
      fillList(this.lists[index], names),
    );
    const attempts = this.texts.get('restartAttempts');
    if (attempts) attempts.root.hidden = this.texts.get('restart')?.control.value !== 'on-failure';
    const box = this.line.control;
    // Nobody is disturbed who types there, and what could not be read can be mended.
    if (this.lineState === 'taken' && lineProblem === undefined && document.activeElement !== box) this.lineState = 'shown';
    if (this.lineState === 'shown' && box.value !== line) {
      box.value = line.slice(0, longestFieldText);
      box.rows = Math.min(8, Math.max(2, Math.ceil(line.length / 60)));
    }
    this.line.tell({ problem: this.lineState === 'shown' ? own(problems, 'form') : (lineProblem ?? own(problems, 'form')) });
  }

  private tellSets(): void {
    for (const [name, place] of this.sets) {
      const put = (row: RunFormRow, focus: number): void => this.rows.get(name)?.append(row, focus);
      place.replaceChildren(...setsOf(name, this.model.facts, put));
    }
  }

  private remedy(place: string): readonly (Node | string)[] {
    const found = this.model.remedies.find((each) => each.place === place);
    return found ? remedyParts(found, (action) => this.wish(() => ({ kind: 'remedy', place, action, form: this.form() }))) : [];
  }
}

let view: RunFormView | undefined;
page.start((message) => {
  view ??= new RunFormView(message.model);
  view.show(message);
});
