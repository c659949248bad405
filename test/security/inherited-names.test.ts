import assert from 'node:assert/strict';
import { defaultConfiguration } from '../../src/dockerfile/configuration';
import { configurationOf, layerOfEnvironment, mergedLayers } from '../../src/dockerfile/configuration-layer';
import { readHadolintConfiguration } from '../../src/dockerfile/configuration-file';
import { builderErrors } from '../../src/dockerfile/builder-errors';
import { completionAt } from '../../src/dockerfile/features/completion';
import { flagsAt } from '../../src/dockerfile/features/flag-completion';
import { outlineOf } from '../../src/dockerfile/features/outline';
import { semanticTokens } from '../../src/dockerfile/features/semantic-tokens';
import { declarableArguments, variablesInScope } from '../../src/dockerfile/features/variables-in-scope';
import { parsePlatform } from '../../src/dockerfile/facts/platforms';
import { readDockerIgnore } from '../../src/core/ignore/dockerignore';
import { fixAll } from '../../src/dockerfile/fix-all';
import { lintDockerfile } from '../../src/dockerfile/lint';
import { mergeCandidates } from '../../src/dockerfile/merge-candidates';
import { parseDockerfile } from '../../src/dockerfile/parse';
import { versionSource } from '../../src/dockerfile/versions';
import { readCommandLine } from '../../src/cli/command-line';
import { imageFilterTest, parseImageFilter } from '../../src/core/image-filter';
import { applyTemplate } from '../../src/core/name-template';
import { checkRunLine, parseRunLine } from '../../src/core/run-line';
import { parseBytes } from '../../src/core/sizes';
import { parseDuration } from '../../src/core/duration';
import { stepLabel } from '../../src/core/history-dockerfile';
import type { ImageSummary } from '../../src/engine/images/images';
import { textMap } from '../../src/engine/json/json';
import { encodeQuery } from '../../src/engine/transport/query';
import { groupContainers } from '../../src/nodes/trees/containers';
import { groupImages, imageRows } from '../../src/nodes/trees/images';
import { parseChallenges } from '../../src/registry/challenge';
import { parseDockerConfig } from '../../src/registry/docker-config';
import { containerOf, image } from '../support/fake-images';

/** What every object inherits, and the words that are near it. */
const names = [...Object.getOwnPropertyNames(Object.prototype), 'prototype', 'apply', 'length'];

/** A name that looks alike and is nobody's: rules about case and form say the same of both. */
const twin = (name: string): string => name.replace(/[a-z]/g, 'q').replace(/[A-Z]/g, 'Q');

/** Dockerfiles with a name in each place that can hold one. */
const dockerfiles: Readonly<Record<string, (name: string) => string>> = {
  label: (name) => `FROM a:1\nLABEL ${name}=1 ${name}.b="2"\nLABEL ${name} 1\n`,
  variable: (name) => `ARG ${name}=1\nFROM a:$${name}\nARG ${name}\nENV ${name}=2 B=\${${name}:-3}\nRUN echo $${name} \${${name}}\n`,
  stage: (name) => `FROM a:1 AS ${name}\nFROM ${name}\nCOPY --from=${name} /a /b\nRUN --mount=type=bind,from=${name} a\n`,
  image: (name) => `FROM ${name}\nFROM ${name}:1\nFROM ${name}.io/${name}/${name}:${name}\nCOPY --from=${name}:1 /a /b\n`,
  flag: (name) => `FROM --${name}=1 a:1\nCOPY --${name} a b\nRUN --${name}=a b\nHEALTHCHECK --${name}=1s CMD a\nADD --checksum=${name} a b\n`,
  mount: (name) => `FROM a:1\nRUN --mount=${name}=1 a\nRUN --mount=type=${name} a\nRUN --mount=type=cache,${name} a\nRUN --network=${name} --security=${name} a\n`,
  keyword: (name) => `FROM a:1\n${name} a b\nONBUILD ${name} a\n`,
  command: (name) => `FROM debian:12\nRUN ${name} a\nRUN ${name} -y && apt ${name} b && apt-get ${name} && sudo ${name}\nRUN set -o ${name}; a\nRUN pip ${name}\nRUN ${name}() { a; }; ${name}=1 a; for ${name} in a; do b; done\n`,
  user: (name) => `FROM a:1\nUSER ${name}:${name}\nWORKDIR /${name}\nEXPOSE ${name}/${name}\nVOLUME ${name}\nSTOPSIGNAL ${name}\nSHELL ["${name}", "-o", "${name}", "-c"]\nRUN a\nCMD ["${name}"]\n`,
  platform: (name) => `FROM --platform=${name} a:1\nFROM --platform=linux/${name} a:1\nFROM --platform=${name}/${name} a:1\n`,
  comment: (name) => `# ${name}=1\n# check=skip=${name}\n# hadolint ignore=${name}\nFROM a\n# hadolint shell=${name}\nRUN a\n# check=skip=${name};error=true\nRUN b\n`,
  directive: (name) => `# ${name}=${name}\n# syntax=${name}\n# escape=${name}\nFROM a\n`,
  heredoc: (name) => `FROM a:1\nRUN <<${name}\na\n${name}\nCOPY <<${name} /a\n${name}\n`,
};

/** Everything that is found, said and offered about a Dockerfile. */
function everything(text: string, configuration = defaultConfiguration): unknown {
  const file = parseDockerfile(text);
  const findings = [...lintDockerfile(file, configuration), ...builderErrors(file, configuration)].map((finding) => [finding.code, finding.severity, finding.range, finding.message, finding.fix?.edits]);
  const offered = file.instructions.flatMap(({ range }) => [completionAt(file, range.end), flagsAt(file, range.end)?.candidates.length]);
  const variables = file.instructions.map((instruction) => variablesInScope(file, instruction));
  return [findings, offered, variables, declarableArguments(file), outlineOf(file).length, semanticTokens(file), fixAll(text, configuration).text, mergeCandidates(file).length];
}

/** The name as it may stand in messages and fixes: as written, in lower case, with hyphens. */
const forms = (name: string): readonly string[] => [name, name.toLowerCase(), name.replaceAll('_', '').replace(/([a-z])(?=[A-Z])/g, '$1-').toLowerCase()];

function renamed(value: unknown, name: string): unknown {
  const others = forms(twin(name));
  return forms(name).reduce((text, form, index) => text.replaceAll(form, others[index]!), JSON.stringify(value));
}

describe('a name that every object inherits', function () {
  this.timeout(20_000);
  for (const [place, make] of Object.entries(dockerfiles)) {
    it(`is a name as any other in a Dockerfile: ${place}`, () => {
      for (const name of names) assert.deepEqual(renamed(everything(make(name)), name), renamed(everything(make(twin(name))), name), name);
    });
  }

  it('is a name as any other in a configuration', () => {
    const texts = (name: string): string => `label-schema:\n  ${name}: url\noverride:\n  error: [${name}]\n  info: [${name}, DL3006]\nignored: [${name}]\ntrustedRegistries: ["${name}"]\nstrict-labels: true\n${name}: 1\n`;
    const read = (name: string): unknown => {
      const { layer, problem } = readHadolintConfiguration(texts(name));
      assert.equal(problem, undefined);
      const merged = mergedLayers([{ labelSchema: {} }, layer, { severities: { DL3007: 'off' } }]);
      assert.deepEqual([Object.entries(merged.labelSchema!), Object.entries(merged.severities!)], [[[name, 'url']], [[name, 'error'], ['DL3006', 'info'], ['DL3007', 'off']]]);
      return Object.values(dockerfiles).map((make) => everything(make(name), configurationOf([merged])));
    };
    for (const name of names) assert.deepEqual(renamed(read(name), name), renamed(read(twin(name)), name), name);
  });

  it('is a name as any other in the environment and on the command line', () => {
    for (const name of names) {
      const layer = layerOfEnvironment({ HADOLINT_REQUIRE_LABELS: `${name}:text`, HADOLINT_OVERRIDE_ERROR: name, HADOLINT_OVERRIDE_INFO: name });
      assert.deepEqual([Object.entries(layer.labelSchema!), Object.entries(layer.severities!)], [[[name, 'text']], [[name, 'error']]]);
      const line = readCommandLine(['--require-label', `${name}:text`, '--error', name, '--info', name, 'Dockerfile']);
      assert.ok(line.action === 'lint');
      assert.deepEqual([Object.entries(line.layer.labelSchema!), Object.entries(line.layer.severities!)], [[[name, 'text']], [[name, 'error']]]);
      assert.equal(Object.hasOwn({}, name), false, 'nothing was put on the prototype');
    }
    // A variable that is not set is not there, whatever objects inherit.
    assert.deepEqual(layerOfEnvironment({}), {});
  });

  it('is a name as any other in trees and filters', () => {
    const labelled = (name: string): Readonly<Record<string, string>> => textMap(JSON.parse(`{"${name}":"value"}`));
    for (const name of names) {
      const images: ImageSummary[] = [{ ...image('1', 'a:1'), labels: labelled(name) }, image('2', 'b:1')];
      const groups = groupImages(imageRows(images, new Map()), 'name', { by: 'label', label: name });
      assert.deepEqual(groups.map((group) => (group.data as { readonly label: string }).label), ['value', `Without the label ${name}`]);
      assert.deepEqual(groupImages(imageRows(images, new Map()), 'name', { by: 'registry', label: name }).length, 1);
      const test = imageFilterTest(parseImageFilter(`label:${name}`), []);
      assert.deepEqual(images.map(({ labels }) => test({ reference: 'a:1', id: 'x', created: 0, labels })), [true, false]);
      const containers = [{ ...containerOf(images[0]!, 'one'), labels: labelled(name) }, { ...containerOf(images[0]!, name), labels: { 'com.docker.compose.project': name } }];
      assert.equal(groupContainers(containers, true, () => 0).length, 2);
    }
  });

  it('is a name as any other in a line for docker run', () => {
    for (const name of names) {
      const line = `docker run -l ${name}=1 -e ${name}=2 -e ${name}X --log-opt ${name}=3 --sysctl net.${name}=4 --storage-opt ${name}=5 --tmpfs /${name} -v /${name} --network ${name} --network-alias ${name} -p 80/tcp a`;
      const { body } = parseRunLine(line, { variables: {} }).specification;
      const { Labels: labels, Env: environment, HostConfig: host } = body as { readonly Labels: object; readonly Env: readonly string[]; readonly HostConfig: { readonly LogConfig: { readonly Config: object }; readonly StorageOpt: object; readonly Sysctls: object } };
      assert.deepEqual([Object.entries(labels), environment], [[[name, '1']], [`${name}=2`, `${name}X`]]);
      assert.deepEqual([Object.entries(host.LogConfig.Config), Object.entries(host.StorageOpt), Object.entries(host.Sysctls)], [[[name, '3']], [[name, '5']], [[`net.${name}`, '4']]]);
      // A variable without a value takes that of the machine, which has none of this name.
      assert.deepEqual((parseRunLine(`docker run -e ${name} a`, { variables: {} }).specification.body as { readonly Env: unknown }).Env, [name]);
      for (const wrong of [`docker ${name} a`, `docker run --${name} a`, `docker --${name} run a`, `docker image ${name} a`, `docker run --mount ${name}=1 b`, `docker run --ulimit ${name}=1 a`]) {
        assert.equal('run' in checkRunLine(wrong), false, wrong);
      }
    }
  });

  it('is a name as any other in files and answers', () => {
    for (const name of names) {
      const config = parseDockerConfig(`{"auths":{"${name}":{"auth":"YTpi"}},"credHelpers":{"${name}":"x"}}`, 'config.json');
      assert.deepEqual([Object.keys(config.auths), Object.entries(config.credHelpers)], [[name], [[name, 'x']]]);
      assert.deepEqual(parseChallenges(`Bearer ${name}="1"`).map(({ parameters }) => Object.entries(parameters)), [[[name.toLowerCase(), '1']]]);
      assert.equal(parseChallenges('Bearer a="1"')[0]?.parameters[name] === '1', false);
      assert.deepEqual(Object.entries(encodeQuery(JSON.parse(`{"${name}":true}`) as Record<string, boolean>)), [[name, '1']]);
      assert.equal(readDockerIgnore(`${name}\n`).isIgnored(name), true);
      assert.deepEqual(parsePlatform(name), parsePlatform(twin(name)));
      assert.equal(versionSource(name), undefined);
      assert.equal(parseDuration(`1${name}`), undefined);
      assert.equal(parseBytes(`1${name}`), undefined);
      assert.equal(stepLabel(`${name} a`).replaceAll(name, ''), stepLabel(`${twin(name)} a`).replaceAll(twin(name), ''));
      assert.ok('reason' in applyTemplate(`{${name}}`, { reference: 'a:1', id: 'x' }));
    }
  });
});
