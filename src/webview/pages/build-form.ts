import {
  type BuildFieldName,
  type BuildForm,
  listFields,
  longestFieldText,
  sourceKinds,
  type SwitchFieldName,
  type TextFieldName,
} from '../../core/build/build-form-fields';
import type { BuildFormModel, BuildFormWish } from '../../core/build/build-form-page';
import { t } from '../../core/localize';
import { own } from '../../core/records';
import { oneLine } from '../../core/untrusted';
import { switchFieldText, textFieldTexts } from './parts/build-form-texts';
import { button } from './parts/button';
import { element, setText } from './parts/elements';
import { choiceControl, FormField, lineControl, linesControl, switchControl } from './parts/form-field';
import { harmless } from './parts/page-elements';
import { Page, type ShownMessage } from './parts/page';

const page = new Page<{ model: BuildFormModel; wish: BuildFormWish }>();

/** So long after a key the extension is asked what the form means, in milliseconds. */
const typingPause = 150;

const severalLines: readonly TextFieldName[] = listFields;
/** Behind "More options", in their order. */
const more: readonly (TextFieldName | SwitchFieldName)[] = [
  'moreArguments',
  'labels',
  'platform',
  'pull',
  'noCache',
  'noCacheStages',
  'secrets',
  'ssh',
  'network',
  'extraHosts',
  'shmSize',
  'ulimits',
  'cacheFrom',
  'inlineCache',
  'cacheTo',
  'contexts',
  'output',
  'builder',
  'push',
];

/** The form of a build: what matters first, the rest behind "More options", and the line that says the same. */
class BuildFormView {
  private readonly texts = new Map<TextFieldName, FormField<HTMLInputElement | HTMLTextAreaElement>>();
  private readonly switches = new Map<SwitchFieldName, FormField<HTMLInputElement>>();
  private readonly declared = new Map<string, HTMLInputElement>();
  private source = choiceControl([], '');
  private readonly title = element('h1');
  private readonly error = element('div', { className: 'error', role: 'alert', hidden: true });
  private readonly done = element('span', { className: 'note', role: 'status' });
  private readonly fields = element('div', { className: 'fields' });
  private readonly arguments = element('div');
  private readonly stages = element('datalist', { id: 'stages' });
  private readonly secrets = element('ul', { className: 'plain' });
  private readonly remarks = element('ul', { className: 'plain' });
  private readonly line = new FormField(
    'line',
    t('Docker line'),
    linesControl(''),
    t('It says what the form says. Paste another one here to fill the form.'),
  );
  private readonly places = new Map<string, HTMLElement>();
  private timer: number | undefined;
  private edits = 0;
  /** What was typed into the line has not been sent yet. */
  private lineWaits = false;
  private lineDue = false;
  private sentLine = false;
  private waiting = false;
  private wanted: (() => BuildFormWish) | undefined;

  constructor(private model: BuildFormModel) {
    const build = button(t('Build'), () => this.wish(() => ({ kind: 'build', form: this.form() })), 'primary');
    build.title = t('Build ({0})', 'Ctrl+Enter');
    const copy = button(t('Copy Line'), () => this.wish(() => ({ kind: 'copy', form: this.form() })));
    const header = element('header', {}, this.title, element('div', { className: 'actions' }, build, copy, this.done), this.error);
    const line = element('section', {}, this.line.root, this.remarks);
    document.body.append(header, element('main', {}, this.fields, line));
    this.line.control.addEventListener('input', () => this.pasted());
    this.line.control.addEventListener('blur', () => !this.lineWaits && this.tell());
    document.addEventListener('keydown', (event) => this.key(event));
    this.redraw();
    queueMicrotask(() => this.texts.get('references')?.control.focus());
  }

  show({ model, error, busy }: ShownMessage<BuildFormModel>): void {
    const before = this.model;
    this.model = model;
    this.waiting = busy;
    if (model.revision !== before.revision) this.redraw();
    else if (model.factsOf !== before.factsOf || model.declared.length !== this.declared.size) this.drawFacts(this.form().arguments);
    this.error.hidden = error === undefined;
    setText(this.error, error === undefined ? '' : harmless(error));
    setText(this.done, harmless(model.done ?? ''));
    this.tell();
    if (busy) return;
    if (this.lineDue) {
      this.sendLine();
      return;
    }
    // What waited for the line is not done when the line cannot be read.
    const wanted = this.sentLine && model.lineProblem !== undefined ? undefined : this.wanted;
    this.wanted = undefined;
    if (wanted) this.send(wanted());
    else if (model.answered < this.edits) this.edited(0);
  }

  private form(): BuildForm {
    const texts = Object.fromEntries([...this.texts].map(([name, { control }]) => [name, control.value]));
    const switches = Object.fromEntries([...this.switches].map(([name, { control }]) => [name, control.checked]));
    return {
      source: sourceKinds.find((kind) => kind === this.source.value) ?? 'folder',
      texts: texts as BuildForm['texts'],
      switches: switches as BuildForm['switches'],
      arguments: Object.fromEntries([...this.declared].map(([name, { value }]) => [name, value])),
    };
  }

  /** One after the other: what is wished for while the extension is busy would not be heard. A line that was typed goes first. */
  private wish(make: () => BuildFormWish): void {
    window.clearTimeout(this.timer);
    if (this.waiting || this.lineWaits) this.wanted = make;
    else this.send(make());
    if (this.lineWaits) this.sendLine();
  }

  private send(wish: BuildFormWish): void {
    this.waiting = true;
    this.sentLine = wish.kind === 'line';
    page.send(wish);
  }

  private edited(pause = typingPause): void {
    this.edits = Math.max(this.edits, this.model.answered) + (pause === 0 ? 0 : 1);
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      if (this.lineWaits) this.sendLine();
      else if (!this.waiting) this.send({ kind: 'edit', form: this.form(), number: this.edits });
    }, pause);
  }

  private pasted(): void {
    window.clearTimeout(this.timer);
    this.lineWaits = true;
    this.timer = window.setTimeout(() => this.sendLine(), 3 * typingPause);
  }

  private sendLine(): void {
    window.clearTimeout(this.timer);
    this.lineDue = this.waiting;
    if (this.waiting) return;
    this.lineWaits = false;
    this.send({ kind: 'line', line: this.line.control.value, form: this.form() });
  }

  private key(event: KeyboardEvent): void {
    const isField = event.target instanceof HTMLInputElement && event.target.type !== 'checkbox';
    if (event.key !== 'Enter' || event.isComposing || !(event.ctrlKey || event.metaKey || isField)) return;
    event.preventDefault();
    this.wish(() => ({ kind: 'build', form: this.form() }));
  }

  /** All fields with what the extension says; the focus stays where the same field is there still. */
  private redraw(): void {
    const { form, file, engine } = this.model;
    const focused = document.activeElement?.id ?? '';
    const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
    this.title.replaceChildren(t('Build {0}', oneLine(name)), element('span', { className: 'engine' }, oneLine(engine)));
    this.texts.clear();
    this.switches.clear();
    this.source = choiceControl(
      [
        ['folder', t('A folder of this machine')],
        ['none', t('No files: the Dockerfile alone')],
        ['address', t('A repository or an archive, by its address')],
        ['archive', t('An archive of this machine')],
      ],
      form.source,
    );
    const source = new FormField('source', t('Files'), this.source);
    this.source.addEventListener('change', () => this.edited());
    const kinds = (['folder', 'address', 'archive'] as const).map((kind) => {
      const root = this.text(kind).root;
      this.places.set(kind, root);
      return root;
    });
    const details = element('details', { open: this.isMoreUsed(form) }, element('summary', {}, t('More options')));
    details.append(...more.map((field) => (isSwitch(field) ? this.switch(field) : this.text(field).root)));
    this.texts.get('secrets')?.root.append(this.secrets);
    const target = this.text('target');
    target.control.setAttribute('list', 'stages');
    this.fields.replaceChildren(
      this.text('references').root,
      source.root,
      ...kinds,
      this.text('dockerfile').root,
      target.root,
      this.stages,
      this.arguments,
      details,
    );
    this.drawFacts(form.arguments);
    this.tell();
    document.getElementById(focused)?.focus();
  }

  private isMoreUsed({ texts, switches }: BuildForm): boolean {
    return more.some((field) => (isSwitch(field) ? switches[field] : texts[field] !== ''));
  }

  private text(name: TextFieldName): FormField<HTMLInputElement | HTMLTextAreaElement> {
    const { label, help = '', placeholder = '' } = textFieldTexts(name);
    const value = this.model.form.texts[name];
    const control = severalLines.includes(name) ? linesControl(value, placeholder) : lineControl(value, placeholder);
    const field = new FormField(name, label, control, help, ...this.browse(name));
    control.addEventListener('input', () => this.edited());
    this.texts.set(name, field);
    return field;
  }

  private browse(name: TextFieldName): readonly HTMLElement[] {
    if (name !== 'folder' && name !== 'archive' && name !== 'dockerfile' && name !== 'output') return [];
    const made = button(t('Browse…'), () => this.wish(() => ({ kind: 'browse', what: name, form: this.form() })));
    made.ariaLabel = t('Browse: {0}', textFieldTexts(name).label);
    return [made];
  }

  private switch(name: SwitchFieldName): HTMLElement {
    const field = new FormField(name, switchFieldText(name), switchControl(this.model.form.switches[name]));
    field.control.addEventListener('change', () => this.edited());
    this.switches.set(name, field);
    return field.root;
  }

  /** What the Dockerfile itself says: its stages and its arguments. */
  private drawFacts(values: Readonly<Record<string, string>>): void {
    const { stages, declared } = this.model;
    this.stages.replaceChildren(...stages.map((stage) => element('option', { value: stage })));
    this.declared.clear();
    const rows = declared.map(({ name, value }, index) => {
      const control = lineControl(own(values, name) ?? '', value === undefined ? '' : oneLine(value));
      control.addEventListener('input', () => this.edited());
      this.declared.set(name, control);
      return new FormField(`argument-${String(index)}`, oneLine(name), control, value === undefined ? t('Has no default.') : '').root;
    });
    const legend = element('legend', {}, t('Build arguments'));
    this.arguments.replaceChildren(...(rows.length === 0 ? [] : [element('fieldset', {}, legend, ...rows)]));
  }

  private tell(): void {
    const { problems, lacks, line, lineProblem, remarks, stored, form } = this.model;
    const say = (name: BuildFieldName): { readonly problem?: string | undefined; readonly lacks?: string | undefined } => ({
      problem: problems[name],
      lacks: lacks[name],
    });
    for (const [name, field] of this.texts) field.tell(say(name));
    for (const [name, field] of this.switches) field.tell(say(name));
    for (const [kind, root] of this.places) root.hidden = kind !== this.source.value;
    // A line that somebody is writing stays as it is written; its own words come when they leave it.
    const isLeft = document.activeElement !== this.line.control && lineProblem === undefined && !this.lineWaits;
    const isTyped = !isLeft && this.line.control.value !== '';
    if (line !== undefined && !isTyped && this.line.control.value !== line) {
      this.line.control.value = line.slice(0, 2 * longestFieldText);
      this.line.control.rows = Math.min(8, Math.max(2, Math.ceil(line.length / 60)));
    }
    this.line.tell({ problem: lineProblem ?? (problems.arguments === undefined ? undefined : problems.arguments) });
    this.remarks.replaceChildren(
      ...remarks.map(({ option, reason }) => element('li', {}, element('code', {}, oneLine(option)), ' ', harmless(reason))),
    );
    const ids = form.texts.secrets === '' ? [] : stored;
    this.secrets.replaceChildren(...ids.map((secret) => this.secret(secret)));
  }

  private secret({ id, isThere }: BuildFormModel['stored'][number]): HTMLElement {
    const enter = button(isThere ? t('Change…') : t('Enter…'), () => this.wish(() => ({ kind: 'secret', id, form: this.form() })));
    enter.ariaLabel = t('Value of the secret {0}', oneLine(id));
    return element(
      'li',
      {},
      element('code', {}, oneLine(id)),
      isThere ? t('VS Code keeps it.') : t('It is asked for when you build.'),
      enter,
    );
  }
}

function isSwitch(name: TextFieldName | SwitchFieldName): name is SwitchFieldName {
  return name === 'noCache' || name === 'pull' || name === 'inlineCache' || name === 'push';
}

let view: BuildFormView | undefined;
page.start((message) => {
  view ??= new BuildFormView(message.model);
  view.show(message);
});
