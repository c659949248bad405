import { join } from 'node:path';
import { failure } from '../../src/core/errors';
import { type Ask, type AskOptions, type Back, type Choice, type InputOptions, type SuggestOptions } from '../../src/ports';

const mostQuestions = 12;

/**
 * A user who answers every question with something that it lets through, another thing for each `turn`, and types a secret
 * where one can stand. What was asked is in `heard`.
 */
export class AnyUser implements Ask {
  readonly heard: string[] = [];
  private asked = 0;

  constructor(
    private readonly secret: string,
    private readonly folder: string,
    private readonly registry: string,
    private readonly turn: number,
  ) {}

  async choose<T>(choices: readonly Choice<T>[] | Promise<readonly Choice<T>[]>, options: AskOptions): Promise<T | Back> {
    const list = await choices;
    this.hear(options);
    const chosen = list[(this.turn + this.asked) % Math.max(1, list.length)];
    if (!chosen) throw failure('cancelled', { operation: options.title });
    return chosen.value;
  }

  chooseMany<T>(choices: readonly Choice<T>[], options: AskOptions): Promise<readonly T[] | Back> {
    return this.answer(options, () => choices.filter((_, index) => this.turn % 2 === 0 || index === 0).map(({ value }) => value));
  }

  input(options: InputOptions): Promise<string | Back> {
    return this.answer(options, () => {
      const proposals = options.password ? [this.secret] : this.proposals(options.prompt);
      const first = this.turn % proposals.length;
      const fitting = [...proposals.slice(first), ...proposals.slice(0, first), options.value ?? ''].find((text) => options.check?.(text)?.severity !== 'error');
      if (fitting === undefined) throw failure('cancelled', { operation: options.title });
      return fitting;
    });
  }

  async suggest({ suggest, ...options }: SuggestOptions): Promise<string | Back> {
    const { signal } = new AbortController();
    for (const typed of ['app', `${this.registry}/app:`]) await suggest(typed, signal, () => undefined).catch((error: unknown) => this.heard.push(String(error)));
    return this.input(options);
  }

  confirm(message: string, action: string, detail = ''): Promise<void> {
    return this.answer({ title: `${message} ${action} ${detail}` }, () => undefined);
  }

  decide<Action extends string>(message: string, actions: readonly Action[], detail = ''): Promise<Action> {
    return this.answer({ title: `${message} ${actions.join(' ')} ${detail}` }, () => actions[this.turn % actions.length] as Action);
  }

  saveFile({ title, defaultName }: { readonly title: string; readonly defaultName: string }): Promise<string> {
    return this.answer({ title: `${title} ${defaultName}` }, () => join(this.folder, 'saved.tar'));
  }

  saveDocument({ title }: { readonly title: string }): Promise<string> {
    return this.answer({ title }, () => join(this.folder, 'Dockerfile'));
  }

  openFiles({ title }: { readonly title: string }): Promise<readonly string[]> {
    return this.answer({ title }, () => [join(this.folder, 'Dockerfile')]);
  }

  openFolder({ title }: { readonly title: string }): Promise<string> {
    return this.answer({ title }, () => this.folder);
  }

  /** A secret goes only where one may stand: nobody types a password as his name. */
  private proposals(prompt: string): readonly string[] {
    if (/user name|author|message/i.test(prompt)) return ['me'];
    if (/build argument/i.test(prompt)) return [this.secret];
    return [
      `-d -e PLAIN=${this.secret} app:1`, `ENV PLAIN=${this.secret}`, `https://me:${this.secret}@127.0.0.1:1/x.tar`, `${this.registry}/app:2`, 'new:2', `https://me:${this.secret}@${this.registry}`, `-e "PLAIN=a ${this.secret}" --nonsense app:1`,
    ];
  }

  private hear({ title, placeholder = '', ...more }: AskOptions & { readonly prompt?: string }): void {
    this.asked += 1;
    this.heard.push(`${title} ${placeholder} ${more.prompt ?? ''}`);
    if (this.asked > mostQuestions) throw failure('cancelled', { operation: title });
  }

  // A function of its own, so that what is thrown is a rejection.
  private async answer<T>(options: AskOptions & { readonly prompt?: string }, give: () => T): Promise<T> {
    await Promise.resolve();
    this.hear(options);
    return give();
  }
}
