/** A word that is being made: its text, and the same as a file pattern, where what was quoted has a backslash before it. */
export interface Field {
  readonly text: string;
  readonly pattern: string;
}

/** Collects the pieces of a word; an unquoted value that holds blanks makes several fields of it. */
export class Fields {
  private readonly done: Field[] = [];
  private text = '';
  private pattern = '';
  private started = false;

  /** A quoted piece, which may be empty. */
  addQuoted(text: string): void {
    this.add(text, text.replace(/[\\*?[\]!^-]/g, String.raw`\$&`));
    this.started = true;
  }

  /** Unquoted characters of the line. */
  addPlain(text: string): void {
    this.add(text, text.replaceAll('\\', '\\\\'));
  }

  /** An unquoted value, which blanks divide. */
  addDivided(text: string): void {
    text.split(/[ \t\n]+/).forEach((piece, index) => {
      if (index > 0) this.close();
      this.addPlain(piece);
    });
  }

  finish(): readonly Field[] {
    this.close();
    return this.done;
  }

  private add(text: string, pattern: string): void {
    this.text += text;
    this.pattern += pattern;
    if (text !== '') this.started = true;
  }

  private close(): void {
    if (this.started) this.done.push({ text: this.text, pattern: this.pattern });
    this.text = '';
    this.pattern = '';
    this.started = false;
  }
}
