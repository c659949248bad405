import { existsSync } from 'node:fs';
import path from 'node:path';
import { failure } from '../core/errors';
import type { LimitName } from '../core/limits';
import type { LintConfiguration } from '../dockerfile/configuration';
import { findConfiguration, type ConfigurationSurroundings } from '../dockerfile/configuration-places';
import { configurationOf, mergedLayers, layerOfEnvironment, type ConfigurationLayer } from '../dockerfile/configuration-layer';
import { ignoreFileOf, readDockerIgnore } from '../core/ignore/dockerignore';
import { buildContextOf } from '../dockerfile/facts/build-context';
import type { BuildContext } from '../dockerfile/facts/build-context';
import { readBoundedBytesSync } from '../files/bounded-file';

/** The text of a file, `undefined` where there is none. Throws `limitExceeded`, and what Node throws for one that cannot be read. */
function textIfThere(file: string, limit: LimitName, pipes = false): string | undefined {
  return existsSync(file) ? readBoundedBytesSync(file, limit, { pipes }).toString('utf8') : undefined;
}

/** Finds the configuration that holds for files, each file read once. */
export class Configurations {
  private readonly byFolder = new Map<string, Promise<ConfigurationLayer>>();
  private readonly byFile = new Map<string, Promise<ConfigurationLayer>>();
  private readonly contexts = new Map<string, BuildContext | undefined>();
  /** What the last file of a folder had; the next mostly has the same. */
  private readonly complete = new Map<string, LintConfiguration>();
  private readonly environment: ConfigurationLayer;

  constructor(
    private readonly surroundings: ConfigurationSurroundings,
    /** Of the command line. */
    private readonly options: ConfigurationLayer,
    /** The file given with `--config`. */
    private readonly given: string | undefined,
    /** Hears which configuration is used for which folder. */
    private readonly tell: (line: string) => void,
  ) {
    this.environment = layerOfEnvironment(surroundings.environment);
  }

  /** Everything that is said for Dockerfiles in the folder. Throws `invalidInput` for a file that is wrong. */
  async layerOf(folder: string): Promise<ConfigurationLayer> {
    const known = this.byFolder.get(folder) ?? this.read(folder);
    this.byFolder.set(folder, known);
    const file = await known;
    return mergedLayers([file, this.environment, this.options]);
  }

  /** The configuration for a Dockerfile, with what `.dockerignore` says of its folder. */
  async configurationOf(dockerfile: string | undefined, workingFolder: string): Promise<LintConfiguration> {
    const folder = dockerfile === undefined ? workingFolder : path.resolve(workingFolder, path.dirname(dockerfile));
    const buildContext = dockerfile === undefined ? undefined : this.contextOf(folder, path.basename(dockerfile));
    const known = this.complete.get(folder);
    if (known !== undefined && known.buildContext === buildContext) return known;
    const configuration = configurationOf([await this.layerOf(folder)]);
    const complete = buildContext === undefined ? configuration : { ...configuration, buildContext };
    this.complete.set(folder, complete);
    return complete;
  }

  private async read(folder: string): Promise<ConfigurationLayer> {
    if (this.given !== undefined) {
      const text = textIfThere(this.given, 'lintConfiguration', true);
      if (text === undefined) throw failure('notFound', { what: 'file', name: this.given });
      return this.layerIn(this.given, text);
    }
    const found = await findConfiguration(folder, this.surroundings, (file) => textIfThere(file, 'lintConfiguration'));
    this.tell(found === undefined ? `no configuration file for ${folder}` : `${found.file} is used for ${folder}`);
    return found === undefined ? {} : this.layerIn(found.file, found.text);
  }

  private layerIn(file: string, text: string): Promise<ConfigurationLayer> {
    const known = this.byFile.get(file) ?? readLayer(file, text);
    this.byFile.set(file, known);
    return known;
  }

  private contextOf(folder: string, name: string): BuildContext | undefined {
    const own = this.ignoredIn(path.join(folder, `${name}.dockerignore`));
    return own ?? this.ignoredIn(path.join(folder, '.dockerignore'));
  }

  private ignoredIn(file: string): BuildContext | undefined {
    if (!this.contexts.has(file)) {
      const text = textIfThere(file, 'ignoreFile');
      this.contexts.set(
        file,
        text === undefined ? undefined : buildContextOf(readDockerIgnore(ignoreFileOf(text, this.surroundings.windows))),
      );
    }
    return this.contexts.get(file);
  }
}

/** The parser of YAML is loaded for the first file that needs it. */
async function readLayer(file: string, text: string): Promise<ConfigurationLayer> {
  const { readHadolintConfiguration } = await import('../dockerfile/configuration-file');
  const { layer, problem } = readHadolintConfiguration(text);
  if (layer !== undefined) return layer;
  throw failure('invalidInput', { field: `${file}:${problem.line}:${problem.column}`, value: '', reason: problem.message });
}
