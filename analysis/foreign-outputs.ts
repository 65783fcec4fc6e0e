/**
 * Outputs that people paste and that tell nothing of one process's leak, or in a form that is not read: what each is, and
 * what to run instead. Known by their headings, as the tools' own manuals show them. Asked only where nothing was read.
 */
import { type Foreign, foreignCode } from './foreign-code.ts';

const status = 'cat /proc/PID/status (VmRSS, RssAnon, VmSwap), twice some minutes apart';
const descriptors = 'handle64 -accepteula -nobanner -s -p PID on Windows, ls -l /proc/PID/fd or lsof -p PID on Linux';

const machines: readonly Foreign[] = [
  {
    shows: /^\s{0,30}total\s{1,20}used\s{1,20}free\b.{0,80}$/m,
    says: `This is free: the memory of the whole machine, and not whose it is. Look at the process: ${status}.`,
  },
  {
    shows: /^\s{0,8}Mem(?:Total|Free|Available):\s{1,40}\d{1,20} kB$/m,
    says: `This is /proc/meminfo: the memory of the whole machine, and not whose it is. Look at the process: ${status}.`,
  },
  {
    shows: /^\s{0,8}(?:procs -{2,20}memory-|r {1,4}b {1,8}swpd {1,8}free)|^.{0,40}\bkbmemfree\b/m,
    says: `This is vmstat or sar: figures of the whole machine. Look at the process: ${status}.`,
  },
  {
    shows: /^.{0,60}\bminflt\/s\b.{0,60}\bVSZ\s{1,20}RSS\b/m,
    says: `This is pidstat: its rows have a time without a date. Paste ${status}, or the same minutes as ps -o pid,vsz,rss,nlwp,comm -p PID.`,
  },
  {
    shows: /^\s{0,8}(?:OBJS\s{1,8}ACTIVE\s{1,8}USE|Active \/ Total Objects|slabinfo - version)/m,
    says: 'This is the memory of the Linux kernel (slabs), not of a process. Where a process grows: cat /proc/PID/status and ls -l /proc/PID/fd.',
  },
  {
    shows: /^\s{0,8}Tag\s{1,20}Type\s{1,20}Allocs\s{1,40}Frees\s{1,40}Diff\b/m,
    says: 'This is poolmon: memory of the Windows kernel by tag. It grows with the handles of a process: handle64 -accepteula -nobanner -s -p PID says whose and which; a tag that no handle explains is a driver’s.',
  },
  {
    shows:
      /^\s{0,8}(?:Pool Used:\s*$|Sorting by {1,4}(?:Non)?Paged Pool Consumed|\*{4} NT ACTIVE PROCESS DUMP \*{4}|PROCESS [0-9a-fA-F`]{8,17}\s{1,8}SessionId:|NonPagedPool Usage:)/m,
    says: 'This is of the kernel debugger (!poolused, !process 0 0, !vm): the kernel’s memory, and how many handles each process has (HandleCount). Of the process that has far more than the others: handle64 -accepteula -nobanner -s -p PID, or in a dump of it !handle 0 0.',
  },
  {
    shows: /^\s{0,8}"?Process Name"?[\t,;].{0,60}\bPen\b.{0,60}\bBrush\b.{0,120}\b(?:DC|Total)\b/m,
    says: 'This is a list of GDI objects by kind. A process may have 10,000; they are no kernel handles, so handle64 does not list them. The kind that grows from one list to the next is what is not given back: DC by ReleaseDC or DeleteDC, bitmap, brush, font, pen and region by DeleteObject, an icon by DestroyIcon.',
  },
  {
    shows: /^\s{0,8}(?:Free memory fragmentation|Calculated heap fragmentation|Size of largest free VM block)\b/m,
    says: 'This is the virtual memory part of a DebugDiag report. A heap that has reserved far more than it commits, with a high “calculated heap fragmentation”, is fragmented: that uses up the address space of a 32-bit process without a leak. Who holds what is committed stands in “Leak analysis” of the report, or in !address -summary and !heap -s of the dump.',
  },
  {
    shows: /^\s{0,8}(?:Total Physical Memory|Gesamter physi\w{1,12} Speicher|Mémoire physique totale):/m,
    says: 'This is systeminfo: what the machine has. For the process: Get-Process -Id PID | Format-List Id, ProcessName, HandleCount, PrivateMemorySize64, VirtualMemorySize64.',
  },
];

const containers: readonly Foreign[] = [
  {
    shows: /^\s{0,8}CONTAINER(?: ID)?\s{1,60}(?:NAME\s{1,60})?CPU %\s{1,20}MEM USAGE/m,
    says: 'This is the heading of docker stats without a row that is read. Paste its rows too, twice some minutes apart, or of the process in the container: docker exec CONTAINER cat /proc/1/status.',
  },
  {
    shows: /^\s{0,8}(?:NAMESPACE\s{1,60})?(?:POD\s{1,60})?NAME\s{1,60}CPU\(cores\)\s{1,20}(?:CPU%?\s{1,20})?MEMORY\(bytes\)/m,
    says: 'This is kubectl top of nodes, or its heading alone: the memory of machines, and not whose it is. Run kubectl top pod twice some minutes apart, or look at the process: kubectl exec POD -- cat /proc/1/status.',
  },
  {
    shows: /\bOOMKilled\b|\binvoked oom-killer\b|\bOut of memory: Killed process \d|\boom-kill:constraint=|\bcgroup out of memory: Kill/i,
    says: `This says that Linux ended a process for want of memory: that it was too large, not why. Before the next time: ${status}, and for .NET dotnet-gcdump collect -p PID at two sizes.`,
  },
];

const connections: readonly Foreign[] = [
  {
    shows:
      /^\s{0,8}(?:Proto\s{1,20}(?:Recv-Q|Local |Lokale |Adresse |Dirección|Indirizzo)|Netid\s{1,20}State|State\s{1,20}Recv-Q\s{1,20}Send-Q|Active (?:Internet )?[Cc]onnections|Aktive Verbindungen|Connexions actives|Conexiones activas|Connessioni attive|Total: \d{1,9}\s{0,4}(?:\(kernel|\n\s{0,8}TCP:))/m,
    says: `These are network connections (netstat, ss) without the process that holds each: netstat -ano on Windows and ss -tnp as root on Linux tell it, twice some minutes apart. The list of what the process holds tells as much: ${descriptors}; lsof also shows which wait in CLOSE_WAIT.`,
  },
  {
    shows:
      /^\s{0,8}UID\s{1,20}PID\s{1,20}PPID\s{1,20}C\s{1,20}STIME\b|^\s{0,8}PID\s{1,20}(?:TTY\s{1,20}(?:STAT\s{1,20})?TIME|USER\s{1,20}TIME)\s{1,20}(?:CMD|COMMAND)\b/m,
    says: 'This is a list of processes without their sizes. Run ps -o pid,vsz,rss,nlwp,comm -p PID, or better cat /proc/PID/status.',
  },
];

const profilers: readonly Foreign[] = [
  {
    shows: /^\s{0,8}==\d{1,10}== (?:Memcheck|Massif|Callgrind|Cachegrind|Helgrind|DRD|DHAT|Nulgrind), /m,
    says: 'This is valgrind’s beginning, and its leak report is not in it. Run valgrind --leak-check=full PROGRAM, end the program in the ordinary way, and paste everything from HEAP SUMMARY on.',
  },
  {
    shows:
      /^\s{0,8}(?:desc: --massif|mem_heap_B=|Massif arguments:|Command:.{0,400}\n\s{0,8}Massif arguments|n\s{1,12}time\((?:i|ms|B)\)\s{1,12}total\(B\))/m,
    says: 'This is a profile of valgrind’s massif: what was held at its snapshots. valgrind --leak-check=full PROGRAM lists what is lost; heaptrack (heaptrack_print --print-leaks 1 FILE) what goes on growing.',
  },
  {
    shows: /^\s{0,8}Error #\d{1,6}: (?:POSSIBLE |REACHABLE )?LEAK \d|^~~Dr\.M~~ /m,
    says: 'This is a report of Dr. Memory, which is not read. The same leaks with their stacks: UMDH (gflags /i IMAGE.exe +ust, umdh -p:PID twice, umdh -d FIRST SECOND), or Visual Leak Detector.',
  },
  {
    shows: /^\s{0,8}VERIFIER STOP 0{0,8}(?:900|901|902|903)\b/m,
    says: 'This is Application Verifier: a DLL was unloaded and left something allocated. Run dps on the second address and paste the stack it shows, or !heap -p -a on the first.',
  },
  {
    shows: /<valgrindoutput>|<protocoltool>memcheck/,
    says: 'This is valgrind’s report as XML. Run it without --xml=yes and paste the text from HEAP SUMMARY on.',
  },
  {
    shows: /^\s{0,8}(?:Line #\t|Line #,)|\bImpacting (?:Type|Size)\b|\bSize \(B\) Sum\b/im,
    says: 'This is a table of Windows Performance Analyzer. Its columns are chosen by hand, so it is not read: a comparison of two UMDH logs (umdh -d FIRST SECOND) tells the same growth by stack, and is.',
  },
  {
    shows: /^\s{0,8}Name\s{1,80}(?:Inc|Exc) %\s{1,40}(?:Inc|Exc)\b|^"?Name"?[,\t]"?(?:Exc|Inc) %"?[,\t]/m,
    says: 'This is a table of PerfView. For a heap: dotnet-gcdump report FILE.gcdump, or !dumpheap -stat of two dumps, are read; PerfView’s own snapshot (.gcdump) can be reported by dotnet-gcdump too.',
  },
  {
    shows: /^"?(?:Type|Class)"?[,;\t]\s{0,8}"?(?:Objects|Objects (?:count|delta)|Live objects)\b.{0,80}\b(?:Bytes|Retained)/im,
    says: 'This is a table of a memory profiler (dotMemory, ANTS) without how many objects there are beside their own bytes, so it is not read. With both columns it is; dotnet-gcdump report FILE.gcdump, or !dumpheap -stat at two moments and !gcroot of one object, say the same.',
  },
  {
    shows:
      /^\s{0,8}(?:___ Begin jemalloc statistics ___|Allocated: \d{1,20}, active: \d|.{0,80}\bstats\.allocated\s?[:=] ?\d)|^MALLOC:\s{1,20}[=+ ]\s{0,20}\d|^\s{0,8}(?:Arena \d{1,6}:|max mmap regions =|system bytes {1,12}=)|<malloc version="/m,
    says: 'These are statistics of an allocator (jemalloc, tcmalloc, glibc): how much it holds, not for whom. What it has from the system beyond what is in use or allocated was freed and is kept: no leak. Where what is allocated grows itself, who allocates it: jeprof --text PROGRAM FILE with MALLOC_CONF=prof:true, heaptrack, or memleak-bpfcc -p PID.',
  },
  {
    shows: /^\s{0,8}num\s{1,20}#instances\s{1,20}#bytes\b|^\s{0,8}S0C\s{1,12}S1C\b|^Native Memory Tracking:/m,
    says: 'This is of a Java program (jmap, jstat, native memory tracking). Its heap is not judged here; what the process holds is: cat /proc/PID/status, /proc/PID/smaps and ls -l /proc/PID/fd.',
  },
  {
    shows: /^.{1,300}:\d{1,7}: size=[\d.]{1,12} [KMGT]?i?B\b.{0,60}\bcount=\d/m,
    says: 'This is tracemalloc of Python. Its objects are not judged here; what the process holds is: cat /proc/PID/status, /proc/PID/smaps, and memleak-bpfcc -p PID for native memory.',
  },
  {
    shows: /^.{0,80}\b(?:rss|RSS|Rss)\s?[:=]\s?\d[\d.,]{0,15}\s?(?:[KMG]i?B|k|M|G)\b/m,
    says: `This is a program’s own log of its memory, whose figures are not read. The system’s: ${status}.`,
  },
  {
    shows: /^rchar: \d{1,20}\s{0,4}$/m,
    says: `This is /proc/PID/io: what the process read and wrote. Its memory: ${status}.`,
  },
  {
    shows: /^\d{1,10}(?: \d{1,12}){6}\s{0,4}$|^\d{1,10} \([^()\n]{1,40}\) [A-Z](?: -?\d{1,24}){30,60}\s{0,4}$/m,
    says: `This is /proc/PID/statm or /proc/PID/stat: numbers without names. Paste ${status}.`,
  },
];

const all = [...profilers, ...containers, ...connections, ...machines, ...foreignCode];

/** What a text is that nothing was read of, and what to run instead; null where it is none that is known. */
export function foreignOutput(start: string): string | null {
  return all.find(({ shows }) => shows.test(start))?.says ?? null;
}
