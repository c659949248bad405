import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { limitPhrase } from '../core/limit-exceeded';
import { limits } from '../core/limits';
import { t } from '../core/localize';
import { labelTypes, severities, type LabelType, type LintConfiguration, type Severity } from './configuration';
import type { ConfigurationLayer } from './configuration-layer';
import type { Range } from './text';
import { setOwn } from '../core/records';
import { yamlExcess } from './yaml-excess';

/** Why a configuration file cannot be used. Lines and columns count from 1. */
export interface ConfigurationProblem {
  /** For people. */
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** The place in the text. */
  readonly range: Range;
}

/** What a configuration file says, or why it cannot be used. */
export type ConfigurationFile =
  | { readonly layer: ConfigurationLayer; readonly problem?: undefined }
  | { readonly layer?: undefined; readonly problem: ConfigurationProblem };

const thresholds = [...severities, 'ignore', 'none'] as const;

/**
 * Reads `.hadolint.yaml` as hadolint documents it (https://github.com/hadolint/hadolint#configure). Keys that it does
 * not name are passed over and a key without a value counts as not there; a value of another type is a problem, as it
 * is in hadolint. An empty file says nothing. One that is too long, too deep or has too many aliases is a problem before it is
 * put together: its nesting would use up the stack.
 */
export function readHadolintConfiguration(text: string): ConfigurationFile {
  const lines = new LineCounter();
  const excess = yamlExcess(text);
  if (excess !== undefined)
    return { problem: problemOf(limitPhrase({ limit: excess.limit, most: limits[excess.limit].most }), excess.offset, text) };
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  try {
    const [error] = document.errors;
    if (error !== undefined) throw new Refused(error.message, { start: error.pos[0], end: error.pos[1] });
    return { layer: new Reader(document, text).layer() };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { line, col } = lines.linePos(error.range.start);
    return { problem: { message: error.message, line: Math.max(1, line), column: Math.max(1, col), range: error.range } };
  }
}

function problemOf(message: string, offset: number, text: string): ConfigurationProblem {
  const before = text.slice(0, offset).split('\n');
  return { message, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, range: { start: offset, end: offset } };
}

/** Thrown and caught in this file only: ends the reading at the first value that is wrong. */
class Refused extends Error {
  constructor(
    message: string,
    readonly range: Range,
  ) {
    super(message);
  }
}

type Fields = ReadonlyMap<string, Node>;

class Reader {
  constructor(
    private readonly document: Document.Parsed,
    private readonly text: string,
  ) {}

  layer(): ConfigurationLayer {
    const contents = this.resolved(this.document.contents);
    if (contents === undefined) return {};
    const fields = this.fields(contents, '');
    const layer: { -readonly [Key in keyof ConfigurationLayer]: ConfigurationLayer[Key] } = {};
    const read = <Key extends keyof ConfigurationLayer>(
      key: Key,
      name: string,
      reader: (node: Node, name: string) => ConfigurationLayer[Key],
    ): void => {
      const node = fields.get(name);
      if (node !== undefined) layer[key] = reader(node, name);
    };
    read('ignored', 'ignored', this.list);
    read('severities', 'override', this.overrides);
    read('trustedRegistries', 'trustedRegistries', this.oneOrMore);
    read('labelSchema', 'label-schema', this.labelSchema);
    read('strictLabels', 'strict-labels', this.flag);
    read('failureThreshold', 'failure-threshold', this.threshold);
    read('disableIgnorePragma', 'disable-ignore-pragma', this.flag);
    read('noFail', 'no-fail', this.flag);
    read('noColor', 'no-color', this.flag);
    read('verbose', 'verbose', this.flag);
    read('format', 'format', this.string);
    return layer;
  }

  private resolved(node: Node | null | undefined): Node | undefined {
    if (!isAlias(node)) return node === null || (isScalar(node) && node.value === null) ? undefined : node;
    const target = node.resolve(this.document);
    if (target === undefined || isAlias(target)) throw this.wrong(node, t('Nothing is named {0}.', `&${node.source}`));
    return this.resolved(target);
  }

  private fields(node: Node, name: string): Fields {
    if (!isMap(node)) {
      throw this.wrong(node, name === '' ? t('Expected a mapping of names to values.') : t('{0} must be a mapping.', name));
    }
    const fields = new Map<string, Node>();
    for (const { key, value } of node.items) {
      const node = this.resolved(value as Node | null | undefined);
      if (isScalar(key) && node !== undefined) fields.set(String(key.value), node);
    }
    return fields;
  }

  private readonly string = (node: Node, name: string): string => {
    if (!isScalar(node) || typeof node.value !== 'string') throw this.wrong(node, t('{0} must be a string.', name));
    return node.value;
  };

  private readonly flag = (node: Node, name: string): boolean => {
    if (!isScalar(node) || typeof node.value !== 'boolean') throw this.wrong(node, t('{0} must be true or false.', name));
    return node.value;
  };

  private readonly list = (node: Node, name: string): readonly string[] => {
    if (!isSeq(node)) throw this.wrong(node, t('{0} must be a list.', name));
    return node.items.flatMap((item) => {
      const entry = this.resolved(item as Node | null);
      return entry === undefined ? [] : [this.string(entry, t('Each entry of {0}', name))];
    });
  };

  private readonly oneOrMore = (node: Node, name: string): readonly string[] =>
    isScalar(node) ? [this.string(node, name)] : this.list(node, name);

  private readonly threshold = (node: Node, name: string): LintConfiguration['failureThreshold'] => this.oneOf(node, name, thresholds);

  private readonly overrides = (node: Node, name: string): Readonly<Record<string, Severity>> => {
    const fields = this.fields(node, name);
    const result: Record<string, Severity> = {};
    for (const severity of severities) {
      const codes = fields.get(severity);
      // A rule that stands in several lists has the heaviest of them.
      if (codes !== undefined)
        for (const code of this.list(codes, `${name}.${severity}`)) if (!Object.hasOwn(result, code)) setOwn(result, code, severity);
    }
    return result;
  };

  private readonly labelSchema = (node: Node, name: string): Readonly<Record<string, LabelType>> => {
    const result: Record<string, LabelType> = {};
    for (const [label, type] of this.fields(node, name)) setOwn(result, label, this.oneOf(type, `${name}.${label}`, labelTypes));
    return result;
  };

  private oneOf<Value extends string>(node: Node, name: string, values: readonly Value[]): Value {
    const text = this.string(node, name);
    const found = values.find((value) => value === text);
    if (found === undefined) throw this.wrong(node, t('{0} must be one of {1}.', name, values.join(', ')));
    return found;
  }

  private wrong(node: Node, message: string): Refused {
    const [start = 0, end = this.text.length] = node.range ?? [];
    return new Refused(message, { start, end });
  }
}
