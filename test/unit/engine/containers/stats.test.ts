import assert from 'node:assert/strict';
import { StatsReader } from '../../../../src/engine/containers/stats';
import { containerProcesses } from '../../../../src/engine/containers/top';

const reading = {
  read: '2026-11-27T10:00:01.5Z',
  cpu_stats: { cpu_usage: { total_usage: 3_000 }, system_cpu_usage: 20_000, online_cpus: 4 },
  precpu_stats: { cpu_usage: { total_usage: 1_000 }, system_cpu_usage: 10_000 },
  memory_stats: { usage: 1_000, limit: 8_000, stats: { total_inactive_file: 300, inactive_file: 100 } },
  networks: { eth0: { rx_bytes: 1, tx_bytes: 2 }, eth1: { rx_bytes: 10, tx_bytes: 20 } },
  blkio_stats: { io_service_bytes_recursive: [{ op: 'Read', value: 5 }, { op: 'write', value: 7 }, { op: 'Read', value: 1 }, { op: 'Total', value: 99 }] },
  pids_stats: { current: 3 },
};

describe('engine/containers/stats', () => {
  it('counts as docker stats does', () =>
    assert.deepEqual(new StatsReader().read(reading), {
      time: Date.parse(reading.read), cpu: 80, processors: 4, memory: 700, memoryLimit: 8_000, networkReceived: 11, networkSent: 22, blockRead: 6, blockWritten: 7, pids: 3,
    }));
  it('counts memory of control groups version 2', () =>
    assert.equal(new StatsReader().read({ ...reading, memory_stats: { usage: 1_000, stats: { inactive_file: 100 } } })?.memory, 900));
  it('counts all memory where more would be cache than is used', () =>
    assert.equal(new StatsReader().read({ ...reading, memory_stats: { usage: 1_000, stats: { inactive_file: 1_000 } } })?.memory, 1_000));
  it('compares with its own last reading where the engine does not tell the one before', () => {
    const reader = new StatsReader();
    const alone = { ...reading, precpu_stats: { cpu_usage: { total_usage: 0 } } };
    assert.equal(reader.read(alone)?.cpu, undefined);
    const next = { ...alone, cpu_stats: { cpu_usage: { total_usage: 3_500 }, system_cpu_usage: 21_000, online_cpus: 2 } };
    assert.equal(reader.read(next)?.cpu, 100);
    assert.equal(reader.read({ ...alone, cpu_stats: { cpu_usage: { total_usage: 0 }, system_cpu_usage: 22_000 } })?.cpu, 0, 'after a restart');
  });
  it('takes the processors from the list of an old engine', () =>
    assert.equal(new StatsReader().read({ ...reading, cpu_stats: { cpu_usage: { total_usage: 3_000, percpu_usage: [1, 2, 3] }, system_cpu_usage: 20_000 } })?.processors, 3));
  it('reads the network of Podman', () => assert.equal(new StatsReader().read({ ...reading, networks: undefined, network: { eth0: { rx_bytes: 4 } } })?.networkReceived, 4));
  it('counts as docker stats does on Windows', () => {
    const windows = {
      read: '2026-11-27T10:00:01Z', preread: '2026-11-27T10:00:00Z', num_procs: 2, storage_stats: { read_size_bytes: 1, write_size_bytes: 2 },
      cpu_stats: { cpu_usage: { total_usage: 15_000_000 } }, precpu_stats: { cpu_usage: { total_usage: 5_000_000 } }, memory_stats: { privateworkingset: 44 },
    };
    const stats = new StatsReader().read(windows);
    assert.deepEqual([stats?.cpu, stats?.memory, stats?.blockRead, stats?.blockWritten, stats?.processors], [50, 44, 1, 2, 2]);
  });
  for (const raw of [{}, { read: '0001-01-01T00:00:00Z' }, { read: null, cpu_stats: [] }])
    it(`reads nothing of ${JSON.stringify(raw)}`, () => assert.equal(new StatsReader().read(raw), undefined));
  it('reads nonsense as zeros', () => {
    const stats = new StatsReader().read({ read: reading.read, cpu_stats: 'x', memory_stats: null, networks: { a: 1 }, blkio_stats: { io_service_bytes_recursive: null } });
    assert.deepEqual([stats?.cpu, stats?.memory, stats?.networkReceived, stats?.blockRead, stats?.pids], [undefined, 0, 0, 0, 0]);
  });
});

describe('engine/containers/top', () => {
  it('reads columns', () => assert.deepEqual(containerProcesses({ Titles: ['PID', 'CMD'], Processes: [['1', 'sleep 9']] }), { titles: ['PID', 'CMD'], processes: [['1', 'sleep 9']] }));
  it('reads whole lines of Podman', () =>
    assert.deepEqual(containerProcesses({ Titles: ['USER PID COMMAND'], Processes: [['root 1 sleep 9 9 ']] }), { titles: ['USER', 'PID', 'COMMAND'], processes: [['root', '1', 'sleep 9 9']] }));
  it('reads nothing as nothing', () => assert.deepEqual(containerProcesses({ Titles: null, Processes: null }), { titles: [], processes: [] }));
});
