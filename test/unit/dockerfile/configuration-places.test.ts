import assert from 'node:assert/strict';
import { configurationPlaces, findConfiguration } from '../../../src/dockerfile/configuration-places';

const linux = { environment: { XDG_CONFIG_HOME: '/xdg' }, home: '/home/a', windows: false };

describe('Places of configuration files', () => {
  it('goes from the folder upwards, then to the XDG folder and home', () => {
    const places = configurationPlaces('/srv/project', linux).filter((place) => place.endsWith('.yaml'));
    assert.deepEqual(places, [
      '/srv/project/.hadolint.yaml',
      '/srv/.hadolint.yaml',
      '/.hadolint.yaml',
      '/xdg/hadolint.yaml',
      '/home/a/.config/hadolint.yaml',
      '/home/a/.hadolint/hadolint.yaml',
      '/home/a/hadolint/config.yaml',
      '/home/a/.hadolint.yaml',
    ]);
  });

  it('tries both endings at each place', () => {
    assert.deepEqual(configurationPlaces('/srv', linux).slice(0, 4), [
      '/srv/.hadolint.yaml',
      '/srv/.hadolint.yml',
      '/.hadolint.yaml',
      '/.hadolint.yml',
    ]);
  });

  it('looks in the working folder behind the folders of the file, and in none twice', () => {
    const places = configurationPlaces('/work', { ...linux, workingFolder: '/elsewhere' });
    assert.ok(places.indexOf('/elsewhere/.hadolint.yaml') > places.indexOf('/.hadolint.yml'));
    assert.ok(places.indexOf('/elsewhere/.hadolint.yaml') < places.indexOf('/xdg/hadolint.yaml'));
    const home = configurationPlaces('/home/a', { ...linux, workingFolder: '/home/a' });
    assert.equal(home.length, new Set(home).size);
  });

  it('takes the names of Windows there', () => {
    const places = configurationPlaces('C:\\work', {
      environment: { XDG_CONFIG_HOME: 'C:\\xdg', LOCALAPPDATA: 'C:\\local' },
      home: 'C:\\Users\\a',
      windows: true,
    });
    assert.deepEqual(places.slice(0, 5), [
      'C:\\work\\.hadolint.yaml',
      'C:\\work\\.hadolint.yml',
      'C:\\.hadolint.yaml',
      'C:\\.hadolint.yml',
      'C:\\local\\hadolint.yaml',
    ]);
    assert.ok(!places.some((place) => place.startsWith('C:\\xdg')));
  });

  it('reads the first that is there and no further', async () => {
    const asked: string[] = [];
    const found = await findConfiguration('/srv/project', linux, (file) => {
      asked.push(file);
      return file === '/srv/.hadolint.yml' ? 'ignored: []' : undefined;
    });
    assert.deepEqual(found, { file: '/srv/.hadolint.yml', text: 'ignored: []' });
    assert.equal(asked.at(-1), '/srv/.hadolint.yml');
    assert.equal(await findConfiguration('/work', linux, () => Promise.resolve(undefined)), undefined);
  });
});
