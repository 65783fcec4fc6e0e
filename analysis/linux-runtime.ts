/** Whether a Linux process can run .NET, from its name and the address space that it takes. */
import type { ProcessLife } from './types.ts';

/**
 * The runtime, its core library and the range for the GC heap take more than this whatever the settings: 64-bit .NET keeps 2 GB
 * free around its code alone, the smallest seen with a hard limit of 32 MB was 2.6 GB; on 32 bits they take some hundred MB.
 */
const leastOfDotnet = 100 * 1024 * 1024;

/** Programs whose memory is malloc's and that are never .NET. */
const native =
  /^(?:python[\d.]{0,6}|perl|ruby[\d.]{0,6}|php(?:-fpm)?[\d.]{0,6}|nginx|httpd|apache2|haproxy|postgres|mysqld|mariadbd|redis-server|memcached|sshd|systemd\S{0,20}|dockerd|containerd)$/;

/** `virtualBytes`: VmSize or VSZ; null where it is not told. Null: both are possible. */
export function runtimeOf(process: string | null, virtualBytes: number | null): ProcessLife['runtime'] {
  if (process === 'dotnet') return 'dotnet';
  if (native.test(process ?? '')) return 'native';
  return virtualBytes !== null && virtualBytes > 0 && virtualBytes < leastOfDotnet ? 'native' : null;
}
