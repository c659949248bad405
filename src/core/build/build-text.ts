import { t } from '../localize';
import type { BuildEvent, BuildStep } from './build-progress';
import { formatTime } from './format-time';

/** What a build does as text: a line for each thing that begins or ends, and between them what comes out of it. */
export class BuildText {
  private readonly names = new Map<string, string>();
  private readonly ended = new Set<string>();
  private last = '';
  private atLineStart = true;

  /** The text for an event; empty where there is nothing to say. */
  add(event: BuildEvent): string {
    if (event.kind === 'output') return this.output(event.output.step, event.output.text);
    return event.kind === 'step' ? this.step(event.step) : '';
  }

  private step({ id, name, started, completed, cached, error }: BuildStep): string {
    if (started === undefined || this.ended.has(id)) return '';
    const begin = this.names.has(id) ? '' : this.heading(id, name);
    this.names.set(id, name);
    if (completed === undefined) return begin;
    this.ended.add(id);
    const end = error ?? (cached ? t('Cached') : t('Done in {0}', formatTime(completed - started)));
    return `${begin || this.heading(id, name)}${this.line(end)}`;
  }

  private output(id: string, text: string): string {
    const heading = this.heading(id, this.names.get(id) ?? '');
    this.atLineStart = text.endsWith('\n');
    return heading + text;
  }

  /** The name of the step that the next lines are about, unless those before were about it too. */
  private heading(id: string, name: string): string {
    if (this.last === id || name === '') return '';
    this.last = id;
    return this.line(`> ${name}`);
  }

  private line(text: string): string {
    const begin = this.atLineStart ? '' : '\n';
    this.atLineStart = true;
    return `${begin}${text}\n`;
  }
}
