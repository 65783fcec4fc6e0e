/**
 * What is known about frames, as data. Own code is known by what it is not: a frame is ours when
 * nothing here claims it. Names are lower case, without `.dll`, with `_` for `.` (the debugger prints
 * `System_Drawing_ni` for System.Drawing.ni.dll); a `*` at the end makes a prefix of it.
 *
 * DebugDiag's own list of memory managers (KERNEL32;NTDLL;MSVCRT;OLE32;OLEAUT32;MSDART;MSVCR70–100;…)
 * ends with Visual Studio 2010 and names neither ucrtbase, KERNELBASE, msvcr110/120, vcruntime140, clr
 * nor coreclr: with it, modern leaks are blamed on the allocator.
 */

/** What a frame is to the person who looks for the leak. `unnamed`: no symbol, kept and never blamed. */
export type FrameRole = 'allocator' | 'detour' | 'runtime' | 'system' | 'framework' | 'library' | 'own' | 'unnamed';

export interface KnownFrames {
  readonly role: Exclude<FrameRole, 'own' | 'unnamed'>;
  readonly reason: string;
  readonly names: readonly string[];
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** By the module, the part before `!`. */
export const knownModules: readonly KnownFrames[] = [
  {
    role: 'detour',
    reason: 'Tools that hook the allocator stand in every allocation stack: LeakTrack, Application Verifier, heap profilers.',
    names: words(
      'leaktrack vfbasics vrfcore verifier vflocks vfluapriv vfnet vrfauto ldntdll detours easyhook* libheaptrack_preload libheaptrack_inject umdh',
    ),
  },
  {
    role: 'allocator',
    reason: 'Memory managers: they allocate for whoever called them.',
    names:
      words(`ntdll ntdll_* kernel32 kernelbase msvcrt msvcrtd msvcr7* msvcr8* msvcr9* msvcr1* ucrtbase ucrtbased vcruntime* msvcp* crtdll ole32 combase oleaut32
      msdart mpheap jemalloc* mimalloc* tcmalloc* libjemalloc* libmimalloc* libtcmalloc* tbbmalloc* libtbbmalloc*`),
  },
  {
    role: 'runtime',
    reason: 'The .NET runtime, its hosts and its native helpers.',
    names:
      words(`clr coreclr mscorwks mscorsvr mscoree mscoreei mscorlib mscorlib_* mscorjit clrjit clrgc* clrcompression mscordacwks mscordbi mscordaccore diasymreader*
      system_private_corelib hostfxr hostpolicy dotnet corehost apphost singlefilehost libcoreclr libclrjit libclrgc* libhostfxr libhostpolicy libsystem_* libmono* mono-* mono`),
  },
  {
    role: 'runtime',
    reason: 'The C and C++ libraries of Linux and of GCC on Windows, and the loader; threads start in them.',
    names: words(
      'libc libc-* libpthread libpthread-* libwinpthread* libstdc++* libstdc_* libgcc_s* libm libm-* librt librt-* libdl libdl-* ld-linux* ld-* ld-musl* linux-vdso* [vdso] [kernel] libasan libtsan libubsan liblsan',
    ),
  },
  {
    role: 'framework',
    reason: 'Class libraries of Microsoft; what they do, they do for a caller.',
    names:
      words(`system system_* microsoft_* netstandard presentationcore presentationframework* presentationcffrasterizer* windowsbase wpfgfx* milcore uiautomation* windowsformsintegration
      smdiagnostics accessibility reachframework penimc* mfc* atl atl1* atl7* atl8* atl9* vccorlib* msvbvm* vcomp* concrt* fsharp_core`),
  },
  {
    role: 'framework',
    reason: 'IIS and the ASP.NET hosts: they carry every request.',
    names:
      words(`w3wp w3core w3dt w3tp w3wphost w3isapi w3tm w3logsvc iis iis* isapi nativerd webengine webengine4 aspnet_* aspnetcore* asp inetinfo hwebcore httpapi http wamreg metadata
      static protsup authbas authanon authsspi authmap authcert urlauthz cachuri cachhttp cachfile cachtokn compstat compdyn gzip redirect rewrite requestrouter loghttp logcust modrqflt filter
      cgi custerr defdoc dirlist diprestr validcfg warmup appwarmup iprestr webdav webdav_* cors httpredir filegac browscap`),
  },
  {
    role: 'system',
    reason: 'Windows itself. GdiPlus belongs here: it allocates bitmaps for the caller that draws.',
    names:
      words(`advapi32 user32 gdi32 gdi32full gdiplus win32u shell32 shlwapi shcore rpcrt4 rpcss rpchttp ws2_32 wsock32 mswsock winhttp wininet webio websocket urlmon crypt32 cryptui cryptbase
      cryptsp cryptnet bcrypt bcryptprimitives ncrypt ncryptsslp rsaenh dssenh secur32 sspicli schannel kerberos msv1_0 wdigest ncryptprov dpapi wintrust msasn1 dnsapi iphlpapi netapi32 netutils
      srvcli wkscli samcli samlib logoncli ntdsapi wldap32 activeds adsldp* userenv profapi setupapi cfgmgr32 devobj devrtl version wtsapi32 winsta psapi dbghelp dbgcore dbgeng comctl32 comdlg32
      uxtheme dwmapi d2d1 d3d* dxgi dcomp dwrite windowscodecs* msxml* mshtml ieframe iertutil edgehtml vbscript jscript* chakra* scrrun wshom wbem* fastprox wmi* esent ese oledb32 msado* msdasql
      odbc32 odbccp32 sqlsrv32 sqlncli* msoledbsql* msodbcsql* sqloledb dbnetlib comsvcs msdtc* xolehlp mtxoci catsrv* clbcatq es colbact txf* imm32 msctf normaliz powrprof umpdc propsys winmm*
      audioses avrt mf mfplat mfcore twinapi* windows_* api-ms-win-* ext-ms-* sechost kernel_appcore nsi winnsi fwpuclnt rasadhlp rasapi32 dhcpcsvc* winspool mscms fltlib wevtapi wer faultrep
      apphelp aclayers acgenral sfc* msi cabinet mpr ktmw32 ntmarta gpapi usp10 lpk textinputframework textshaping coremessaging coreuicomponents inputhost inetcomm tdh pdh perf* amsi cldapi
      virtdisk rstrtmgr taskschd mmdevapi msacm32 hid dinput* xinput* wpc slc sppc srclient vssapi wlanapi wow64 wow64cpu wow64win wow64base xtajit* verclsid svchost dllhost conhost nt hal win32k*`),
  },
  {
    role: 'library',
    reason: 'Libraries of others that many programs carry.',
    names:
      words(`newtonsoft_json* castle_* autofac* structuremap* ninject* unity* simpleinjector* log4net nlog* serilog* entityframework* nhibernate* dapper* npgsql* mysql_* mysqlconnector* oracle_*
      mongodb_* stackexchange_* rabbitmq_* masstransit* confluent_* quartz* hangfire* polly* automapper* fluentvalidation* mediatr* grpc_* google_* amazon_* awssdk_* azure_* servicestack* telerik_*
      devexpress_* infragistics* itextsharp* itext_* epplus* npoi* sqlite3 e_sqlite3 libcef chrome_elf node libnode python3* libpython* libcurl* libssl* libcrypto* ssleay32 libeay32 zlib* zlibwapi
      oci oraocci* oraclient* orageneric* libmysql qt5* qt6* qtcore* qtgui* boost_* libboost_* xerces-c* icuuc* icuin* skiasharp libskiasharp libgdiplus magick_* libglib* libgobject* libuv libxml2*`),
  },
  {
    role: 'library',
    reason: 'Agents and guards that put themselves into foreign processes; drivers of graphics cards.',
    names:
      words(`umppc* csxumd* sysfer hips* mfehc* mcvsps bmc* oneagent* ruxit* newrelic* appdynamics* datadog_* stackify* avghook* aswhook snxhk cylancememdef ctxsentry* sentinel* tmmon* tmumh*
      nvoglv* nvwgf* nvd3d* igd* igc* atidxx* amdxx* amdvlk*`),
  },
];

/** By the name of the function: namespaces of managed code and of C++, and stubs; case matters, a `*` at the end makes a prefix. */
export const knownFunctions: readonly KnownFrames[] = [
  {
    role: 'allocator',
    reason: 'Allocation functions are compiled into programs that link the C runtime statically (`MyApp!operator new`).',
    names: [
      ...words(`malloc calloc realloc free _malloc_base _calloc_base _realloc_base _free_base malloc_base _malloc_crt _calloc_crt _malloc_dbg _calloc_dbg _realloc_dbg _heap_alloc* heap_alloc_dbg*
        _nh_malloc* _aligned_* aligned_alloc posix_memalign memalign valloc strdup strndup _strdup _wcsdup _mbsdup _int_malloc _int_realloc sysmalloc mmap mmap64 g_malloc* g_realloc* g_slice_*
        g_strdup* xmalloc* xcalloc* xrealloc* xstrdup* xstrndup* zmalloc* zcalloc* je_* tc_malloc* mi_malloc* palloc* repalloc* AllocSetAlloc* MemoryContextAlloc* apr_palloc* apr_pcalloc* ngx_alloc*
        ngx_calloc* ngx_palloc* ngx_pnalloc* ngx_pcalloc* ngx_memalign* ngx_pmemalign* ngx_create_pool* ngx_array_* ngx_list_* CRYPTO_malloc* CRYPTO_zalloc* CRYPTO_calloc* CRYPTO_realloc* CRYPTO_strdup* talloc_* _talloc_* sqlite3_malloc* sqlite3Malloc* sqlite3MemMalloc* sqlite3DbMalloc* sqlite3DbRealloc* sqlite3DbStrDup* emalloc* ecalloc* erealloc* estrdup* estrndup*
        _emalloc* _ecalloc* _erealloc* _estrdup* _estrndup* av_malloc* av_calloc* av_realloc* g_try_malloc* g_memdup* sdsnew* sdsMakeRoomFor* luaM_* PyMem_* _PyMem_* PyObject_Malloc*
        HeapAlloc HeapReAlloc LocalAlloc GlobalAlloc VirtualAlloc* CoTaskMemAlloc* SysAllocString* RtlAllocateHeap* RtlpAllocateHeap* ATL::AtlAllocMemory ATL::CCRTAllocator*`),
      'operator new',
      'operator new[]',
      'operator delete',
      'operator delete[]',
      'std::_Allocate*',
      'std::allocator*',
      'std::_Wrap_alloc*',
      'std::_Default_allocat*',
      'std::allocator_traits*',
      'std::__new_allocator*',
      '__gnu_cxx::*',
    ],
  },
  {
    role: 'allocator',
    reason: 'The allocators of the Linux kernel; a stack that ends in them was cut, or has no symbols below.',
    names: words(
      'kmem_cache_alloc* kmalloc* kzalloc* kvmalloc* kcalloc krealloc* kmemdup* kstrdup* vmalloc* vzalloc* alloc_pages* slab_alloc*',
    ),
  },
  {
    role: 'allocator',
    reason:
      'operator new and the standard library of C++ as the compiler writes them (Itanium C++ ABI 5.1.5), where nothing demangled them.',
    names: words('_Znw* _Zna* _ZN9__gnu_cxx* _ZNSt* _ZNKSt* _ZSt*'),
  },
  {
    role: 'runtime',
    reason: 'How a C or C++ program and its threads start; double underscores are reserved for the implementation (ISO C 7.1.3).',
    names:
      words(`__* mainCRTStartup wmainCRTStartup WinMainCRTStartup wWinMainCRTStartup _DllMainCRTStartup invoke_main dllmain_* _threadstart* _callthreadstart* thread_start<* _beginthread*
      start_thread clone clone3 _start _dl_* _Thrd_* std::* ATL::* WTL::* wil::* winrt::* Gdiplus::* _bstr_t::* _variant_t::* _com_ptr_t* _com_util::* CComBSTR::* CComVariant::* CStringT<* boost::* Concurrency::* Microsoft::WRL::* <CrtImplementationDetails>*`),
  },
  {
    role: 'runtime',
    reason: 'What the C library allocates for its caller (the manual pages of section 3); valgrind prints it without its module.',
    names:
      words(`iconv_open fopen fopen64 fdopen freopen popen opendir fdopendir scandir scandir64 getline getdelim asprintf vasprintf getaddrinfo gethostbyname* getpwnam* getpwuid* getgrnam* getgrgid*
      setlocale newlocale dlopen* dlerror* regcomp tsearch open_memstream realpath* getcwd setenv putenv tzset* pthread_create* allocate_stack allocate_dtv timer_create sem_open`),
  },
  {
    role: 'runtime',
    reason: 'The standard library of Rust, and the runtime of Go.',
    names:
      words(`alloc::alloc::* alloc::vec::* alloc::raw_vec::* alloc::boxed::* alloc::string::* alloc::collections::* alloc::sync::* alloc::rc::* alloc::slice::* alloc::str::* alloc::fmt::* alloc::borrow::*
      core::ops::* core::ptr::* core::iter::* core::option::* core::result::* core::fmt::* core::future::* core::slice::* core::str::* core::mem::* core::cell::* core::sync::* core::task::* core::pin::*
      <alloc::* <core::* <std::* hashbrown::* runtime.*`),
  },
  {
    role: 'runtime',
    reason: 'Stubs that the .NET runtime makes on the way into native code or into a compiled expression.',
    names: words(
      'DomainNeutralILStubClass* DomainBoundILStubClass* ILStubClass* IL_STUB* dynamicClass.IL_STUB* DynamicClass.* DynamicClass* lambda_method* [* ILT+*',
    ),
  },
  {
    role: 'framework',
    reason: 'Namespaces of the .NET class libraries; where a managed frame has no module the namespace is what is known.',
    names: words(
      'System.* Microsoft.* MS.Internal.* MS.Win32.* Internal.* Interop* Windows.* FxResources.* SR.* UnsafeNativeMethods* <CppImplementationDetails>* Azure.Core.*',
    ),
  },
  {
    role: 'library',
    reason: 'Namespaces of .NET libraries that many programs use.',
    names:
      words(`Castle.* Newtonsoft.* Autofac.* StructureMap.* Ninject.* Unity.* SimpleInjector.* log4net.* NLog.* Serilog.* NHibernate.* Dapper.* Npgsql.* MySql.* MySqlConnector.* Oracle.*
      MongoDB.* StackExchange.* RabbitMQ.* MassTransit.* Confluent.* Quartz.* Hangfire.* Polly.* AutoMapper.* FluentValidation.* MediatR.* Grpc.* Google.* Amazon.* Azure.* ServiceStack.* Telerik.*
      DevExpress.* Infragistics.* iTextSharp.* iText.* OfficeOpenXml.* NPOI.* Owin.* WebDriver.* Xunit.* NUnit.* Moq.* SkiaSharp.* ImageMagick.* SixLabors.* Snowflake.* Elasticsearch.* Nest.*`),
  },
];

/** Frames that say nothing beside their neighbour: shown together with the next frame below them. */
export const joinedWithNext: readonly KnownFrames[] = [
  {
    role: 'runtime',
    reason: 'A P/Invoke or delegate stub: the method below it is the one that calls into native code.',
    names: words(
      'DomainNeutralILStubClass* DomainBoundILStubClass* ILStubClass* IL_STUB* DynamicClass.IL_STUB* dynamicClass.IL_STUB* [* ILT+*',
    ),
  },
  {
    role: 'allocator',
    reason: 'The allocation function of whoever stands below.',
    names: [
      'operator new',
      'operator new[]',
      'malloc',
      'calloc',
      'realloc',
      '_malloc_dbg',
      '_heap_alloc*',
      '_nh_malloc*',
      'std::_Allocate*',
    ],
  },
];
