import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SlipwayError } from '../../../src/core/errors';
import { checkConfiguration, configurationFields } from '../../../src/core/run/configuration-schema';
import { deleteConfiguration, findConfiguration, readConfigurations, readText, saveConfiguration } from '../../../src/files/run-configurations';

const withComments = `{
  // The project's own.
  "runConfigurations": [
    { "name": "db", "image": "postgres:16", "environment": { "A": "b" } }, // first
    /* second */
    { "name": "web", "image": "nginx", "ports": ["8080:80"], },
  ],
}
`;

describe('run configurations of a project', () => {
  let folder = '';
  const file = (): string => path.join(folder, '.vscode', 'slipway.json');
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-configurations-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const put = async (text: string): Promise<void> => {
    await mkdir(path.join(folder, '.vscode'), { recursive: true });
    await writeFile(file(), text);
  };
  const names = async (): Promise<readonly string[]> => (await readConfigurations(folder)).configurations.map(({ configuration, line }) => `${configuration.name} ${String(line)}`);

  it('are none without a file, and need a folder', async () => {
    assert.deepEqual((await readConfigurations(folder)).configurations, []);
    await assert.rejects(readConfigurations(undefined), (error) => SlipwayError.details(error, 'invalidInput') !== undefined);
  });

  it('are read with comments and trailing commas, with their lines', async () => {
    await put(withComments);
    assert.deepEqual(await names(), ['db 4', 'web 6']);
  });

  it('say where something is wrong, and keep the others', async () => {
    const wrong: readonly (readonly [text: string, line: number, reason: RegExp, names: readonly string[]])[] = [
      ['{\n "runConfigurations": [\n', 3, /not JSON/, []],
      ['[]', 1, /has no list/, []],
      ['{\n "runConfigurations": {} }', 2, /has no list/, []],
      ['{ "runConfigurations": [\n { "name": "a", "image": "x" },\n { "name": "b", "image": "x",\n "ports": [80] } ] }', 4, /“ports\.0”/, ['a']],
      ['{ "runConfigurations": [\n { "name": "a" },\n { "name": "b", "image": "x" } ] }', 2, /“image”/, ['b']],
      ['{ "runConfigurations": [\n { "name": "a", "image": "x", "port": [] } ] }', 2, /“port”/, []],
      ['{ "runConfigurations": [\n 7 ] }', 2, /no run configuration/, []],
      ['{ "runConfigurations": [\n { "name": "a", "image": "x" },\n { "name": "a", "image": "y" } ] }', 3, /Two/, ['a']],
      ['{ "runConfigurations": [\n { "name": "a", "image": "x", "beforeLaunch": [{ "delete": "x" }] } ] }', 2, /beforeLaunch/, []],
    ];
    for (const [text, line, reason, left] of wrong) {
      const { problems, configurations } = await readText(text);
      assert.equal(problems[0]?.line, line, text);
      assert.match(problems[0].reason, reason);
      assert.deepEqual(configurations.map(({ configuration }) => configuration.name), left);
    }
  });

  it('are written into the file without a loss', async () => {
    await put(withComments);
    await saveConfiguration(folder, { name: 'web', image: 'nginx:2' });
    await saveConfiguration(folder, { name: 'new', image: 'alpine', command: ['a', 'b'] });
    const text = await readFile(file(), 'utf8');
    for (const comment of ["// The project's own.", '// first', '/* second */']) assert.ok(text.includes(comment), text);
    assert.deepEqual((await readConfigurations(folder)).configurations.map(({ configuration }) => configuration), [
      { name: 'db', image: 'postgres:16', environment: { A: 'b' } }, { name: 'web', image: 'nginx:2' }, { name: 'new', image: 'alpine', command: ['a', 'b'] },
    ]);
    await deleteConfiguration(folder, 'db');
    assert.deepEqual((await readConfigurations(folder)).configurations.map(({ configuration }) => configuration.name), ['web', 'new']);
    assert.ok((await readFile(file(), 'utf8')).includes("// The project's own."));
  });

  it('keep the comments and the form of what stays the same in a configuration', async () => {
    const text = `{
  "runConfigurations": [
    {
      "name": "web", // ours
      "image": "nginx:1", // pinned
      "environment": {
        "A": "1", // first
        "B": "2"
      },
      // as everywhere
      "ports": [
        "8080:80" // of the proxy
      ]
    }
  ]
}
`;
    await put(text);
    await saveConfiguration(folder, { name: 'web', image: 'nginx:2', environment: { A: '1', B: '3' }, ports: ['8080:80'], detach: true });
    assert.equal(await readFile(file(), 'utf8'), text.replace('nginx:1', 'nginx:2').replace('"B": "2"', '"B": "3"').replace('\n      ]\n', '\n      ],\n      "detach": true\n'));
    await saveConfiguration(folder, { name: 'web', image: 'nginx:1', environment: { A: '1', B: '2' }, ports: ['8080:80'] });
    assert.equal(await readFile(file(), 'utf8'), text);
  });

  it('make the file and its folder', async () => {
    await saveConfiguration(folder, { name: 'web', image: 'nginx' });
    assert.deepEqual(await names(), ['web 3']);
    const known = await readConfigurations(folder);
    assert.throws(() => findConfiguration(known, 'other'), (error) => SlipwayError.details(error, 'invalidInput')?.value === 'other');
  });

  it('leave a file alone that cannot be read', async () => {
    const text = '{ "runConfigurations": [ { "name": "a" } ] }';
    await put(text);
    await assert.rejects(saveConfiguration(folder, { name: 'web', image: 'nginx' }), (error) => /Line 1/.test(SlipwayError.details(error, 'invalidInput')?.reason ?? ''));
    assert.equal(await readFile(file(), 'utf8'), text);
  });

  it('have the fields that the schema for the editor has', () => {
    const schema = JSON.parse(JSON.stringify(checkSchema())) as { readonly properties: object };
    assert.deepEqual(Object.keys(schema.properties).sort(), [...configurationFields].sort());
    assert.ok('configuration' in checkConfiguration({ name: 'a', image: 'b' }));
  });
});

function checkSchema(): unknown {
  const all = JSON.parse(readFileSync(new URL('../../../media/run-configurations.schema.json', import.meta.url), 'utf8')) as {
    readonly properties: { readonly runConfigurations: { readonly items: unknown } };
  };
  return all.properties.runConfigurations.items;
}
