import type { EngineInformation } from '../../src/engine/information';

/** A line for each option of `engine/containers/create-options.ts`, in its order. */
export const optionLines: Readonly<Record<string, string>> = {
  '--annotation': '--annotation a=b',
  '--cgroupns': '--cgroupns private',
  '--cpu-rt-period': '--cpu-rt-period 1000000',
  '--cpu-rt-runtime': '--cpu-rt-runtime 1000',
  '--cpus': '--cpus 0.5',
  '--device-cgroup-rule': '--device-cgroup-rule "c 1:3 rwm"',
  '--domainname': '--domainname example.test',
  '--gpus': '--gpus all',
  '--device …/…=…': '--device vendor.com/class=name',
  '--health-start-interval': '--health-cmd true --health-start-interval 3s',
  '--health-start-period': '--health-cmd true --health-start-period 3s',
  '--init': '--init',
  '--link-local-ip': '--network host --link-local-ip 169.254.1.2',
  '--mac-address': '--mac-address 02:42:ac:11:00:09',
  '--memory-swap -1': '--memory 64m --memory-swap -1',
  '--mount': '--mount type=tmpfs,target=/x',
  '--mount type=image': '--mount type=image,source=slipway-test/base:1,target=/x',
  '--mount …,image-subpath': '--mount type=image,source=slipway-test/base:1,target=/x,image-subpath=bin',
  '--mount …,bind-recursive=disabled': '--mount type=bind,source=/tmp,target=/x,bind-recursive=disabled',
  '--mount …,bind-recursive=writable': '--mount type=bind,source=/tmp,target=/x,readonly,bind-recursive=writable',
  '--mount …,bind-recursive=readonly': '--mount type=bind,source=/tmp,target=/x,readonly,bind-recursive=readonly,bind-propagation=rprivate',
  '--mount …,volume-nocopy': '--mount type=volume,source=slipway-options,target=/etc,volume-nocopy',
  '--mount …,volume-subpath': '--mount type=volume,source=slipway-options,target=/x,volume-subpath=x',
  '--mount …,volume-label': '--mount type=volume,source=slipway-options,target=/x,volume-label=a=b',
  '--mount …,volume-driver': '--mount type=volume,source=slipway-options,target=/x,volume-driver=local',
  '--network … --network …': '--network slipway-one --network slipway-two',
  '--network …,driver-opt': '--network name=bridge,driver-opt=a=b',
  '--network …,gw-priority': '--network name=bridge,gw-priority=5',
  '--platform': '--platform linux/amd64',
  '--rm': '--rm',
  '--runtime': '--runtime runc',
  '--security-opt systempaths=unconfined': '--security-opt systempaths=unconfined',
  '--stop-timeout': '--stop-timeout 7',
  '--volume-driver': '--volume-driver other',
};

/** An engine of a kind and an API version; its release is 9. */
export function engineOf(kind: EngineInformation['kind'], apiVersion: string): EngineInformation {
  return { kind, version: '9', apiVersion, id: '', operatingSystem: '', platform: 'linux/amd64', storageDriver: 'overlay2', containerdStore: false, insecureRegistries: [] };
}
